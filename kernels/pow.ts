/** Powers with one exponent for all elements, and their gradient, computed in float64. */
import { demoted, loadPart, promotedHigh, putPart, splat, storePart } from './simd';
import { mulBroadcast } from './broadcast';

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
    mulBroadcast(out, x, x, 1, n, n, 1, n, 1, 0);
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
