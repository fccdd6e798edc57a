/**
 * exp, log, tanh, the logistic sigmoid and erf, four values at a time, and kernels over arrays; sin and cos are in
 * sin-cos.ts.
 *
 * All are built from + − × ÷ and integer operations, whose bits IEEE 754 and WebAssembly fix, so they give the same
 * bits on every machine. Errors are stated as the largest distance, in float32 values, from the correctly rounded
 * result; test/kernels/math.test.ts holds them to it over the whole range.
 *
 * Polynomial coefficients are minimax ones computed by scripts/fit-polynomials.mjs. A float rounds to a whole number by
 * adding and subtracting 1.5·2²³, which leaves that number in the low bits of the sum as well. Bounds are taken with
 * pmin and pmax in the argument order that passes NaN on; they are single instructions on x64, min and max are not.
 */
import { each } from './each';
import { lessProduct, magnitude, mulAdd, signOf, splat } from './simd';

// exp ---------------------------------------------------------------------------------------------------------------

// ln 2 in two parts (Cody & Waite, 1980; the split is Cephes'): n·ln2High is exact for |n| < 2¹⁵.
const ln2High: f32 = 0.693359375;
const ln2Low: f32 = -2.12194442e-4;
const log2E: f32 = 1.44269502;

/** e^x is below 2⁻¹²⁶, the smallest normal number, for x less than this. */
export const flushBelow: f32 = -87.3365402;

/** x / ln 2 to the nearest whole number n, as the float 1.5·2²³ + bias + n. */
@inline
function shiftedExponent(x: v128, bias: f32): v128 {
  return mulAdd(x, splat(log2E), splat(<f32>12582912 + bias));
}

/** x − n·ln 2. */
@inline
function reduced(x: v128, n: v128): v128 {
  return lessProduct(lessProduct(x, n, splat(ln2High)), n, splat(ln2Low));
}

/** 1 + r·P(r), so that e^r = 1 + r·(1 + r·P(r)), for |r| ≤ 0.3467. */
@inline
function expm1OverR(r: v128): v128 {
  let p = splat(1.38368329e-3);
  p = mulAdd(p, r, splat(8.36710352e-3));
  p = mulAdd(p, r, splat(4.16677520e-2));
  p = mulAdd(p, r, splat(0.166665390));
  p = mulAdd(p, r, splat(0.499999970));
  return mulAdd(p, r, splat(1));
}

@inline
function expReduced(r: v128): v128 {
  return mulAdd(expm1OverR(r), r, splat(1));
}

/** e^x for |x| ≤ 87.3365 or NaN only: exp without the ends of its range. */
@inline
export function expInner(x: v128): v128 {
  const shifted = shiftedExponent(x, 127);
  const n = f32x4.sub(shifted, splat(12582912 + 127));
  return f32x4.mul(expReduced(reduced(x, n)), i32x4.shl(shifted, 23));
}

/**
 * e^x, within 1 of the correctly rounded value for every x; denormal results too, ±Infinity and NaN as in Math.exp.
 *
 *     e^x = 2ⁿ·e^r      n = round(x / ln 2), r = x − n·ln 2, |r| ≤ ln 2 / 2
 *
 * 2ⁿ is multiplied in as two powers of nearly equal size: 2¹²⁸ is no float32, and denormal results must round once.
 */
@inline
export function expVector(x: v128): v128 {
  // At −104 the result rounds to 0, at 89 it overflows.
  x = f32x4.pmin(f32x4.pmax(x, splat(-104)), splat(89));
  const shifted = shiftedExponent(x, 254);
  const n = f32x4.sub(shifted, splat(12582912 + 254));
  const first = i32x4.shr_u(shifted, 1);
  const second = i32x4.sub(shifted, first);
  const result = f32x4.mul(expReduced(reduced(x, n)), i32x4.shl(first, 23));
  return f32x4.mul(result, i32x4.shl(second, 23));
}

/**
 * e^x for x ≤ 87.3365 (softmax and the losses need x ≤ 0): as expVector, but results below 2⁻¹²⁶ are +0.
 * Denormal numbers slow down whatever reads them by two orders of magnitude; this one is faster as well.
 */
@inline
export function expFlushedVector(x: v128): v128 {
  const result = expInner(f32x4.pmax(x, splat(flushBelow)));
  return v128.andnot(result, f32x4.lt(x, splat(flushBelow)));
}

