import {
  requireBoolean,
  requireFinite,
  requireInteger,
  requireKnownOptions,
  requireNonNegative,
  requireWithin,
  ShapeError,
  valueText,
} from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import { integerPower } from '../tensor/scalar-math.ts';
import type { Matrix } from './matrix.ts';
import { shuffledRows } from './shuffled-rows.ts';

export interface ClassificationOptions {
  readonly samples?: number;
  /** Columns in all; those that are neither informative nor redundant nor repeated are noise. */
  readonly features?: number;
  /** Columns in which the classes differ. */
  readonly informative?: number;
  /** Columns that are random sums of the informative ones. */
  readonly redundant?: number;
  /** Columns that are copies of informative or redundant ones. */
  readonly repeated?: number;
  readonly classes?: number;
  readonly clustersPerClass?: number;
  /** Share of each class, or of all but the last. Equal shares unless given. */
  readonly weights?: readonly number[];
  /** Fraction of samples, in [0, 1], whose class is drawn anew from all classes. */
  readonly flipY?: number;
  /** Half the side of the hypercube on whose corners the clusters lie: the larger, the easier. */
  readonly classSep?: number;
  /** false moves each cluster from its corner towards the centre, and each axis with it. */
  readonly hypercube?: boolean;
  /** Added to every column, or one for each; 'random': uniform in [−classSep, classSep) for each. */
  readonly shift?: number | readonly number[] | 'random';
  /** By which every column is multiplied after the shift, or one for each; 'random': uniform in [1, 101) for each. */
  readonly scale?: number | readonly number[] | 'random';
  /** false leaves samples cluster by cluster, and columns informative first, then redundant, repeated, noise. */
  readonly shuffle?: boolean;
  readonly seed?: number;
}

/** With every option decided. */
type Plan = Required<Omit<ClassificationOptions, 'weights'>> & { readonly weights: readonly number[] };

const defaults: Omit<Plan, 'weights'> = {
  samples: 100,
  features: 20,
  informative: 2,
  redundant: 2,
  repeated: 0,
  classes: 2,
  clustersPerClass: 2,
  flipY: 0.01,
  classSep: 1,
  hypercube: true,
  shift: 0,
  scale: 1,
  shuffle: true,
  seed: 0,
};

/**
 * Classes as clusters on the corners of a hypercube, hidden among redundant and useless columns, as scikit-learn's
 * `make_classification` (after Guyon's design of the Madelon set) with random numbers of our own.
 *
 *     informative columns   z = n A + c        n normal, A uniform in [−1, 1), one for each cluster, c its corner
 *     redundant columns     z B                B uniform in [−1, 1)
 *     repeated columns      copies of columns drawn from those
 *     all other columns     normal
 *     x = (columns + shift) · scale
 *
 * c: a different corner of {−classSep, classSep}ᵈ for each cluster, d = informative; with `hypercube: false` times a
 * uniform number of the cluster and one of each axis. Cluster k belongs to class k mod classes and gets
 * ⌊samples · weight / clustersPerClass⌋ samples; what is left goes to the first clusters, one each. Then a fraction
 * `flipY` of the labels is drawn anew.
 *
 * Every purpose has a stream of its own, `new RandomStream(seed, 'classification/…')`, so that more noise on the labels,
 * say, moves no point: corners, polytope, points, mixing (A), redundant (B), repeated, useless, flips, shift, scale,
 * order, columns.
 *
 * x: [samples, features]; y: class indices.
 *
 *     const { x, y } = classification({ samples: 1000, classes: 3, informative: 4, classSep: 1.5, seed: 1 });
 *
 * @throws RangeError for counts below what makes sense, more informative, redundant and repeated columns than features,
 *   more clusters than 2^informative corners, or weights that are negative or do not sum to 1. ShapeError for a wrong
 *   number of weights, shifts or scales.
 * @see I. Guyon, Design of experiments for the NIPS 2003 variable selection benchmark, 2003.
 */
