/**
 * Softmax and its logarithm over the rows of [rows, columns], and their gradients.
 *
 * Sums over a row run in the order of kernels/sums.ts. The largest value of the row is subtracted first, so no
 * exponential overflows; whatever else a row holds, the formulas decide: a row with NaN or +Infinity, or of −Infinity
 * alone, gives NaN throughout, and −Infinity beside numbers the probability 0. columns must be at least 1.
 */
import { expFlushedVector, logVector } from './math';
import { flushGradient, loadPart, put, putPart, storePart } from './simd';
import { folded, total, Values } from './sums';

/** Terms of `total`: e^(x − a), flushed. */
export class Exponentials {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
    return expFlushedVector(f32x4.sub(loadPart(x + at, lanes), a));
  }
}

/** x · y, y flushed below 2⁻⁸⁰: a product with less may be denormal. */
class ProductsWithProbabilities {
  @inline
  term(at: usize, lanes: usize, x: usize, y: usize, z: usize, w: usize, k: usize, a: v128, b: v128): v128 {
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

/** out = x − largest for a row of n values. */
@inline
export function shiftRow(out: usize, x: usize, n: usize, largest: f32): void {
  const maximum = f32x4.splat(largest);
  const end = out + (n << 2);
  for (; out + 16 <= end; out += 16, x += 16) v128.store(out, f32x4.sub(v128.load(x), maximum));
  const rest = (end - out) >> 2;
  if (rest) storePart(out, f32x4.sub(loadPart(x, rest), maximum), rest);
}

/** z = e^z for n values ≤ 0, flushed. Several short rows at once keep its vectors full and its chains overlapping. */
export function exponentials(z: usize, n: usize): void {
  const end = z + (n << 2);
  for (; z + 32 <= end; z += 32) {
    const first = expFlushedVector(v128.load(z));
    const second = expFlushedVector(v128.load(z, 16));
    v128.store(z, first);
    v128.store(z, second, 16);
  }
  while (z < end) {
    const left = (end - z) >> 2;
    storePart(z, expFlushedVector(loadPart(z, left)), left);
    z += 16;
  }
}

/** e / sum; a denormal probability is +0, as a denormal exponential is. */
@inline
function probabilityOf(e: v128, sum: v128): v128 {
  const p = f32x4.div(e, sum);
  return v128.andnot(p, f32x4.lt(p, f32x4.splat(1.17549435e-38)));
}

/** Divides the n ≥ 1 exponentials of a row by their sum, which it returns. */
@inline
export function divideRow(row: usize, n: usize): f32 {
  return n <= 16 ? divideShortRow(row, n) : divideLongRow(row, n);
}

function divideLongRow(row: usize, n: usize): f32 {
  const sum = <f32>total<Values>(n, row, 0, 0, 0, 0, 0, 0);
  const by = f32x4.splat(sum);
  const end = row + (n << 2);
  for (; row + 16 <= end; row += 16) v128.store(row, probabilityOf(v128.load(row), by));
  const rest = (end - row) >> 2;
  if (rest) storePart(row, probabilityOf(loadPart(row, rest), by), rest);
  return sum;
}

/** The same for n ≤ 16, where every partial has at most one term: with few classes this is what counts. */
@inline
function divideShortRow(row: usize, n: usize): f32 {
  const whole = (n - 1) >> 2;
  const rest = n - (whole << 2);
  const end = row + (whole << 4);
  const last = loadPart(end, rest);
  let e0 = last;
  let e1 = f32x4.splat(0);
  let e2 = e1;
  let e3 = e1;
  if (whole > 0) {
    e0 = v128.load(row);
    e1 = last;
    if (whole > 1) {
      e1 = v128.load(row, 16);
      e2 = last;
      if (whole > 2) {
        e2 = v128.load(row, 32);
        e3 = last;
      }
    }
  }
  const sum = folded(e0, e1, e2, e3);
  const by = f32x4.splat(sum);
  if (whole > 0) v128.store(row, probabilityOf(e0, by));
  if (whole > 1) v128.store(row, probabilityOf(e1, by), 16);
  if (whole > 2) v128.store(row, probabilityOf(e2, by), 32);
  storePart(end, probabilityOf(last, by), rest);
  return sum;
}

/**
 * out = e^(x − max) / Σ e^(x − max)       probabilities below 2⁻¹²⁶ are +0
 *
 * out, x [rows, columns]; out may be x.
 */
export function softmax(out: usize, x: usize, rows: usize, columns: usize): void {
  const stride = columns << 2;
  while (rows > 0) {
    const some = min<usize>(rows, 4);
    const end = out + some * stride;
    for (let row = out; row < end; row += stride, x += stride) shiftRow(row, x, columns, rowMaximum(x, columns));
    exponentials(out, some * columns);
    for (; out < end; out += stride) divideRow(out, columns);
    rows -= some;
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
    const sum = f32x4.splat(<f32>total<ProductsWithProbabilities>(columns, dy, y, 0, 0, 0, 0, 0));
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
    const sum = <f32>total<Exponentials>(columns, x, 0, 0, 0, 0, largest, 0);
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
    const sum = f32x4.splat(<f32>total<Values>(columns, dy, 0, 0, 0, 0, 0, 0));
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
