/**
 * What the kernels of all update rules share. Each is one pass over the parameters, in a file of its own beside this
 * one. The rules with their mathematics and papers are in src/optimizers/, written as plain loops; here the factors
 * that depend on the step alone arrive folded into a few scalars.
 *
 * In all of them: `theta`, `gradient` and each slot are addresses of n f32, 16-byte aligned, any n ≥ 0, none
 * overlapping. theta and the slots are overwritten; the gradient is only read, as
 *
 *     g = clamp(gradient · scale, −limit, limit)          scale 1 and limit Infinity leave it as it is; NaN stays NaN
 *
 * Every operation rounds to f32, in the order written above each kernel; scalars are rounded to f32 before the loop,
 * those made of others (1 − β) after a float64 computation. What is stored is flushed, because denormals would slow down
 * every later step: in a slot |x| < 2⁻¹²⁶ becomes +0, in theta already |x| < 2⁻⁸⁰, as products with smaller weights are
 * denormal. `square(w, x)` is w·x·x, and 0 where that is below 2⁻¹²⁶: a gradient of 1e-20 would make a denormal at every
 * step, and add nothing that a flushed slot could hold.
 *
 * Each rule is written once, for four values. A fast loop uses it for what is common, with no clipping; a general one
 * for everything else and for the last 1 to 3 values. So a value gets the same bits wherever it stands.
 */
import { loadPart, storePart } from '../simd';

/** |x| < 2⁻¹²⁶ → +0, lane by lane; −0 → +0, NaN stays. Compared as integers, which order floats of one sign. */
@inline
export function flushTiny(x: v128): v128 {
  return v128.and(x, i32x4.gt_s(v128.and(x, i32x4.splat(0x7fffffff)), i32x4.splat(0x007fffff)));
}

/** The same below 2⁻⁸⁰. */
@inline
export function flushWeight(x: v128): v128 {
  return v128.and(x, i32x4.gt_s(v128.and(x, i32x4.splat(0x7fffffff)), i32x4.splat(0x177fffff)));
}

/** `flushTiny`, an operation less, for what is never negative. */
@inline
export function flushTinyPositive(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(x, f32x4.splat(1.1754943508222875e-38)));
}

/** (weight·x)·x, which overflows only where the result does; 0 where |x| ≤ `least`, given as bits. NaN stays. */
@inline
export function square(weight: v128, x: v128, least: v128): v128 {
  const worth = v128.and(x, i32x4.gt_s(v128.and(x, i32x4.splat(0x7fffffff)), least));
  return f32x4.mul(f32x4.mul(weight, worth), worth);
}

/** The bits of √(2⁻¹²⁶ / weight), at or below which weight·x² is left out: Infinity where the weight is 0. */
@inline
export function leastToSquare(weight: f64): v128 {
  return i32x4.splat(reinterpret<i32>(f32(sqrt<f64>(1.1754943508222875e-38 / weight))));
}

/** How many values are left at byte `at` of `end`, 4 at most. */
@inline
export function lanesLeft(at: usize, end: usize): usize {
  return min<usize>((end - at) / 4, 4);
}

/** Four values, or the first `lanes` < 4 of them and zeros. */
@inline
export function read(address: usize, lanes: usize): v128 {
  return lanes == 4 ? v128.load(address) : loadPart(address, lanes);
}

/** Stores four values, or the first `lanes` < 4 of them. */
@inline
export function write(address: usize, x: v128, lanes: usize): void {
  if (lanes == 4) v128.store(address, x);
  else storePart(address, x, lanes);
}

/** clamp(gradient · scale, −limit, limit), or the gradient itself. In this order of arguments pmin and pmax keep NaN. */
@inline
export function readGradient(address: usize, lanes: usize, clips: bool, scale: v128, limit: v128): v128 {
  const g = read(address, lanes);
  return clips ? f32x4.pmax(f32x4.pmin(f32x4.mul(g, scale), limit), f32x4.neg(limit)) : g;
}

/** The bytes of `end` that a fast loop over whole blocks of `block` bytes serves: none where gradients are clipped. */
@inline
export function fastBytes(end: usize, block: usize, scale: f32, limit: f32): usize {
  return scale == 1 && limit == Infinity ? end & ~(block - 1) : 0;
}
