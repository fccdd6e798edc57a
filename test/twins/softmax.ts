/** Float32 twins of kernels/softmax.ts. Arrays are [rows, columns], row-major; results are new arrays. */
import { flushGradient } from './activations.ts';
import { expFlushed, log } from './math.ts';
import { orderedSum } from './sums.ts';

const f = Math.fround;

type Floats = ArrayLike<number>;

/** One row after the other: `row` gives the results for a row from its values in each of the arrays. */
export function byRows(
  arrays: readonly Floats[],
  columns: number,
  row: (...values: number[][]) => number[],
  before?: Floats,
): Float32Array {
  const out = new Float32Array(arrays[0].length);
  const lists = arrays.map((values) => Array.from(values));
  for (let first = 0; first < out.length; first += columns) {
    out.set(row(...lists.map((values) => values.slice(first, first + columns))), first);
  }
  return before ? out.map((value, i) => f(before[i] + value)) : out;
}

/** x − max of a row. */
export function shifted(x: readonly number[]): number[] {
  const largest = Math.max(...x); // NaN makes all of them NaN, as it does in the end whichever is subtracted
  return x.map((value) => f(value - largest));
}

export function sumOfExponentials(z: readonly number[]): number {
  return f(orderedSum(z.length, (c) => expFlushed(z[c])));
}

/** Denormal probabilities become +0. */
export function flushProbability(p: number): number {
  return p < 2 ** -126 ? 0 : p;
}

export function softmax(x: Floats, columns: number): Float32Array {
  return byRows([x], columns, (row) => {
    const z = shifted(row);
    const sum = sumOfExponentials(z);
    return z.map((value) => flushProbability(f(expFlushed(value) / sum)));
  });
}

export function softmaxBackward(dy: Floats, y: Floats, columns: number, before?: Floats): Float32Array {
  const row = (g: number[], output: number[]) => {
    const p = output.map(flushGradient);
    const sum = f(orderedSum(columns, (c) => f(g[c] * p[c])));
    return p.map((probability, c) => flushGradient(f(probability * f(g[c] - sum))));
  };
  return byRows([dy, y], columns, row, before);
}

export function logSoftmax(x: Floats, columns: number): Float32Array {
  return byRows([x], columns, (row) => {
    const z = shifted(row);
    const logarithm = log(sumOfExponentials(z));
    return z.map((value) => f(value - logarithm));
  });
}

export function logSoftmaxBackward(dy: Floats, y: Floats, columns: number, before?: Floats): Float32Array {
  const row = (g: number[], output: number[]) => {
    const sum = f(orderedSum(columns, (c) => g[c]));
    return output.map((value, c) => flushGradient(f(g[c] - f(flushGradient(expFlushed(value)) * sum))));
  };
  return byRows([dy, y], columns, row, before);
}
