/**
 * Arithmetic element by element: with broadcasting, of one operand, powers, and copies between strided layouts.
 *
 * `adds` is 1 to add to the output and 0 to overwrite it, everywhere. One operation is one rounding unless stated.
 */
import { demoted, promotedHigh, splat } from './math';
import { loadPart, put, putOne, putPart, storePart } from './simd';

// fill, scale -------------------------------------------------------------------------------------------------------

/** out[i] = value       for i in [0, n). */
export function fill(out: usize, n: usize, value: f32): void {
  const values = splat(value);
  const end = out + (n << 2);
  for (; out + 16 <= end; out += 16) v128.store(out, values);
  if (out < end) storePart(out, values, (end - out) >> 2);
}

/** out[i] (+)= factor·x[i]       for i in [0, n); `out` may be `x`. Factor 1 without adding copies bits. */
export function scale(out: usize, x: usize, n: usize, factor: f32, adds: i32): void {
  if (factor == 1 && !adds) {
    memory.copy(out, x, n << 2);
    return;
  }
  const factors = splat(factor);
  const end = out + (n << 2);
  for (; out + 16 <= end; out += 16, x += 16) put(out, f32x4.mul(v128.load(x), factors), adds);
  const left = (end - out) >> 2;
  if (left) putPart(out, f32x4.mul(loadPart(x, left), factors), left, adds);
}

// two operands, broadcast ---------------------------------------------------------------------------------------------

const enum Op {
  Add,
  Sub,
  Mul,
  Div,
  Maximum,
  Minimum,
  // From here on with a first operand of the result's shape.
  DivisorGradient,
  MaximumGradient,
  MinimumGradient,
  Where,
}

@inline
function combined(op: Op, dy: v128, a: v128, b: v128): v128 {
  if (op == Op.Add) return f32x4.add(a, b);
  if (op == Op.Sub) return f32x4.sub(a, b);
  if (op == Op.Mul) return f32x4.mul(a, b);
  if (op == Op.Div) return f32x4.div(a, b);
  if (op == Op.Maximum) return f32x4.max(a, b);
  if (op == Op.Minimum) return f32x4.min(a, b);
  // Two quotients, for b² would leave the range of float32 long before the result does.
  if (op == Op.DivisorGradient) return f32x4.neg(f32x4.mul(f32x4.div(dy, b), f32x4.div(a, b)));
  if (op == Op.Where) return v128.bitselect(b, a, f32x4.eq(dy, splat(0)));
  const wins = op == Op.MaximumGradient ? f32x4.gt(a, b) : f32x4.lt(a, b);
  const ties = v128.and(f32x4.mul(dy, splat(0.5)), f32x4.eq(a, b));
  return v128.bitselect(dy, ties, wins);
}

/** The rows of `broadcast` for column strides known when compiling: 1 where `aMoves` or `bMoves`, else 0. */
@inline
function broadcastRows(
  op: Op,
  aMoves: bool,
  bMoves: bool,
  out: usize,
  dy: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  bRow: usize,
  adds: i32,
): void {
  for (let row: usize = 0; row < rows; row++) {
    let aAt = a + ((row * aRow) << 2);
    let bAt = b + ((row * bRow) << 2);
    const aOne = aMoves ? splat(0) : v128.load32_splat(aAt);
    const bOne = bMoves ? splat(0) : v128.load32_splat(bAt);
    const end = out + (columns << 2);
    for (; out + 16 <= end; out += 16) {
      const aHere = aMoves ? v128.load(aAt) : aOne;
      const bHere = bMoves ? v128.load(bAt) : bOne;
      put(out, combined(op, op >= Op.DivisorGradient ? v128.load(dy) : aHere, aHere, bHere), adds);
      if (op >= Op.DivisorGradient) dy += 16;
      if (aMoves) aAt += 16;
      if (bMoves) bAt += 16;
    }
    const left = (end - out) >> 2;
    if (left) {
      const aHere = aMoves ? loadPart(aAt, left) : aOne;
      const bHere = bMoves ? loadPart(bAt, left) : bOne;
      putPart(out, combined(op, op >= Op.DivisorGradient ? loadPart(dy, left) : aHere, aHere, bHere), left, adds);
      if (op >= Op.DivisorGradient) dy += left << 2;
      out = end;
    }
  }
}

