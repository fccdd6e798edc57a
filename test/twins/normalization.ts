/** Float32 twins of kernels/normalization.ts. Arrays are [rows, columns], row-major; results are new arrays. */
import { orderedSum } from './sums.ts';

const f = Math.fround;

type Floats = ArrayLike<number>;

export interface Normalization {
  x: Floats;
  gamma: Floats;
  beta: Floats;
  columns: number;
  epsilon: number;
}

function inverseOf(variance: number, epsilon: number): number {
  return f(1 / f(Math.sqrt(f(variance + f(epsilon)))));
}

function normalised(x: number, mean: number, inverse: number): number {
  return f(f(x - mean) * inverse);
}

/** Mean and population variance of n values, in two passes. */
function statistics(n: number, value: (i: number) => number) {
  const mean = f(orderedSum(n, value) / n);
  const square = (i: number) => f(f(value(i) - mean) * f(value(i) - mean));
  return { mean, variance: f(orderedSum(n, square) / n) };
}

/** γ · x̂ + β for mean and inverse deviation by row or by column. */
function scaled(given: Normalization, of: (r: number, c: number) => { mean: number; inverse: number }): Float32Array {
  const { x, gamma, beta, columns } = given;
  return Float32Array.from(x, (value, i) => {
    const c = i % columns;
    const { mean, inverse } = of(Math.floor(i / columns), c);
    return f(f(normalised(value, mean, inverse) * gamma[c]) + beta[c]);
  });
}

export function batchNorm(given: Normalization) {
  const { x, columns } = given;
  const rows = x.length / columns;
  const columnStatistics = Array.from({ length: columns }, (_, c) => statistics(rows, (r) => x[r * columns + c]));
  const mean = Float32Array.from(columnStatistics, (each) => each.mean);
  const variance = Float32Array.from(columnStatistics, (each) => each.variance);
  return { mean, variance, out: batchNormEvaluate(given, mean, variance) };
}

export function batchNormEvaluate(given: Normalization, mean: Floats, variance: Floats): Float32Array {
  return scaled(given, (_, c) => ({ mean: mean[c], inverse: inverseOf(variance[c], given.epsilon) }));
}

export function batchNormRunning(running: Floats, batch: Floats, momentum: number): Float32Array {
  return Float32Array.from(running, (old, c) => {
    const value = f(f(f(momentum) * old) + f(f(1 - momentum) * batch[c]));
    return Math.abs(value) < 2 ** -126 ? 0 : value;
  });
}

/** What the gradients are added to, for those that are. */
export interface Before {
  dx?: Floats;
  dGamma?: Floats;
  dBeta?: Floats;
}

function put(before: Floats | undefined, at: number, value: number): number {
  return before ? f(before[at] + value) : value;
}

export function batchNormBackward(
  { x, gamma, columns, epsilon }: Omit<Normalization, 'beta'>,
  dy: Floats,
  mean: Floats,
  variance: Floats,
  training: boolean,
  before: Before = {},
) {
  const rows = x.length / columns;
  const dx = new Float32Array(x.length);
  const dGamma = new Float32Array(columns);
  const dBeta = new Float32Array(columns);
  for (let c = 0; c < columns; c++) {
    const inverse = inverseOf(variance[c], epsilon);
    const hat = (r: number) => normalised(x[r * columns + c], mean[c], inverse);
    const sum = orderedSum(rows, (r) => dy[r * columns + c]);
    const products = orderedSum(rows, (r) => f(dy[r * columns + c] * hat(r)));
    dBeta[c] = put(before.dBeta, c, f(sum));
    dGamma[c] = put(before.dGamma, c, f(products));
    for (let r = 0; r < rows; r++) {
      const i = r * columns + c;
      const centred = training ? f(f(dy[i] - f(sum / rows)) - f(hat(r) * f(products / rows))) : dy[i];
      dx[i] = put(before.dx, i, f(f(gamma[c] * inverse) * centred));
    }
  }
  return { dx, dGamma, dBeta };
}

export function layerNorm(given: Normalization) {
  const { x, columns, epsilon } = given;
  const rows = Array.from({ length: x.length / columns }, (_, r) => {
    const { mean, variance } = statistics(columns, (c) => x[r * columns + c]);
    return { mean, inverse: inverseOf(variance, epsilon) };
  });
  return {
    mean: Float32Array.from(rows, (row) => row.mean),
    inverseDeviation: Float32Array.from(rows, (row) => row.inverse),
    out: scaled(given, (r) => rows[r]),
  };
}

export function layerNormBackward(
  { x, gamma, columns }: Omit<Normalization, 'beta' | 'epsilon'>,
  dy: Floats,
  mean: Floats,
  inverse: Floats,
  before: Before = {},
) {
  const rows = x.length / columns;
  const hat = (r: number, c: number) => normalised(x[r * columns + c], mean[r], inverse[r]);
  const dx = new Float32Array(x.length);
  for (let r = 0; r < rows; r++) {
    const h = (c: number) => f(dy[r * columns + c] * gamma[c]);
    const meanH = f(orderedSum(columns, h) / columns);
    const meanProduct = f(orderedSum(columns, (c) => f(h(c) * hat(r, c))) / columns);
    for (let c = 0; c < columns; c++) {
      const centred = f(f(h(c) - meanH) - f(hat(r, c) * meanProduct));
      dx[r * columns + c] = put(before.dx, r * columns + c, f(inverse[r] * centred));
    }
  }
  const sums = (before: Floats | undefined, term: (r: number, c: number) => number) =>
    Float32Array.from({ length: columns }, (_, c) => put(before, c, f(orderedSum(rows, (r) => term(r, c)))));
  return {
    dx,
    dGamma: sums(before.dGamma, (r, c) => f(dy[r * columns + c] * hat(r, c))),
    dBeta: sums(before.dBeta, (r, c) => dy[r * columns + c]),
  };
}
