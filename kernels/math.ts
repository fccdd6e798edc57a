/**
 * exp, log, sin, cos, tanh, the logistic sigmoid and erf, four values at a time, and kernels over arrays.
 *
 * All are built from + − × ÷ and integer operations, whose bits IEEE 754 and WebAssembly fix, so they give the same
 * bits on every machine. Errors are stated as the largest distance, in float32 values, from the correctly rounded
 * result; test/kernels/math.test.ts holds them to it over the whole range.
 *
 * Polynomial coefficients are minimax ones computed by scripts/fit-polynomials.mjs. A float rounds to a whole number by
 * adding and subtracting 1.5·2²³, which leaves that number in the low bits of the sum as well. Bounds are taken with
 * pmin and pmax in the argument order that passes NaN on; they are single instructions on x64, min and max are not.
 */
import { loadPart, storePart } from './simd';

const signBit: u32 = 0x80000000;

@inline
export function splat(value: f32): v128 {
  return f32x4.splat(value);
}

@inline
export function magnitude(x: v128): v128 {
  return f32x4.abs(x);
}

@inline
function signOf(x: v128): v128 {
  return v128.and(x, i32x4.splat(signBit));
}

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
  return f32x4.add(f32x4.mul(x, splat(log2E)), splat(<f32>12582912 + bias));
}

/** x − n·ln 2. */
@inline
function reduced(x: v128, n: v128): v128 {
  return f32x4.sub(f32x4.sub(x, f32x4.mul(n, splat(ln2High))), f32x4.mul(n, splat(ln2Low)));
}

/** 1 + r·P(r), so that e^r = 1 + r·(1 + r·P(r)), for |r| ≤ 0.3467. */
@inline
function expm1OverR(r: v128): v128 {
  let p = splat(1.38368329e-3);
  p = f32x4.add(f32x4.mul(p, r), splat(8.36710352e-3));
  p = f32x4.add(f32x4.mul(p, r), splat(4.16677520e-2));
  p = f32x4.add(f32x4.mul(p, r), splat(0.166665390));
  p = f32x4.add(f32x4.mul(p, r), splat(0.499999970));
  return f32x4.add(f32x4.mul(p, r), splat(1));
}

@inline
function expReduced(r: v128): v128 {
  return f32x4.add(f32x4.mul(expm1OverR(r), r), splat(1));
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

// sin and cos -------------------------------------------------------------------------------------------------------

// π/2 in two float64 parts, the first of 33 bits, so that n times it is exact up to n = 2²⁰ (Cody & Waite).
const halfPiHigh: f64 = 1.5707963267341256;
const halfPiLow: f64 = 6.077100506506192e-11;
const twoOverPi: f64 = 0.6366197723675814;
/** 1.5·2⁵²: what 1.5·2²³ is to float32. */
const roundDouble: f64 = 6755399441055744;
/** Up to here two parts of π/2 do. */
const codyWaiteLimit: f32 = 1048576;

/** A zero byte and the first 216 bits of 2/π after the point. */
const twoOverPiBytes = memory.data<u8>([
  0x00, 0xa2, 0xf9, 0x83, 0x6e, 0x4e, 0x44, 0x15, 0x29, 0xfc, 0x27, 0x57, 0xd1, 0xf5, 0x34, 0xdd,
  0xc0, 0xdb, 0x62, 0x95, 0x99, 0x3c, 0x43, 0x90, 0x41, 0xfe, 0x51, 0x63,
]);

/** x / (π/2) of two float64 to the nearest whole number, plus 1.5·2⁵², which leaves it in the low bits. */
@inline
function shiftedQuadrant(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, f64x2.splat(twoOverPi)), f64x2.splat(roundDouble));
}

/** x − n·π/2 for the n of `shiftedQuadrant`. */
@inline
function withinQuadrant(x: v128, shifted: v128): v128 {
  const n = f64x2.sub(shifted, f64x2.splat(roundDouble));
  const r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(halfPiHigh)));
  return f64x2.sub(r, f64x2.mul(n, f64x2.splat(halfPiLow)));
}

/** Four float64 lanes rounded to float32. */
@inline
export function demoted(a: v128, b: v128): v128 {
  return v128.shuffle<u64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2);
}

/** The last two of four float32 lanes as float64. */
@inline
export function promotedHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<u64>(x, x, 1, 0));
}

/**
 * sin(r) in even quadrants, cos(r) in odd ones, negative in the last two of four: sin(r + quadrant·π/2), for
 * |r| ≤ π/4. `low` is what r lost when it was rounded to float32: it matters where sin r has a finer grid than r.
 *
 *     sin r = r + (r³·S(r²) + low)      cos r = 1 − r²/2 + r⁴·C(r²)
 *
 * 1 − r²/2 is followed by what its rounding lost, as in FreeBSD's k_cos.c (Sun Microsystems, 1993).
 */