/**
 * out[r, c] (+)= op(dy[r, c], a[r·aRow + c·aColumn], b[r·bRow + c·bColumn])       for r < rows, c < columns
 *
 * out and dy are dense [rows, columns]; row strides are any number ≥ 0, column strides 0 or 1, in elements. `out` may
 * be dy, and a or b where that is dense too.
 */
@inline
function broadcast(
  op: Op,
  out: usize,
  dy: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  if (aColumn) {
    if (bColumn) broadcastRows(op, true, true, out, dy, a, b, rows, columns, aRow, bRow, adds);
    else broadcastRows(op, true, false, out, dy, a, b, rows, columns, aRow, bRow, adds);
  } else {
    if (bColumn) broadcastRows(op, false, true, out, dy, a, b, rows, columns, aRow, bRow, adds);
    else broadcastRows(op, false, false, out, dy, a, b, rows, columns, aRow, bRow, adds);
  }
}

/** out (+)= a + b, as `broadcast`. */
export function addBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Add, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= a − b, as `broadcast`. */
export function subBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Sub, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= a·b, as `broadcast`. */
export function mulBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Mul, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= a / b, as `broadcast`. */
export function divBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Div, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= the larger of a and b, as `broadcast`; NaN where either is, and +0 is larger than −0. */
export function maximumBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Maximum, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= the smaller of a and b, as `broadcast`; NaN where either is, and −0 is smaller than +0. */
export function minimumBroadcast(
  out: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Minimum, out, 0, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= −(dy / b)·(a / b), the gradient of a / b by b, as `broadcast`. */
export function divBackwardDivisor(
  out: usize,
  dy: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.DivisorGradient, out, dy, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= dy where a > b, dy/2 where a = b, 0 elsewhere (also where one is NaN), as `broadcast`. */
export function maximumBackward(
  out: usize,
  dy: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.MaximumGradient, out, dy, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= dy where a < b, dy/2 where a = b, 0 elsewhere (also where one is NaN), as `broadcast`. */
export function minimumBackward(
  out: usize,
  dy: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.MinimumGradient, out, dy, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

/** out (+)= a where the condition is not 0, else b, as `broadcast`. NaN is not 0. */
export function whereBroadcast(
  out: usize,
  condition: usize,
  a: usize,
  b: usize,
  rows: usize,
  columns: usize,
  aRow: usize,
  aColumn: usize,
  bRow: usize,
  bColumn: usize,
  adds: i32,
): void {
  broadcast(Op.Where, out, condition, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds);
}

// one operand -------------------------------------------------------------------------------------------------------

const enum One {
  Neg,
  Abs,
  Sqrt,
  Square,
  Clip,
}

/** `low` and `high` are Clip's. */
@inline
function applied(op: One, x: v128, low: v128, high: v128): v128 {
  if (op == One.Neg) return f32x4.neg(x);
  if (op == One.Abs) return f32x4.abs(x);
  if (op == One.Sqrt) return f32x4.sqrt(x);
  if (op == One.Square) return f32x4.mul(x, x);
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

/** out = x² */
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

// powers ------------------------------------------------------------------------------------------------------------

const roundDouble: f64 = 6755399441055744; // 1.5·2⁵²: adding and subtracting it rounds to a whole number
const ln2High: f64 = 0.6931471803691238; // 32 bits: its product with an exponent is exact
const ln2Low: f64 = 1.9082149292705877e-10;

/** c0 + c1·x. The two series below are added up in pairs (Estrin), for their length in time counts. */
@inline
function linear(c0: f64, c1: f64, x: v128): v128 {
  return f64x2.add(f64x2.splat(c0), f64x2.mul(f64x2.splat(c1), x));
}

/** ln x of two positive finite float32 (as float64) by 2·artanh(s), s = (m − 1) / (m + 1), x = 2ᵏ·m, √½ ≤ m < √2. */
@inline
function logDouble(x: v128): v128 {
  const k = i64x2.shr_s(i64x2.sub(x, i64x2.splat(0x3fe6a09e667f3bcd)), 52);
  const n = f64x2.sub(i64x2.add(k, f64x2.splat(roundDouble)), f64x2.splat(roundDouble));
  const f = f64x2.sub(i64x2.sub(x, i64x2.shl(k, 52)), f64x2.splat(1));
  const s = f64x2.div(f, f64x2.add(f, f64x2.splat(2)));
  const z = f64x2.mul(s, s);
  const z2 = f64x2.mul(z, z);
  const z4 = f64x2.mul(z2, z2);
  const p01 = linear(2.0 / 3, 2.0 / 5, z);
  const p23 = linear(2.0 / 7, 2.0 / 9, z);
  const p45 = linear(2.0 / 11, 2.0 / 13, z);
  const p67 = linear(2.0 / 15, 2.0 / 17, z);
  const p47 = f64x2.add(p45, f64x2.mul(p67, z2));
  const p48 = f64x2.add(p47, f64x2.mul(f64x2.splat(2.0 / 19), z4));
  const p = f64x2.add(f64x2.add(p01, f64x2.mul(p23, z2)), f64x2.mul(p48, z4));
  const rest = f64x2.add(f64x2.mul(s, f64x2.mul(p, z)), f64x2.mul(n, f64x2.splat(ln2Low)));
  return f64x2.add(f64x2.mul(n, f64x2.splat(ln2High)), f64x2.add(f64x2.add(s, s), rest));
}

/** e^t for |t| ≤ 700, by the Taylor series at what t is away from a multiple of ln 2. */
@inline
function expDouble(t: v128): v128 {
  const shifted = f64x2.add(f64x2.mul(t, f64x2.splat(1.4426950408889634)), f64x2.splat(roundDouble));
  const n = f64x2.sub(shifted, f64x2.splat(roundDouble));
  const high = f64x2.sub(t, f64x2.mul(n, f64x2.splat(ln2High)));
  const r = f64x2.sub(high, f64x2.mul(n, f64x2.splat(ln2Low)));
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const p01 = linear(1, 1, r);
  const p23 = linear(1.0 / 2, 1.0 / 6, r);
  const p45 = linear(1.0 / 24, 1.0 / 120, r);
  const p67 = linear(1.0 / 720, 1.0 / 5040, r);
  const p89 = linear(1.0 / 40320, 1.0 / 362880, r);
  const pAB = linear(1.0 / 3628800, 1.0 / 39916800, r);
  const p8B = f64x2.add(p89, f64x2.mul(pAB, r2));
  const p4B = f64x2.add(f64x2.add(p45, f64x2.mul(p67, r2)), f64x2.mul(p8B, r4));
  const p = f64x2.add(f64x2.add(p01, f64x2.mul(p23, r2)), f64x2.mul(p4B, r4));
  return f64x2.mul(p, i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52));
}

/** e^(p·ln x) for positive finite x and finite p. */
@inline
function ordinaryPowers(x: v128, p: f64): v128 {
  const t = f64x2.mul(logDouble(x), f64x2.splat(p));
  // Rounded to float32, e^100 is Infinity and e^−110 is 0.
  return expDouble(f64x2.pmin(f64x2.pmax(t, f64x2.splat(-110)), f64x2.splat(100)));
}

/** x to the power p, with the special cases of ECMAScript's Math.pow. */
function specialPower(x: f64, p: f64): f64 {
  const size = f64.abs(x);
  if (x != x || p != p) return NaN;
  if (f64.abs(p) == Infinity) return size == 1 ? NaN : size > 1 == p > 0 ? Infinity : 0;
  const whole = f64.floor(p) == p;
  const odd = whole && f64.floor(p / 2) * 2 != p;
  let value: f64;
  if (size == 0 || size == Infinity) value = (size == 0) == p > 0 ? 0 : Infinity;
  else if (x < 0 && !whole) return NaN;
  else value = f64x2.extract_lane(ordinaryPowers(f64x2.splat(size), p), 0);
  return odd ? f64.copysign(value, x) : value;
}

const enum Method {
  /** By multiplication: |p| whole, up to 1024. */
  Whole,
  /** By multiplication of the square root: |p| and a half whole, up to 512. */
  Root,
  General,
}

function methodFor(p: f64): Method {
  const twice = 2 * f64.abs(p);
  if (!(twice <= 2048) || f64.floor(twice) != twice) return Method.General;
  if (f64.floor(p) == p) return Method.Whole;
  return twice <= 1024 ? Method.Root : Method.General;
}

/** Two float64 to the power p. */
@inline
function powers(x: v128, p: f64, method: Method): v128 {
  if (method == Method.General) {
    const infinity = f64x2.splat(Infinity);
    const ordinary = v128.and(f64x2.gt(x, f64x2.splat(0)), f64x2.lt(x, infinity));
    if (v128.all_true<i64>(ordinary) && f64.abs(p) < Infinity) return ordinaryPowers(x, p);
    const first = specialPower(f64x2.extract_lane(x, 0), p);
    return f64x2.replace_lane(f64x2.splat(first), 1, specialPower(f64x2.extract_lane(x, 1), p));
  }
  let factor = x;
  let rest = <i32>f64.abs(p);
  if (method == Method.Root) {
    // √−0 is −0 and √−Infinity is NaN; as powers they are +0 and Infinity.
    const infinite = f64x2.eq(x, f64x2.splat(-Infinity));
    factor = f64x2.sqrt(v128.bitselect(f64x2.abs(x), f64x2.add(x, f64x2.splat(0)), infinite));
    rest = <i32>(2 * f64.abs(p));
  }
  let result = f64x2.splat(1);
  for (; rest; rest >>= 1) {
    if (rest & 1) result = f64x2.mul(result, factor);
    factor = f64x2.mul(factor, factor);
  }
  return p < 0 ? f64x2.div(f64x2.splat(1), result) : result;
}

/** weight·factor·x^p of four float32 in float64, rounded once. */
function weightedPowers(x: v128, p: f64, method: Method, weight: v128, factor: f64): v128 {
  const first = powers(f64x2.promote_low_f32x4(x), p, method);
  const second = powers(promotedHigh(x), p, method);
  const factors = f64x2.splat(factor);
  return demoted(
    f64x2.mul(f64x2.mul(f64x2.promote_low_f32x4(weight), factors), first),
    f64x2.mul(f64x2.mul(promotedHigh(weight), factors), second),
  );
}

/**
 * out[i] = x[i] to the power p       for i in [0, n); `out` may be `x`.
 *
 * Computed in float64 and rounded once: whole powers up to 1024 by multiplication, half ones up to 512 by
 * multiplication of the square root, others as e^(p·ln x). Within 1 of the correctly rounded result, and nearly always
 * it. Zeros, infinities and NaN as in ECMAScript's Math.pow: a power of 0 is 1 even for NaN, a negative x gives NaN
 * where p is not whole, ±1 to ±Infinity is NaN.
 */
export function pow(out: usize, x: usize, n: usize, p: f64): void {
  if (p == 2) {
    square(out, x, n);
    return;
  }
  const method = methodFor(p);
  const end = out + (n << 2);
  for (; out < end; out += 16, x += 16) {
    const left = (end - out) >> 2;
    storePart(out, weightedPowers(loadPart(x, left), p, method, splat(1), 1), left);
  }
}

/**
 * dx[i] (+)= dy[i]·p·x[i]^(p − 1), computed in float64 and rounded once; dx may be dy. Where p is 0, so is the
 * gradient, at x = 0 too.
 */
export function powBackward(dx: usize, dy: usize, x: usize, n: usize, p: f64, adds: i32): void {
  const method = methodFor(p - 1);
  const end = dx + (n << 2);
  for (; dx < end; dx += 16, dy += 16, x += 16) {
    const left = (end - dx) >> 2;
    const here = loadPart(x, left);
    const value = p == 0 ? splat(0) : weightedPowers(here, p - 1, method, loadPart(dy, left), p);
    putPart(dx, value, left, adds);
  }
}

// strided copies ----------------------------------------------------------------------------------------------------

/** n elements, both dense. */
@inline
function copyRow(out: usize, x: usize, n: usize, adds: i32): void {
  if (!adds && n >= 64) {
    memory.copy(out, x, n << 2);
    return;
  }
  const end = out + (n << 2);
  for (; out + 16 <= end; out += 16, x += 16) put(out, v128.load(x), adds);
  const left = (end - out) >> 2;
  if (left) putPart(out, loadPart(x, left), left, adds);
}

/** out[r·outRow + c] (+)= x[r + c·xColumn]       for r, c < 4. */
@inline
function transposeTile(out: usize, x: usize, outRow: usize, xColumn: usize, adds: i32): void {
  const x0 = v128.load(x);
  const x1 = v128.load(x + xColumn);
  const x2 = v128.load(x + 2 * xColumn);
  const x3 = v128.load(x + 3 * xColumn);
  const low01 = v128.shuffle<u32>(x0, x1, 0, 4, 1, 5);
  const low23 = v128.shuffle<u32>(x2, x3, 0, 4, 1, 5);
  const high01 = v128.shuffle<u32>(x0, x1, 2, 6, 3, 7);
  const high23 = v128.shuffle<u32>(x2, x3, 2, 6, 3, 7);
  put(out, v128.shuffle<u64>(low01, low23, 0, 2), adds);
  put(out + outRow, v128.shuffle<u64>(low01, low23, 1, 3), adds);
  put(out + 2 * outRow, v128.shuffle<u64>(high01, high23, 0, 2), adds);
  put(out + 3 * outRow, v128.shuffle<u64>(high01, high23, 1, 3), adds);
}

/**
 * out[r·outRow + c] (+)= x[r + c·xColumn], strides in bytes: in squares of 16 by 16, a cache line each way, of tiles of
 * 4 by 4.
 */
function transpose(
  out: usize,
  x: usize,
  rows: usize,
  columns: usize,
  outRow: usize,
  xColumn: usize,
  adds: i32,
): void {
  for (let top: usize = 0; top < rows; top += 16) {
    const bottom = top + 16 < rows ? top + 16 : rows;
    for (let left: usize = 0; left < columns; left += 16) {
      const right = left + 16 < columns ? left + 16 : columns;
      let r = top;
      for (; r + 4 <= bottom; r += 4) {
        let c = left;
        for (; c + 4 <= right; c += 4) {
          transposeTile(out + r * outRow + (c << 2), x + (r << 2) + c * xColumn, outRow, xColumn, adds);
        }
        for (; c < right; c++) {
          for (let i = r; i < r + 4; i++) {
            putOne(out + i * outRow + (c << 2), load<f32>(x + (i << 2) + c * xColumn), adds);
          }
        }
      }
      for (; r < bottom; r++) {
        for (let c = left; c < right; c++) {
          putOne(out + r * outRow + (c << 2), load<f32>(x + (r << 2) + c * xColumn), adds);
        }
      }
    }
  }
}

/** out[r·outRow + c·outColumn] (+)= x[r·xRow + c·xColumn], strides in bytes. */
function copyPlane(
  out: usize,
  x: usize,
  rows: usize,
  columns: usize,
  outRow: usize,
  outColumn: usize,
  xRow: usize,
  xColumn: usize,
  adds: i32,
): void {
  if (outColumn == 4 && xColumn == 4) {
    for (let r: usize = 0; r < rows; r++) copyRow(out + r * outRow, x + r * xRow, columns, adds);
  } else if (outColumn == 4 && xRow == 4) {
    transpose(out, x, rows, columns, outRow, xColumn, adds);
  } else if (outRow == 4 && xColumn == 4) {
    transpose(out, x, columns, rows, outColumn, xRow, adds);
  } else {
    for (let r: usize = 0; r < rows; r++) {
      let outAt = out + r * outRow;
      let xAt = x + r * xRow;
      for (let c: usize = 0; c < columns; c++, outAt += outColumn, xAt += xColumn) putOne(outAt, load<f32>(xAt), adds);
    }
  }
}

@inline
function extentOf(layout: usize, axis: i32): usize {
  return load<i32>(layout + (axis << 2));
}

/** Strides in bytes. */
@inline
function outStride(layout: usize, rank: i32, axis: i32): usize {
  return load<i32>(layout + ((rank + axis) << 2)) << 2;
}

@inline
function xStride(layout: usize, rank: i32, axis: i32): usize {
  return load<i32>(layout + ((2 * rank + axis) << 2)) << 2;
}

/** The loops over axes from `axis` up to, not with, `end`, but for `rowAxis`; planes are copied inside. */
function copyLoops(
  out: usize,
  x: usize,
  layout: usize,
  rank: i32,
  axis: i32,
  end: i32,
  rowAxis: i32,
  columns: usize,
  outColumn: usize,
  xColumn: usize,
  adds: i32,
): void {
  if (axis == rowAxis) axis++;
  if (axis < end) {
    const outStep = outStride(layout, rank, axis);
    const xStep = xStride(layout, rank, axis);
    for (let i = extentOf(layout, axis); i; i--, out += outStep, x += xStep) {
      copyLoops(out, x, layout, rank, axis + 1, end, rowAxis, columns, outColumn, xColumn, adds);
    }
  } else if (rowAxis < 0) {
    copyPlane(out, x, 1, columns, 0, outColumn, 0, xColumn, adds);
  } else {
    const outRow = outStride(layout, rank, rowAxis);
    const xRow = xStride(layout, rank, rowAxis);
    copyPlane(out, x, extentOf(layout, rowAxis), columns, outRow, outColumn, xRow, xColumn, adds);
  }
}

/**
 * out[Σ iₖ·outStrideₖ] (+)= x[Σ iₖ·xStrideₖ]       for all indices 0 ≤ iₖ < extentₖ, k < rank
 *
 * layout: 3·rank int32, the extents, the strides of out, those of x, in elements, outermost first. Two indices must not
 * meet at one place of out; strides of x may be 0, which repeats, and out and x must not overlap. A rank of 0 is one
 * element.
 *
 * The innermost axes that are dense in both arrays are one run. Where they are in one array only, the plane they form
 * with the axis that is dense in the other is transposed in blocks.
 */
export function copyStrided(out: usize, x: usize, layout: usize, rank: i32, adds: i32): void {
  let columns: usize = 1;
  let outColumn: usize = 4;
  let xColumn: usize = 4;
  let end = rank;
  while (end > 0) {
    const axis = end - 1;
    const extent = extentOf(layout, axis);
    if (extent == 0) return;
    if (extent != 1) {
      const outStep = outStride(layout, rank, axis);
      const xStep = xStride(layout, rank, axis);
      if (columns == 1) {
        outColumn = outStep;
        xColumn = xStep;
      } else if (outStep != columns * outColumn || xStep != columns * xColumn) {
        break;
      }
      columns *= extent;
    }
    end--;
  }
  // The rows of the plane: the axis that makes it a transpose if there is one, else the next.
  let rowAxis = end - 1;
  for (let axis = 0; axis < end; axis++) {
    if (extentOf(layout, axis) == 0) return;
    if (extentOf(layout, axis) == 1) continue;
    if (outColumn == 4 && xColumn != 4 && xStride(layout, rank, axis) == 4) rowAxis = axis;
    if (xColumn == 4 && outColumn != 4 && outStride(layout, rank, axis) == 4) rowAxis = axis;
  }
  copyLoops(out, x, layout, rank, 0, end, rowAxis, columns, outColumn, xColumn, adds);
}