export function classification(options: ClassificationOptions = {}): { x: Matrix; y: number[] } {
  const plan = planOf(options);
  const { samples, features, informative, redundant, repeated, classes, classSep, seed } = plan;
  const stream = (purpose: string) => new RandomStream(seed, `classification/${purpose}`);

  const values = new Float64Array(samples * features);
  const y = fillInformative(values, plan, stream);
  const b = uniformMatrix(informative * redundant, stream('redundant'));
  const copied = copiedColumns(repeated, informative + redundant, stream('repeated'));
  const useless = stream('useless');
  for (let i = 0; i < samples; i++) {
    const row = values.subarray(i * features, (i + 1) * features);
    for (let j = 0; j < redundant; j++) {
      for (let k = 0; k < informative; k++) row[informative + j] += row[k] * b[k * redundant + j];
    }
    copied.forEach((column, j) => {
      row[informative + redundant + j] = row[column];
    });
    for (let j = informative + redundant + repeated; j < features; j++) row[j] = useless.normal();
  }
  flipLabels(y, plan.flipY, classes, stream('flips'));

  const columns = Uint32Array.from({ length: features }, (_, j) => j);
  if (plan.shuffle) stream('columns').shuffle(columns);
  const [shifts, scales] = [stream('shift'), stream('scale')];
  const shift = perColumn(plan.shift, features, () => (2 * shifts.uniform() - 1) * classSep);
  const scale = perColumn(plan.scale, features, () => 1 + 100 * scales.uniform());
  const finished = new Float64Array(samples * features);
  for (let i = 0; i < samples; i++) {
    columns.forEach((from, to) => {
      finished[i * features + to] = (values[i * features + from] + shift[from]) * scale[from];
    });
  }
  return shuffledRows('classification', finished, features, y, plan.shuffle ? stream('order') : undefined);
}

type Streams = (purpose: string) => RandomStream;

/** The informative columns, cluster by cluster, and the class of each row. */
function fillInformative(values: Float64Array, plan: Plan, stream: Streams): number[] {
  const { samples, features, informative, classes, clustersPerClass } = plan;
  const clusters = classes * clustersPerClass;
  const counts = Array.from({ length: clusters }, (_, k) =>
    Math.floor((samples * plan.weights[k % classes]) / clustersPerClass),
  );
  const left = samples - counts.reduce((sum, count) => sum + count, 0);
  for (let i = 0; i < left; i++) counts[i % clusters]++;

  const centers = corners(clusters, plan, stream);
  const [points, mixing] = [stream('points'), stream('mixing')];
  const normal = new Float64Array(informative);
  const y: number[] = [];
  counts.forEach((count, k) => {
    const a = uniformMatrix(informative * informative, mixing);
    for (let i = 0; i < count; i++) {
      const row = values.subarray(y.length * features, y.length * features + informative);
      for (let j = 0; j < informative; j++) normal[j] = points.normal();
      for (let j = 0; j < informative; j++) {
        for (let m = 0; m < informative; m++) row[j] += normal[m] * a[m * informative + j];
        row[j] += centers[k][j];
      }
      y.push(k % classes);
    }
  });
  return y;
}

/** A different corner of the hypercube for each cluster: random bits, drawn again where they have been before. */
function corners(clusters: number, { informative, classSep, hypercube }: Plan, stream: Streams): number[][] {
  const words = stream('corners');
  const taken = new Map<string, number[]>();
  while (taken.size < clusters) {
    let word = 0;
    const signs = Array.from({ length: informative }, (_, j) => {
      word = j % 32 === 0 ? words.word() : word >>> 1;
      return (word & 1) === 1 ? 1 : -1;
    });
    taken.set(signs.join(), signs);
  }
  const centers = Array.from(taken.values(), (signs) => signs.map((sign) => sign * classSep));
  if (hypercube) return centers;
  const polytope = stream('polytope');
  const ofCluster = centers.map(() => polytope.uniform());
  const ofAxis = Array.from({ length: informative }, () => polytope.uniform());
  return centers.map((center, k) => center.map((value, j) => value * ofCluster[k] * ofAxis[j]));
}

