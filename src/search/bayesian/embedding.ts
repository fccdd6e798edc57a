import { cos, sin } from '../../tensor/scalar-math.ts';
import type { Points } from '../gaussian-process/points.ts';
import type { Space } from '../space/space.ts';

/** The angle that an arc spans: its chord is 1, as far as its points are from the origin. */
const arc = Math.PI / 3;

type Kind = 'unit' | 'arc' | 'oneHot';

interface Part {
  readonly entry: number;
  readonly kind: Kind;
  readonly group: number;
  /** The first of its coordinates. */
  readonly at: number;
  readonly width: number;
}

/**
 * Points of a space as coordinates for a Gaussian process, so that how far two are apart says how much one tells about the other.
 *
 *     continuous, integer              u                                     its place from 0 to 1; the middle of its cell
 *     the same under a condition       (sin πu/3, cos πu/3); left out: (0, 0)
 *     choice                           1/√2 at the place of its value, 0 elsewhere; left out: all 0
 *
 * All distances of a parameter are from 0 to 1: of the two ends of a scale, of an end and what is left out, of two choices (they are all as far
 * apart). Two points that both leave a parameter out do not differ in it, whatever it might have been. The coordinates of one parameter share
 * a length scale. A parameter that has one value only takes no coordinate.
 *
 * The arcs are those of the paper with ρ = ⅓, at which a value is as far from being left out as the ends are from each other.
 *
 * @see K. Swersky, D. Duvenaud, J. Snoek, F. Hutter, M. A. Osborne, Raiders of the lost architecture: kernels for Bayesian optimization in
 *   conditional parameter spaces, 2014. https://arxiv.org/abs/1409.4011
 */
export class Embedding {
  /** How many coordinates. */
  readonly width: number;
  /** The parameter of each coordinate, counted without those that take none. */
  readonly groups: readonly number[];
  private readonly parts: readonly Part[];

  constructor(space: Space) {
    const parts: Part[] = [];
    let at = 0;
    for (const [entry, { dimension, condition }] of space.entries.entries()) {
      if (dimension.size === 1) continue;
      const kind = dimension.kind === 'choice' ? 'oneHot' : condition ? 'arc' : 'unit';
      const width = kind === 'oneHot' ? dimension.size : kind === 'arc' ? 2 : 1;
      parts.push({ entry, kind, group: parts.length, at, width });
      at += width;
    }
    this.parts = parts;
    this.width = at;
    this.groups = parts.flatMap(({ group, width }) => new Array<number>(width).fill(group));
  }

  /** The coordinates of a point, given by its places: NaN of what is left out, as `Space.units` has it. */
  place(units: ArrayLike<number>, coordinates = new Float64Array(this.width)): Float64Array {
    coordinates.fill(0);
    for (const { entry, kind, at, width } of this.parts) {
      const u = units[entry];
      if (Number.isNaN(u)) continue;
      if (kind === 'unit') coordinates[at] = u;
      else if (kind === 'arc') {
        coordinates[at] = sin(arc * u);
        coordinates[at + 1] = cos(arc * u);
      } else coordinates[at + Math.min(width - 1, Math.floor(u * width))] = Math.SQRT1_2;
    }
    return coordinates;
  }

  /** Such points, one after the other, for a Gaussian process. */
  points(places: readonly ArrayLike<number>[]): Points {
    const { width, groups } = this;
    const rows = new Float64Array(places.length * width);
    for (const [i, place] of places.entries()) this.place(place, rows.subarray(i * width, (i + 1) * width));
    return { count: places.length, width, rows, groups };
  }

  /** Derivatives by the places from those by the coordinates; 0 of choices and of what is left out. */
  derivatives(units: ArrayLike<number>, byCoordinate: ArrayLike<number>, byUnit: Float64Array): void {
    byUnit.fill(0);
    for (const { entry, kind, at } of this.parts) {
      const u = units[entry];
      if (Number.isNaN(u)) continue;
      if (kind === 'unit') byUnit[entry] = byCoordinate[at];
      else if (kind === 'arc') {
        byUnit[entry] = arc * (cos(arc * u) * byCoordinate[at] - sin(arc * u) * byCoordinate[at + 1]);
      }
    }
  }
}
