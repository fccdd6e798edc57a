/**
 * sin and cos, four values at a time, and kernels over arrays. What math.ts says of bits, errors and coefficients holds
 * here, too.
 */
import { each } from './each';
import { demoted, magnitude, promotedHigh, signOf, splat } from './simd';

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
  const negative = v128.and(i32x4.shl(quadrant, 30), i32x4.splat(0x80000000));
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

class Sin {
  @inline
  value(x: v128, parameter: v128): v128 {
    return sinVector(x);
  }
}

/** out[i] = sin x[i]     as `exp` in math.ts; within 1, see `sinVector`. */
export function sin(out: usize, x: usize, n: usize): void {
  each<Sin>(out, x, n, 0);
}

class Cos {
  @inline
  value(x: v128, parameter: v128): v128 {
    return cosVector(x);
  }
}

/** out[i] = cos x[i]     as `sin`; within 1, see `cosVector`. */
export function cos(out: usize, x: usize, n: usize): void {
  each<Cos>(out, x, n, 0);
}