/** Uniform in [−1, 1). */
function uniformMatrix(length: number, stream: RandomStream): Float64Array {
  return Float64Array.from({ length }, () => 2 * stream.uniform() - 1);
}

/** Which of `from` columns to copy. Rounding makes the first and the last half as likely as the others (scikit-learn). */
function copiedColumns(count: number, from: number, stream: RandomStream): number[] {
  return Array.from({ length: count }, () => Math.floor((from - 1) * stream.uniform() + 0.5));
}

function flipLabels(y: number[], flipY: number, classes: number, stream: RandomStream): void {
  const flipped = y.map(() => stream.uniform() < flipY);
  flipped.forEach((isFlipped, i) => {
    if (isFlipped) y[i] = stream.integerBelow(classes);
  });
}

function perColumn(given: Plan['shift'], features: number, random: () => number): ArrayLike<number> {
  if (typeof given === 'object') return given;
  return Float64Array.from({ length: features }, given === 'random' ? random : () => given);
}

/** The options, checked, with the defaults for what is not given. */
function planOf(options: ClassificationOptions): Plan {
  const who = 'classification';
  requireKnownOptions(who, options, [...Object.keys(defaults), 'weights']);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const plan = { ...defaults, ...given } as Omit<Plan, 'weights'>;
  const { samples, features, informative, redundant, repeated, classes, clustersPerClass } = plan;
  requireInteger(who, { samples, features, informative, classes, clustersPerClass }, 1);
  requireInteger(who, { redundant, repeated, seed: plan.seed });
  requireWithin(who, { flipY: plan.flipY }, 0, 1);
  requireNonNegative(who, { classSep: plan.classSep });
  requireBoolean(who, { hypercube: plan.hypercube, shuffle: plan.shuffle });
  requirePerColumn('shift', plan.shift, features);
  requirePerColumn('scale', plan.scale, features);
  if (informative + redundant + repeated > features) {
    throw new RangeError(
      `${who}: ${informative} informative + ${redundant} redundant + ${repeated} repeated columns do not fit ${features} features`,
    );
  }
  if (classes * clustersPerClass > integerPower(2, informative)) {
    throw new RangeError(
      `${who}: ${classes} classes × ${clustersPerClass} clusters need as many corners, and ${informative} informative columns have ${integerPower(2, informative)}; more informative columns or fewer clusters`,
    );
  }
  return { ...plan, weights: weightsOf(options.weights, classes) };
}

function weightsOf(weights: readonly number[] | undefined, classes: number): readonly number[] {
  if (weights === undefined) return Array.from({ length: classes }, () => 1 / classes);
  if (!Array.isArray(weights)) {
    throw new TypeError(`classification: weights must be an array of numbers, got ${valueText(weights)}`);
  }
  if (weights.length !== classes && weights.length !== classes - 1) {
    throw new ShapeError(
      `classification: weights must hold a share of each of ${classes} classes, or of all but the last, got ${weights.length}`,
    );
  }
  weights.forEach((weight, k) => {
    requireNonNegative('classification', { [`weights[${k}]`]: weight });
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const complete = weights.length === classes;
  if (sum > 1 + 1e-9 || (complete && sum < 1 - 1e-9)) {
    throw new RangeError(
      `classification: weights must sum to ${complete ? '1' : 'at most 1, the last class getting the rest'}, got ${sum}`,
    );
  }
  return complete ? weights : [...weights, Math.max(0, 1 - sum)];
}

function requirePerColumn(name: string, value: unknown, features: number): void {
  if (value === 'random') return;
  if (typeof value === 'number') {
    requireFinite('classification', { [name]: value });
    return;
  }
  if (!Array.isArray(value)) {
    throw new TypeError(
      `classification: ${name} must be a number, one for each column, or 'random', got ${valueText(value)}`,
    );
  }
  if (value.length !== features) {
    throw new ShapeError(
      `classification: ${name} must hold one number for each of ${features} features, got ${value.length}`,
    );
  }
  value.forEach((number, j) => {
    requireFinite('classification', { [`${name}[${j}]`]: number });
  });
}
