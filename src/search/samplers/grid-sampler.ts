import { closestName, requireInteger, requireKnownOptions, valueText } from '../../errors.ts';
import { RandomStream } from '../../tensor/random.ts';
import type { Proposal, Sampler } from '../sampler.ts';
import type { ParameterValue } from '../space/dimension.ts';
import { isActive, type ParameterValues, type Space, type SpaceEntry } from '../space/space.ts';

export interface GridSamplerOptions {
  /**
   * How many values of a continuous parameter are tried, from its lowest to its highest, evenly on its scale; and of a whole number, if
   * it has more. 5 unless set; of one parameter by its name.
   */
  readonly levels?: number | Readonly<Record<string, number>>;
  /** The values of a parameter, instead of levels. */
  readonly values?: Readonly<Record<string, readonly ParameterValue[]>>;
  /** Puts the points in an order drawn from this, so that a grid that is cut short is spread over the space; else the first parameter changes last. */
  readonly seed?: number;
}

const usualLevels = 5;
const mostPoints = 200_000;

/**
 * All points of a grid, each once. Of choices all values are tried. Points that differ in what is left out alone are one.
 *
 * A search with it ends after its last point.
 *
 * @throws RangeError for levels that are no whole number of at least 2, and a seed that is none of at least 0; TypeError for an unknown option.
 */
export class GridSampler implements Sampler {
  readonly name = 'grid';
  readonly learns = false;
  private readonly levels: number | Readonly<Record<string, number>>;
  private readonly values: Readonly<Record<string, readonly ParameterValue[]>>;
  private readonly seed: number | undefined;
  /** Of the space that was asked for last. */
  private points: readonly ParameterValues[] = [];
  private space: Space | undefined;

  constructor(options: GridSamplerOptions = {}) {
    const who = 'GridSampler';
    requireKnownOptions(who, options, ['levels', 'values', 'seed']);
    const { levels = usualLevels, values = {}, seed } = options;
    requireInteger(who, typeof levels === 'number' ? { levels } : prefixed('levels', levels), 2);
    if (seed !== undefined) requireInteger(who, { seed });
    for (const [name, list] of Object.entries(values)) {
      if (Array.isArray(list) && list.length > 0) continue;
      throw new TypeError(`${who}: values.${name} must be a list of values, got ${valueText(list)}`);
    }
    this.levels = levels;
    this.values = values;
    this.seed = seed;
  }

  propose({ space, number, place = number }: Proposal): ParameterValues {
    return this.pointsOf(space)[place];
  }

  /** @throws RangeError for more than 200,000 points, for a name that is not in the space, and values that its parameter cannot have. */
  count(space: Space): number {
    return this.pointsOf(space).length;
  }

  toJSON(): object {
    const { name, levels, values, seed } = this;
    return { name, levels, values, ...(seed !== undefined && { seed }) };
  }

  private pointsOf(space: Space): readonly ParameterValues[] {
    if (space !== this.space) {
      this.points = this.ordered(gridPoints(space, this.columns(space)));
      this.space = space;
    }
    return this.points;
  }

  /** The values of each parameter. */
  private columns(space: Space): readonly (readonly ParameterValue[])[] {
    const who = 'GridSampler';
    const names = space.entries.map(({ name }) => name);
    const { levels, values } = this;
    for (const name of [...Object.keys(values), ...(typeof levels === 'number' ? [] : Object.keys(levels))]) {
      if (names.includes(name)) continue;
      const close = closestName(name, names);
      throw new RangeError(
        `${who}: the space has no parameter '${name}'${close === undefined ? '' : `; did you mean '${close}'?`}`,
      );
    }
    return space.entries.map(({ name, dimension }) => {
      if (Object.hasOwn(values, name)) {
        const wrong = values[name].find((value) => !dimension.includes(value));
        if (wrong === undefined) return [...new Set(values[name])];
        throw new RangeError(`${who}: values.${name} must be ${dimension}, got ${valueText(wrong)}`);
      }
      const own = typeof levels === 'number' ? levels : (levels[name] ?? usualLevels);
      if (dimension.kind === 'choice' || dimension.size <= own) {
        return Array.from({ length: dimension.size }, (_, cell) => dimension.at((cell + 0.5) / dimension.size));
      }
      return [...new Set(Array.from({ length: own }, (_, level) => dimension.at(level / (own - 1))))];
    });
  }

  private ordered(points: ParameterValues[]): readonly ParameterValues[] {
    if (this.seed === undefined) return points;
    const draw = new RandomStream(this.seed, 'search/grid');
    for (let i = points.length - 1; i > 0; i--) {
      const j = draw.integerBelow(i + 1);
      [points[i], points[j]] = [points[j], points[i]];
    }
    return points;
  }
}

function prefixed(name: string, values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]));
}

/** Every combination, the last parameter changing first. */
function gridPoints({ entries }: Space, columns: readonly (readonly ParameterValue[])[]): ParameterValues[] {
  let points: Record<string, ParameterValue>[] = [{}];
  for (const [i, entry] of entries.entries()) {
    const next: Record<string, ParameterValue>[] = [];
    for (const point of points) {
      next.push(...extended(point, entry, columns[i]));
      if (next.length <= mostPoints) continue;
      throw new RangeError(
        'GridSampler: there may be 200,000 points at most, got more; take fewer levels or values, or another sampler',
      );
    }
    points = next;
  }
  return points;
}

function extended(
  point: Record<string, ParameterValue>,
  entry: SpaceEntry,
  values: readonly ParameterValue[],
): Record<string, ParameterValue>[] {
  if (!isActive(entry, point)) return [point];
  return values.map((value) => ({ ...point, [entry.name]: value }));
}