@inline
function sinOfQuadrant(r: v128, low: v128, quadrant: v128): v128 {
  const z = f32x4.mul(r, r);
  let s = splat(-1.95182831e-4);
  s = f32x4.add(f32x4.mul(s, z), splat(8.33218917e-3));
  s = f32x4.add(f32x4.mul(s, z), splat(-0.166666552));
  const sine = f32x4.add(r, f32x4.add(f32x4.mul(r, f32x4.mul(s, z)), low));
  let c = splat(2.44323273e-5);
  c = f32x4.add(f32x4.mul(c, z), splat(-1.38873095e-3));
  c = f32x4.add(f32x4.mul(c, z), splat(4.16666456e-2));
  const half = f32x4.mul(z, splat(0.5));
  const main = f32x4.sub(splat(1), half);
  const lost = f32x4.sub(f32x4.sub(splat(1), main), half);
  const cosine = f32x4.add(main, f32x4.add(lost, f32x4.mul(f32x4.mul(c, z), z)));
  // Bit 0 moved to the sign chooses, bit 1 moved to the sign negates.
  const odd = i32x4.shr_s(i32x4.shl(quadrant, 31), 31);
  const negative = v128.and(i32x4.shl(quadrant, 30), i32x4.splat(signBit));
  return v128.xor(v128.bitselect(cosine, sine, odd), negative);
}

/**
 * a·2/π modulo 4 for a ≥ 2²⁰, as a whole number of units of 2⁻⁶², by exact integers (Payne & Hanek, 1983).
 *
 * With a = m·2ᵉ (m of 24 bits), bits of 2/π worth more than 2^(1−e) make multiples of 4 and are left out: 96 bits
 * from the byte in which the first that counts lies are multiplied by m, shifted by where in that byte it lies.
 */
function hugeQuadrants(a: f32): u64 {
  const bits = reinterpret<u32>(a);
  const first = (bits >> 23) - 150 + 6;
  const m = ((bits & 0x7fffff) | 0x800000) << (first & 7);
  const window = twoOverPiBytes + (first >> 3);
  const high = <u64>(m * bswap(load<u32>(window))) << 32;
  const middle = <u64>m * bswap(load<u32>(window, 4));
  const low = <u64>m * bswap(load<u32>(window, 8));
  return high + middle + (low >> 32);
}

/** Lanes 1, 2, 3, 0: a loop over the lanes takes lane 0 each time and puts its result in lane 3. */
@inline
function nextLane(x: v128): v128 {
  return v128.shuffle<u32>(x, x, 1, 2, 3, 0);
}

/** `sinOfQuadrant` of vectors with a magnitude over 2²⁰ among them; a = |x|, and `phase` is added to the quadrants. */
function sinOfHuge(a: v128, phase: i32): v128 {
  let r = splat(0);
  let low = splat(0);
  let quadrants = i32x4.splat(0);
  for (let lane = 0; lane < 4; lane++) {
    const one = f32x4.extract_lane(a, 0);
    let remainder: f64;
    let quadrant: i32;
    if (one <= codyWaiteLimit) {
      const double = f64x2.splat(<f64>one);
      const shifted = shiftedQuadrant(double);
      remainder = f64x2.extract_lane(withinQuadrant(double, shifted), 0);
      quadrant = i32x4.extract_lane(shifted, 0);
    } else if (one < <f32>Infinity) {
      const position = hugeQuadrants(one);
      const nearest = (position + (1 << 61)) >> 62;
      // The sum wraps round at 4 quadrants, the difference is signed: −½ to ½ quadrant.
      remainder = <f64>(<i64>(position - (nearest << 62))) * 3.4061215800304516e-19; // π/2·2⁻⁶²
      quadrant = <i32>nearest;
    } else {
      remainder = NaN;
      quadrant = 0;
    }
    const rounded = <f32>remainder;
    a = nextLane(a);
    r = f32x4.replace_lane(nextLane(r), 3, rounded);
    low = f32x4.replace_lane(nextLane(low), 3, <f32>(remainder - <f64>rounded));
    quadrants = i32x4.replace_lane(nextLane(quadrants), 3, quadrant);
  }
  return sinOfQuadrant(r, low, i32x4.add(quadrants, i32x4.splat(phase)));
}

/** sin(a + phase·π/2) for a ≥ 0 or NaN. */
@inline
function sinWithPhase(a: v128, phase: i32): v128 {
  if (!v128.all_true<i32>(f32x4.le(a, splat(codyWaiteLimit)))) return sinOfHuge(a, phase);
  const first = f64x2.promote_low_f32x4(a);
  const second = promotedHigh(a);
  const firstShifted = shiftedQuadrant(first);
  const secondShifted = shiftedQuadrant(second);
  const firstR = withinQuadrant(first, firstShifted);
  const secondR = withinQuadrant(second, secondShifted);
  const r = demoted(firstR, secondR);
  const low = demoted(f64x2.sub(firstR, f64x2.promote_low_f32x4(r)), f64x2.sub(secondR, promotedHigh(r)));
  const quadrant = v128.shuffle<u32>(firstShifted, secondShifted, 0, 2, 4, 6);
  return sinOfQuadrant(r, low, phase ? i32x4.add(quadrant, i32x4.splat(phase)) : quadrant);
}

