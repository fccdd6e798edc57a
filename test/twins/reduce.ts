/** Float32 twins of kernels/reduce.ts. Arrays are [outer, axis, inner], row-major; results are new arrays. */
import { orderedSum } from './sums.ts';

const f = Math.fround;

/** The sizes of an array around the axis that is reduced. */
export interface Sizes {
  outer: number;
  axis: number;
  inner: number;
}

/** Calls `visit` for each [o, i] with the place of the result and a function to the places along the axis. */
export function alongAxis(sizes: Sizes, visit: (result: number, place: (a: number) => number) => void): void {
  const { outer, axis, inner } = sizes;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) visit(o * inner + i, (a) => (o * axis + a) * inner + i);
  }
}

/** What a kernel leaves in `out`: the value, added to what was there if `before` is given. */
export function put(before: ArrayLike<number> | undefined, at: number, value: number): number {
  return before ? f(before[at] + value) : value;
}

export type Floats = ArrayLike<number>;

export function sumAxis(x: Floats, sizes: Sizes, divisor: number, before?: Floats): Float32Array {
  const out = new Float32Array(sizes.outer * sizes.inner);
  alongAxis(sizes, (at, place) => {
    out[at] = put(before, at, f(orderedSum(sizes.axis, (a) => x[place(a)]) / divisor));
  });
  return out;
}

export function spreadAxis(dy: Floats, sizes: Sizes, factor: number, before?: Floats): Float32Array {
  const dx = new Float32Array(sizes.outer * sizes.axis * sizes.inner);
  alongAxis(sizes, (at, place) => {
    for (let a = 0; a < sizes.axis; a++) dx[place(a)] = put(before, place(a), f(dy[at] * f(factor)));
  });
  return dx;
}

export function varianceAxis(x: Floats, sizes: Sizes) {
  const mean = sumAxis(x, sizes, sizes.axis);
  const out = new Float32Array(mean.length);
  alongAxis(sizes, (at, place) => {
    const square = (a: number) => {
      const deviation = f(x[place(a)] - mean[at]);
      return f(deviation * deviation);
    };
    out[at] = orderedSum(sizes.axis, square) / sizes.axis;
  });
  return { out, mean };
}

export function varianceBackward(dy: Floats, x: Floats, mean: Floats, sizes: Sizes, before?: Floats): Float32Array {
  const dx = new Float32Array(x.length);
  const factor = f(2 / sizes.axis);
  alongAxis(sizes, (at, place) => {
    for (let a = 0; a < sizes.axis; a++) {
      const p = place(a);
      dx[p] = put(before, p, f(f(dy[at] * factor) * f(x[p] - mean[at])));
    }
  });
  return dx;
}

/** As `orderedSum`, but the partials are float64 too. */
export function sumOfSquares(x: Floats): number {
  let sum = 0;
  for (let first = 0; first < x.length; first += 4096) {
    const partials = new Float64Array(16);
    for (let i = first; i < Math.min(first + 4096, x.length); i++) partials[i % 16] += x[i] * x[i];
    for (let half = 8; half >= 1; half /= 2) {
      for (let j = 0; j < half; j++) partials[j] += partials[j + half];
    }
    sum += partials[0];
  }
  return sum;
}
