/** Float32 twins of kernels/layer-norm.ts. */
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
