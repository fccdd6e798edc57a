import {
  DataError,
  requireBoolean,
  requireInteger,
  requireInterval,
  requireKnownOptions,
  requireNonNegative,
  ShapeError,
  valueText,
} from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import { flatMatrix, type Matrix, type MatrixLike } from './matrix.ts';
import { shuffledRows } from './shuffled-rows.ts';

export interface BlobsOptions {
  /** Points in all, shared out as evenly as can be, the first blobs one more; or how many in each blob. */
  readonly samples?: number | readonly number[];
  /** Coordinates of a point; given centers decide it themselves. */
  readonly features?: number;
  /** How many blobs, or where: [blobs, features]. */
  readonly centers?: number | MatrixLike;
  /** Standard deviation of each coordinate around the center, for all blobs or one for each. */
  readonly clusterStd?: number | readonly number[];
  /** Where centers are drawn, on every axis. */
  readonly centerBox?: readonly [low: number, high: number];
  /** false gives blob after blob. */
  readonly shuffle?: boolean;
  readonly seed?: number;
}

/**
 * Round clouds of points, one a class, as scikit-learn's `make_blobs` with random numbers of our own.
 *
 *     center k = uniform in centerBox, on each axis          from `new RandomStream(seed, 'blobs/centers')`
 *     x = center k + clusterStd · ε        y = k             ε normal from `new RandomStream(seed, 'blobs')`
 *
 * blob after blob, then shuffled by `RandomStream(seed, 'blobs/order')`.
 *
 * x: [samples, features]; y: class indices; centers: [blobs, features], in float64.
 *
 *     const { x, y } = blobs({ samples: 300, centers: [[0, 0], [3, 3]], clusterStd: [1, 0.5], seed: 1 });
 *
 * @throws RangeError for samples below 1, no features, negative deviations. ShapeError where samples, centers and
 *   clusterStd are of different numbers of blobs, or centers not of `features` coordinates. DataError for a center that
 *   is not finite.
 */
export function blobs(options: BlobsOptions = {}): { x: Matrix; y: number[]; centers: number[][] } {
  const known = ['samples', 'features', 'centers', 'clusterStd', 'centerBox', 'shuffle', 'seed'];
  requireKnownOptions('blobs', options, known);
  const { samples = 100, clusterStd = 1, shuffle = true, seed = 0 } = options;
  requireBoolean('blobs', { shuffle });
  requireInteger('blobs', { seed });
  const centers = centersOf(options, seed);
  const counts = countsOf(samples, centers.length);
  const deviations = typeof clusterStd === 'number' ? centers.map(() => clusterStd) : clusterStd;
  requireOnePerBlob('clusterStd', deviations, centers.length);
  deviations.forEach((deviation, k) => {
    requireNonNegative('blobs', { [typeof clusterStd === 'number' ? 'clusterStd' : `clusterStd[${k}]`]: deviation });
  });

  const stream = new RandomStream(seed, 'blobs');
  const values: number[] = [];
  const y: number[] = [];
  centers.forEach((center, k) => {
    for (let i = 0; i < counts[k]; i++) {
      for (const coordinate of center) values.push(stream.normal(coordinate, deviations[k]));
      y.push(k);
    }
  });
  const order = shuffle ? new RandomStream(seed, 'blobs/order') : undefined;
  return { ...shuffledRows('blobs', values, centers[0].length, y, order), centers };
}

/** The given centers, or as many as asked for drawn in the box. */
function centersOf({ samples, features, centers, centerBox = [-10, 10] }: BlobsOptions, seed: number): number[][] {
  requireInterval('blobs', { centerBox });
  if (features !== undefined) requireInteger('blobs', { features }, 1);
  if (centers !== undefined && typeof centers !== 'number') {
    const { data, rows, columns } = flatMatrix('blobs: centers', centers);
    if (rows === 0 || columns === 0)
      throw new ShapeError(`blobs: centers must not be empty, got [${rows}, ${columns}]`);
    if (features !== undefined && features !== columns) {
      throw new ShapeError(
        `blobs: centers have ${columns} coordinates and features is ${features}; leave features out`,
      );
    }
    const given = Array.from({ length: rows }, (_, k) => Array.from(data.subarray(k * columns, (k + 1) * columns)));
    requireFiniteCenters(given);
    return given;
  }
  const count = centers ?? (typeof samples === 'object' ? samples.length : 3);
  requireInteger('blobs', { centers: count }, 1);
  const stream = new RandomStream(seed, 'blobs/centers');
  const [low, high] = centerBox;
  return Array.from({ length: count }, () =>
    Array.from({ length: features ?? 2 }, () => low + (high - low) * stream.uniform()),
  );
}

function requireFiniteCenters(centers: readonly (readonly number[])[]): void {
  centers.forEach((center, k) => {
    center.forEach((value, j) => {
      if (Number.isFinite(value)) return;
      const at = { row: k + 1, column: String(j + 1) };
      throw new DataError(`blobs: centers must be finite, got ${value} at row ${at.row}, column ${at.column}`, at);
    });
  });
}

/** How many points each blob gets. */
function countsOf(samples: number | readonly number[], blobCount: number): readonly number[] {
  if (typeof samples === 'number') {
    requireInteger('blobs', { samples }, 1);
    const [each, left] = [Math.floor(samples / blobCount), samples % blobCount];
    return Array.from({ length: blobCount }, (_, k) => each + (k < left ? 1 : 0));
  }
  requireOnePerBlob('samples', samples, blobCount);
  samples.forEach((count, k) => {
    requireInteger('blobs', { [`samples[${k}]`]: count }, 1);
  });
  return samples;
}

function requireOnePerBlob(name: string, values: unknown, blobCount: number): void {
  if (!Array.isArray(values)) {
    throw new TypeError(`blobs: ${name} must be a number or an array of numbers, got ${valueText(values)}`);
  }
  if (values.length === blobCount) return;
  throw new ShapeError(`blobs: ${name} must hold one number for each of ${blobCount} blobs, got ${values.length}`);
}
