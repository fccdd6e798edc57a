/**
 * Softmax and its logarithm over the rows of [rows, columns], and their gradients.
 *
 * Sums over a row run in the order of kernels/sums.ts. The largest value of the row is subtracted first, so no
 * exponential overflows; whatever else a row holds, the formulas decide: a row with NaN or +Infinity, or of −Infinity
 * alone, gives NaN throughout, and −Infinity beside numbers the probability 0. columns must be at least 1.
 */
import { expFlushedVector, logVector } from './math';
import { flushGradient, loadPart, put, putPart, storePart } from './simd';
import { total, Values } from './sums';

/** Terms of `total`: e^(x − a), flushed. */
export class Exponentials {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, k: usize, a: v128, b: v128): v128 {
    return expFlushedVector(f32x4.sub(loadPart(x + at, lanes), a));
  }
}

/** The same, each also stored in y, which may be x. */
export class StoredExponentials {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, k: usize, a: v128, b: v128): v128 {
    const e = expFlushedVector(f32x4.sub(loadPart(x + at, lanes), a));
    storePart(y + at, e, lanes);
    return e;
  }
}

/** x · y, y flushed below 2⁻⁸⁰: a product with less may be denormal. */
class ProductsWithProbabilities {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, k: usize, a: v128, b: v128): v128 {
    return f32x4.mul(loadPart(x + at, lanes), flushGradient(loadPart(y + at, lanes)));
  }
}

/** The largest of n ≥ 1 values; NaN may or may not count. */
@inline
export function rowMaximum(x: usize, n: usize): f32 {
  if (n < 4) {
    let largest = load<f32>(x);
    for (let i: usize = 1; i < n; i++) {
      const value = load<f32>(x + (i << 2));
      if (value > largest) largest = value;
    }
    return largest;
  }
  let largest = v128.load(x);
  const last = x + ((n - 4) << 2);
  for (x += 16; x < last; x += 16) largest = f32x4.pmax(largest, v128.load(x));
  largest = f32x4.pmax(largest, v128.load(last));
  largest = f32x4.pmax(largest, v128.shuffle<u64>(largest, largest, 1, 0));
  largest = f32x4.pmax(largest, v128.shuffle<u32>(largest, largest, 1, 0, 3, 2));
  return f32x4.extract_lane(largest, 0);
}

/** e / sum; a denormal probability is +0, as a denormal exponential is. */
@inline
function probabilityOf(e: v128, sum: v128): v128 {
  const p = f32x4.div(e, sum);
  return v128.andnot(p, f32x4.lt(p, f32x4.splat(1.17549435e-38)));
}

/** Exponentials of a row, in place, to probabilities. */
@inline
export function divideRow(row: usize, n: usize, sum: f32): void {
  const by = f32x4.splat(sum);
  const end = row + (n << 2);
  for (; row + 16 <= end; row += 16) v128.store(row, probabilityOf(v128.load(row), by));
  const rest = (end - row) >> 2;
  if (rest) storePart(row, probabilityOf(loadPart(row, rest), by), rest);
}

/**
 * out = e^(x − max) / Σ e^(x − max)       probabilities below 2⁻¹²⁶ are +0
 *
 * out, x [rows, columns]; out may be x.
 */
export function softmax(out: usize, x: usize, rows: usize, columns: usize): void {
  const stride = columns << 2;
  for (const end = out + rows * stride; out < end; out += stride, x += stride) {
    const sum = <f32>total<StoredExponentials>(columns, x, out, 0, 0, rowMaximum(x, columns), 0);
    divideRow(out, columns, sum);
  }
}

/**
 * dx (+)= y · (dy − Σ dy·y), flushed below 2⁻⁸⁰, as are the y that are read; y is the output of `softmax`.
 *
 * dx may be dy or y.
 */
export function softmaxBackward(dx: usize, dy: usize, y: usize, rows: usize, columns: usize, adds: i32): void {
  const stride = columns << 2;
  for (const end = dx + rows * stride; dx < end; ) {
    const sum = f32x4.splat(<f32>total<ProductsWithProbabilities>(columns, dy, y, 0, 0, 0, 0));
    const rowEnd = dx + stride;
    for (; dx + 16 <= rowEnd; dx += 16, dy += 16, y += 16) {
      const p = flushGradient(v128.load(y));
      put(dx, flushGradient(f32x4.mul(p, f32x4.sub(v128.load(dy), sum))), adds);
    }
    const rest = (rowEnd - dx) >> 2;
    if (rest) {
      const p = flushGradient(loadPart(y, rest));
      putPart(dx, flushGradient(f32x4.mul(p, f32x4.sub(loadPart(dy, rest), sum))), rest, adds);
      dx += rest << 2;
      dy += rest << 2;
      y += rest << 2;
    }
  }
}

/**
 * out = (x − max) − ln Σ e^(x − max)
 *
 * out, x [rows, columns]; out may be x.
 */
export function logSoftmax(out: usize, x: usize, rows: usize, columns: usize): void {
  const stride = columns << 2;
  for (const end = out + rows * stride; out < end; ) {
    const largest = rowMaximum(x, columns);
    const sum = <f32>total<Exponentials>(columns, x, 0, 0, 0, largest, 0);
    const maximum = f32x4.splat(largest);
    const logarithm = logVector(f32x4.splat(sum));
    const rowEnd = out + stride;
    for (; out + 16 <= rowEnd; out += 16, x += 16) {
      v128.store(out, f32x4.sub(f32x4.sub(v128.load(x), maximum), logarithm));
    }
    const rest = (rowEnd - out) >> 2;
    if (rest) {
      storePart(out, f32x4.sub(f32x4.sub(loadPart(x, rest), maximum), logarithm), rest);
      out += rest << 2;
      x += rest << 2;
    }
  }
}

/**
 * dx (+)= dy − e^y · Σ dy, flushed below 2⁻⁸⁰, as is e^y; y is the output of `logSoftmax`.
 *
 * dx may be dy or y.
 */
export function logSoftmaxBackward(dx: usize, dy: usize, y: usize, rows: usize, columns: usize, adds: i32): void {
  const stride = columns << 2;
  for (const end = dx + rows * stride; dx < end; ) {
    const sum = f32x4.splat(<f32>total<Values>(columns, dy, 0, 0, 0, 0, 0));
    const rowEnd = dx + stride;
    for (; dx + 16 <= rowEnd; dx += 16, dy += 16, y += 16) {
      const p = flushGradient(expFlushedVector(v128.load(y)));
      put(dx, flushGradient(f32x4.sub(v128.load(dy), f32x4.mul(p, sum))), adds);
    }
    const rest = (rowEnd - dx) >> 2;
    if (rest) {
      const p = flushGradient(expFlushedVector(loadPart(y, rest)));
      putPart(dx, flushGradient(f32x4.sub(loadPart(dy, rest), f32x4.mul(p, sum))), rest, adds);
      dx += rest << 2;
      dy += rest << 2;
      y += rest << 2;
    }
  }
}
