/**
 * Functions of one value that need no series, element by element, and their gradients; those of exp and log, too. One
 * operation is one rounding unless stated; `adds` is 1 to add to the output and 0 to overwrite it.
 */
import { loadPart, put, putPart, splat, storePart } from './simd';

const enum One {
  Neg,
  Abs,
  Sqrt,
  Square,
  Clip,
}

/** x², and +0 where that would be denormal, |x| < 2⁻⁶³: a penalty looks at weights that die. NaN stays. */
@inline
function squared(x: v128): v128 {
  const worth = v128.andnot(x, f32x4.lt(f32x4.abs(x), splat(1.08420217e-19)));
  return f32x4.mul(worth, worth);
}

/** `low` and `high` are Clip's. */
@inline
function applied(op: One, x: v128, low: v128, high: v128): v128 {
  if (op == One.Neg) return f32x4.neg(x);
  if (op == One.Abs) return f32x4.abs(x);
  if (op == One.Sqrt) return f32x4.sqrt(x);
  if (op == One.Square) return squared(x);
  // pmax(a, b) = a < b ? b : a and pmin(a, b) = b < a ? b : a: NaN stays.
  return f32x4.pmin(f32x4.pmax(x, low), high);
}

@inline
function each(op: One, out: usize, x: usize, n: usize, low: f32, high: f32): void {
  const lows = splat(low);
  const highs = splat(high);
  const end = out + (n << 2);
  for (; out + 16 <= end; out += 16, x += 16) v128.store(out, applied(op, v128.load(x), lows, highs));
  const left = (end - out) >> 2;
  if (left) storePart(out, applied(op, loadPart(x, left), lows, highs), left);
}

/** out[i] = −x[i]       for i in [0, n); n f32 each, `out` may be `x`. The others alike. */
export function neg(out: usize, x: usize, n: usize): void {
  each(One.Neg, out, x, n, 0, 0);
}

/** out = |x| */
export function abs(out: usize, x: usize, n: usize): void {
  each(One.Abs, out, x, n, 0, 0);
}

/** out = √x, NaN for x < 0. */
export function sqrt(out: usize, x: usize, n: usize): void {
  each(One.Sqrt, out, x, n, 0, 0);
}

/** out = x², +0 for |x| < 2⁻⁶³, whose square would be denormal. */
export function square(out: usize, x: usize, n: usize): void {
  each(One.Square, out, x, n, 0, 0);
}

/** out = x, but low where x < low and high where x > high; NaN stays. */
export function clip(out: usize, x: usize, n: usize, low: f32, high: f32): void {
  each(One.Clip, out, x, n, low, high);
}

const enum Gradient {
  Abs,
  Sqrt,
  Square,
  Exp,
  Log,
  Clip,
}

@inline
function gradient(op: Gradient, dy: v128, read: v128, low: v128, high: v128): v128 {
  const zero = splat(0);
  if (op == Gradient.Abs) {
    return v128.or(v128.and(dy, f32x4.gt(read, zero)), v128.and(f32x4.neg(dy), f32x4.lt(read, zero)));
  }
  if (op == Gradient.Sqrt) return f32x4.div(dy, f32x4.add(read, read));
  if (op == Gradient.Square) return f32x4.mul(f32x4.add(read, read), dy);
  if (op == Gradient.Exp) return f32x4.mul(dy, read);
  if (op == Gradient.Log) return f32x4.div(dy, read);
  return v128.and(dy, v128.and(f32x4.ge(read, low), f32x4.le(read, high)));
}

@inline
function eachBackward(
  op: Gradient,
  dx: usize,
  dy: usize,
  read: usize,
  n: usize,
  low: f32,
  high: f32,
  adds: i32,
): void {
  const lows = splat(low);
  const highs = splat(high);
  const end = dx + (n << 2);
  for (; dx + 16 <= end; dx += 16, dy += 16, read += 16) {
    put(dx, gradient(op, v128.load(dy), v128.load(read), lows, highs), adds);
  }
  const left = (end - dx) >> 2;
  if (left) putPart(dx, gradient(op, loadPart(dy, left), loadPart(read, left), lows, highs), left, adds);
}

/** dx[i] (+)= dy[i] where x[i] > 0, −dy[i] where x[i] < 0, else 0; n f32 each, dx may be dy. The others alike. */
export function absBackward(dx: usize, dy: usize, x: usize, n: usize, adds: i32): void {
  eachBackward(Gradient.Abs, dx, dy, x, n, 0, 0, adds);
}

/** dx (+)= dy / (2y), y = √x: infinite at x = 0. */
export function sqrtBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward(Gradient.Sqrt, dx, dy, y, n, 0, 0, adds);
}

/** dx (+)= 2x·dy */
export function squareBackward(dx: usize, dy: usize, x: usize, n: usize, adds: i32): void {
  eachBackward(Gradient.Square, dx, dy, x, n, 0, 0, adds);
}

/** dx (+)= dy·y, y = e^x */
export function expBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward(Gradient.Exp, dx, dy, y, n, 0, 0, adds);
}

/** dx (+)= dy / x */
export function logBackward(dx: usize, dy: usize, x: usize, n: usize, adds: i32): void {
  eachBackward(Gradient.Log, dx, dy, x, n, 0, 0, adds);
}

/** dx (+)= dy where low ≤ x ≤ high, else 0 (also where x is NaN). */
export function clipBackward(dx: usize, dy: usize, x: usize, n: usize, low: f32, high: f32, adds: i32): void {
  eachBackward(Gradient.Clip, dx, dy, x, n, low, high, adds);
}
