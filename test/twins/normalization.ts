/** What the float32 twins of normalisation share. Arrays are [rows, columns], row-major; results are new arrays. */
import { mulAdd } from './mul-add.ts';
import { orderedSum } from './sums.ts';

const f = Math.fround;

export type Floats = ArrayLike<number>;

export interface Normalization {
  x: Floats;
  gamma: Floats;
  beta: Floats;
  columns: number;
  epsilon: number;
}

export function inverseOf(variance: number, epsilon: number): number {
  return f(1 / f(Math.sqrt(f(variance + f(epsilon)))));
}

export function normalised(x: number, mean: number, inverse: number): number {
  return f(f(x - mean) * inverse);
}

/** Mean and population variance of n values, in two passes. */
export function statistics(n: number, value: (i: number) => number) {
  const mean = f(orderedSum(n, value) / n);
  const square = (i: number) => f(f(value(i) - mean) * f(value(i) - mean));
  return { mean, variance: f(orderedSum(n, square) / n) };
}

/** γ · x̂ + β for mean and inverse deviation by row or by column. */
export function scaled(
  given: Normalization,
  of: (r: number, c: number) => { mean: number; inverse: number },
): Float32Array {
  const { x, gamma, beta, columns } = given;
  return Float32Array.from(x, (value, i) => {
    const c = i % columns;
    const { mean, inverse } = of(Math.floor(i / columns), c);
    return mulAdd(normalised(value, mean, inverse), gamma[c], beta[c]);
  });
}

/** What the gradients are added to, for those that are. */
export interface Before {
  dx?: Floats;
  dGamma?: Floats;
  dBeta?: Floats;
}

export function put(before: Floats | undefined, at: number, value: number): number {
  return before ? f(before[at] + value) : value;
}