/**
 * e^x − 1 for x ≤ 0, within 2; keeps −0.
 *
 *     e^x − 1 = 2ⁿ·(e^r − 1) − (1 − 2ⁿ)
 */
@inline
export function expm1Vector(x: v128): v128 {
  // At −17.4 the result rounds to −1.
  x = f32x4.pmax(x, splat(-17.5));
  const shifted = shiftedExponent(x, 127);
  const n = f32x4.sub(shifted, splat(12582912 + 127));
  const power = i32x4.shl(shifted, 23);
  const r = reduced(x, n);
  return f32x4.sub(f32x4.mul(f32x4.mul(expm1OverR(r), r), power), f32x4.sub(splat(1), power));
}

// log ---------------------------------------------------------------------------------------------------------------

/**
 * k·ln 2 + ln(1 + f) for √½ − 1 ≤ f ≤ √2 − 1.
 *
 *     ln(1 + f) = f − (f²/2 − s·(f²/2 + s²·P(s²)))      s = f / (2 + f)
 *
 * The form is that of FreeBSD's e_log.c (Sun Microsystems, 1993): what is added to f is small.
 */
@inline
function logOfSum(f: v128, k: v128): v128 {
  const s = f32x4.div(f, f32x4.add(f, splat(2)));
  const z = f32x4.mul(s, s);
  let p = splat(0.298708290);
  p = f32x4.add(f32x4.mul(p, z), splat(0.399775833));
  p = f32x4.add(f32x4.mul(p, z), splat(0.666667759));
  p = f32x4.mul(p, z);
  const halfSquare = f32x4.mul(f32x4.mul(f, f), splat(0.5));
  const low = f32x4.add(f32x4.mul(s, f32x4.add(halfSquare, p)), f32x4.mul(k, splat(ln2Low)));
  return f32x4.add(f32x4.sub(f, f32x4.sub(halfSquare, low)), f32x4.mul(k, splat(ln2High)));
}

/** ln x + shift·ln 2 of positive normal finite x = 2ᵏ·(1 + f), √½ ≤ 1 + f < √2. */
@inline
function logInner(x: v128, shift: v128): v128 {
  // With the bits of √½ taken away, the exponent field counts from √½.
  const k = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  const f = f32x4.sub(i32x4.sub(x, i32x4.shl(k, 23)), splat(1));
  return logOfSum(f, f32x4.add(f32x4.convert_i32x4_s(k), shift));
}

/** ln x of any x; out of line, as zeros, negative, denormal and infinite numbers and NaN are rare. */
function logAny(x: v128): v128 {
  const denormal = f32x4.lt(x, splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, splat(8388608)), x, denormal);
  let result = logInner(scaled, v128.and(splat(-23), denormal));
  const zero = splat(0);
  result = v128.bitselect(result, splat(NaN), f32x4.gt(x, zero));
  result = v128.bitselect(splat(-Infinity), result, f32x4.eq(x, zero));
  return v128.bitselect(x, result, f32x4.eq(x, splat(Infinity)));
}

/** ln x, within 1 for every x; ln ±0 = −Infinity, of negative numbers and NaN it is NaN. */
@inline
export function logVector(x: v128): v128 {
  // Unsigned: below 2⁻¹²⁶ wraps round, and negative, infinite and NaN lie above.
  const offset = i32x4.sub(x, i32x4.splat(0x00800000));
  if (v128.any_true(i32x4.ge_u(offset, i32x4.splat(0x7f000000)))) return logAny(x);
  return logInner(x, splat(0));
}

/** ln(1 + x) for 0 ≤ x ≤ 1 or NaN, right relative to its size. */
@inline
export function log1pVector(x: v128): v128 {
  // Above √2 − 1: 1 + x = 2·(1 + f). Below 2⁻²⁵ the result is x, whose square might be denormal, which is slow.
  const tiny = f32x4.lt(x, splat(2.98023224e-8));
  const upper = f32x4.gt(x, splat(0.414213568));
  const half = f32x4.sub(f32x4.mul(x, splat(0.5)), splat(0.5));
  const f = v128.andnot(v128.bitselect(half, x, upper), tiny);
  return v128.bitselect(x, logOfSum(f, v128.and(splat(1), upper)), tiny);
}

// tanh and sigmoid --------------------------------------------------------------------------------------------------