/**
 * sin x, within 1 for every finite x, NaN for the others; keeps −0.
 *
 * x is brought to within π/4 of a multiple of π/2 in float64, by two parts of π/2 up to 2²⁰, and by exact integers
 * beyond.
 */
@inline
export function sinVector(x: v128): v128 {
  return v128.xor(sinWithPhase(magnitude(x), 0), signOf(x));
}

/** cos x, within 1 for every finite x, NaN for the others; the method is that of `sinVector`. */
@inline
export function cosVector(x: v128): v128 {
  return sinWithPhase(magnitude(x), 1);
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
  p = f32x4.add(f32x4.mul(p, z), splat(2.06281673e-2));
  p = f32x4.add(f32x4.mul(p, z), splat(-5.37365153e-2));
  p = f32x4.add(f32x4.mul(p, z), splat(0.133314058));
  p = f32x4.add(f32x4.mul(p, z), splat(-0.333332807));
  const small = f32x4.mul(f32x4.add(f32x4.mul(p, z), splat(1)), a);
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
  p = f32x4.add(f32x4.mul(p, z), splat(-7.99785310e-4));
  p = f32x4.add(f32x4.mul(p, z), splat(5.18716220e-3));
  p = f32x4.add(f32x4.mul(p, z), splat(-2.68533472e-2));
  p = f32x4.add(f32x4.mul(p, z), splat(0.112835787));
  p = f32x4.add(f32x4.mul(p, z), splat(-0.376126260));
  p = f32x4.add(f32x4.mul(p, z), splat(0.128379166));
  const small = f32x4.add(f32x4.mul(p, a), a);
  let q = splat(-2.10189421e-4);
  q = f32x4.add(f32x4.mul(q, a), splat(3.18315858e-3));
  q = f32x4.add(f32x4.mul(q, a), splat(-2.27861702e-2));
  q = f32x4.add(f32x4.mul(q, a), splat(0.105096743));
  q = f32x4.add(f32x4.mul(q, a), splat(0.635846376));
  q = f32x4.add(f32x4.mul(q, a), splat(0.128475577));
  const large = f32x4.sub(splat(1), expInner(f32x4.neg(f32x4.add(f32x4.mul(q, a), a))));
  return v128.or(v128.bitselect(small, large, f32x4.le(a, splat(1))), signOf(x));
}

// over arrays -------------------------------------------------------------------------------------------------------

const enum Op {
  Exp,
  Log,
  Sin,
  Cos,
  Erf,
}

@inline
function applied(op: Op, x: v128): v128 {
  if (op == Op.Exp) return expVector(x);
  if (op == Op.Log) return logVector(x);
  if (op == Op.Sin) return sinVector(x);
  if (op == Op.Cos) return cosVector(x);
  return erfVector(x);
}

/** out[i] = op(x[i]), two vectors a turn: their chains of operations overlap. */
@inline
function each(op: Op, out: usize, x: usize, n: usize): void {
  const end = out + (n << 2);
  const pairs = out + ((n >> 3) << 5);
  for (; out < pairs; out += 32, x += 32) {
    const first = applied(op, v128.load(x));
    const second = applied(op, v128.load(x, 16));
    v128.store(out, first);
    v128.store(out, second, 16);
  }
  for (; out < end; out += 16, x += 16) {
    const left = (end - out) >> 2;
    storePart(out, applied(op, loadPart(x, left)), left);
  }
}

/** out[i] = e^x[i]       for i in [0, n); n f32 each, `out` may be `x`. Within 1, see `expVector`. */
export function exp(out: usize, x: usize, n: usize): void {
  each(Op.Exp, out, x, n);
}

/** out[i] = ln x[i]      as `exp`; within 1, see `logVector`. */
export function log(out: usize, x: usize, n: usize): void {
  each(Op.Log, out, x, n);
}

/** out[i] = sin x[i]     as `exp`; within 1, see `sinVector`. */
export function sin(out: usize, x: usize, n: usize): void {
  each(Op.Sin, out, x, n);
}

/** out[i] = cos x[i]     as `exp`; within 1, see `cosVector`. */
export function cos(out: usize, x: usize, n: usize): void {
  each(Op.Cos, out, x, n);
}

/** out[i] = erf x[i]     as `exp`; within 1, see `erfVector`. */
export function erf(out: usize, x: usize, n: usize): void {
  each(Op.Erf, out, x, n);
}
