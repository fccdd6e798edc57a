/** Float32 twins of kernels/batch-norm.ts. */
import {
  type Before,
  type Floats,
  inverseOf,
  type Normalization,
  normalised,
  put,
  scaled,
  statistics,
} from './normalization.ts';
import { orderedSum } from './sums.ts';

const f = Math.fround;

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