/**
 * tanh x, within 1 for every x; keeps −0.
 *
 *     |x| < 0.625:  x·(1 + x²·T(x²))      else  ±(1 − 2 / (e^(2|x|) + 1))
 */
@inline
export function tanhVector(x: v128): v128 {
  const a = magnitude(x);
  // From 9.02 on the result is 1.
  const e = expInner(f32x4.pmin(f32x4.add(a, a), splat(18.1)));
  const large = f32x4.sub(splat(1), f32x4.div(splat(2), f32x4.add(e, splat(1))));
  // The square of a tiny number would be denormal, which is slow; below 2⁻²⁰ it does not count.
  const atLeast = f32x4.pmax(a, splat(9.53674316e-7));
  const z = f32x4.mul(atLeast, atLeast);
  let p = splat(-5.69229666e-3);
  p = mulAdd(p, z, splat(2.06281673e-2));
  p = mulAdd(p, z, splat(-5.37365153e-2));
  p = mulAdd(p, z, splat(0.133314058));
  p = mulAdd(p, z, splat(-0.333332807));
  const small = f32x4.mul(mulAdd(p, z, splat(1)), a);
  return v128.or(v128.bitselect(small, large, f32x4.lt(a, splat(0.625))), signOf(x));
}

/** 1 / (1 + e^−x), within 2 for every x; results below 2⁻¹²⁶ (x < −87.3365) are +0. */
@inline
export function sigmoidVector(x: v128): v128 {
  const negated = f32x4.neg(x);
  const e = expInner(f32x4.pmin(f32x4.pmax(negated, splat(flushBelow)), splat(-flushBelow)));
  const result = f32x4.div(splat(1), f32x4.add(e, splat(1)));
  return v128.andnot(result, f32x4.lt(x, splat(flushBelow)));
}

// erf ---------------------------------------------------------------------------------------------------------------

/**
 * erf x = 2/√π ∫₀ˣ e^(−t²) dt, within 1 for every x; keeps −0.
 *
 *     |x| ≤ 1:  x·(1 + P(x²))      else  ±(1 − e^−(|x| + |x|·Q(|x|))),  1 from 4 on
 */
@inline
export function erfVector(x: v128): v128 {
  const a = f32x4.pmin(magnitude(x), splat(4));
  const z = f32x4.mul(a, a);
  let p = splat(7.80690389e-5);
  p = mulAdd(p, z, splat(-7.99785310e-4));
  p = mulAdd(p, z, splat(5.18716220e-3));
  p = mulAdd(p, z, splat(-2.68533472e-2));
  p = mulAdd(p, z, splat(0.112835787));
  p = mulAdd(p, z, splat(-0.376126260));
  p = mulAdd(p, z, splat(0.128379166));
  const small = mulAdd(p, a, a);
  let q = splat(-2.10189421e-4);
  q = mulAdd(q, a, splat(3.18315858e-3));
  q = mulAdd(q, a, splat(-2.27861702e-2));
  q = mulAdd(q, a, splat(0.105096743));
  q = mulAdd(q, a, splat(0.635846376));
  q = mulAdd(q, a, splat(0.128475577));
  const large = f32x4.sub(splat(1), expInner(f32x4.neg(mulAdd(q, a, a))));
  return v128.or(v128.bitselect(small, large, f32x4.le(a, splat(1))), signOf(x));
}

// over arrays -------------------------------------------------------------------------------------------------------

class Exp {
  @inline
  value(x: v128, parameter: v128): v128 {
    return expVector(x);
  }
}

/** out[i] = e^x[i]       for i in [0, n); n f32 each, `out` may be `x`. Within 1, see `expVector`. */
export function exp(out: usize, x: usize, n: usize): void {
  each<Exp>(out, x, n, 0);
}

class Log {
  @inline
  value(x: v128, parameter: v128): v128 {
    return logVector(x);
  }
}

/** out[i] = ln x[i]      as `exp`; within 1, see `logVector`. */
export function log(out: usize, x: usize, n: usize): void {
  each<Log>(out, x, n, 0);
}

class Erf {
  @inline
  value(x: v128, parameter: v128): v128 {
    return erfVector(x);
  }
}

/** out[i] = erf x[i]     as `exp`; within 1, see `erfVector`. */
export function erf(out: usize, x: usize, n: usize): void {
  each<Erf>(out, x, n, 0);
}
