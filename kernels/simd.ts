/** Inlined helpers shared by the kernel families. Not exported from the module. */

@inline
export function splat(value: f32): v128 {
  return f32x4.splat(value);
}

@inline
export function magnitude(x: v128): v128 {
  return f32x4.abs(x);
}

/** The sign bit alone. */
@inline
export function signOf(x: v128): v128 {
  return v128.and(x, i32x4.splat(0x80000000));
}

/**
 * x·y + z. The strict build rounds the product and then the sum; the relaxed one leaves it to the machine, most of which
 * fuse the two and round once. What relies on two roundings does not call this.
 */
@inline
export function mulAdd(x: v128, y: v128, z: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(x, y, z) : f32x4.add(f32x4.mul(x, y), z);
}

/** z + x·y, rounded as `mulAdd`; with the operands of the sum the other way round, which shows in the bits of NaN only. */
@inline
export function plusProduct(z: v128, x: v128, y: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(x, y, z) : f32x4.add(z, f32x4.mul(x, y));
}

/** z − x·y, rounded as `mulAdd`. */
@inline
export function lessProduct(z: v128, x: v128, y: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_nmadd(x, y, z) : f32x4.sub(z, f32x4.mul(x, y));
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

/** The four lanes of `value` added to what `address` holds when `adds` is 1, else written over it. */
@inline
export function put(address: usize, value: v128, adds: i32): void {
  v128.store(address, adds ? f32x4.add(v128.load(address), value) : value);
}

/** `put` for a single float32. */
@inline
export function putOne(address: usize, value: f32, adds: i32): void {
  store<f32>(address, adds ? load<f32>(address) + value : value);
}

/** Four floats from `address` on, or the `left` (1 to 3) that remain of an array in the first lanes, then zeros. */
@inline
export function loadPart(address: usize, left: usize): v128 {
  if (left >= 4) return v128.load(address);
  if (left == 1) return v128.load32_zero(address);
  const pair = v128.load64_zero(address);
  return left == 2 ? pair : v128.load32_lane(address, pair, 2, 8);
}

/** Writes four lanes, or the first `left` (1 to 3). */
@inline
export function storePart(address: usize, value: v128, left: usize): void {
  if (left >= 4) {
    v128.store(address, value);
  } else if (left == 1) {
    v128.store32_lane(address, value, 0);
  } else {
    v128.store64_lane(address, value, 0);
    if (left == 3) v128.store32_lane(address, value, 2, 8);
  }
}

/** `put` for four lanes, or the first `left` (1 to 3). */
@inline
export function putPart(address: usize, value: v128, left: usize, adds: i32): void {
  storePart(address, adds ? f32x4.add(loadPart(address, left), value) : value, left);
}

/**
 * Magnitudes below 2⁻⁸⁰ become +0, NaN stays. Gradients of saturated functions go through it: products with what is
 * smaller would be denormal, which slows down every kernel that reads them by two orders of magnitude.
 */
@inline
export function flushGradient(value: v128): v128 {
  return v128.andnot(value, f32x4.lt(f32x4.abs(value), f32x4.splat(8.27180613e-25)));
}

/** value · slope, both the slope and the product flushed: a slope below 2⁻⁸⁰ would make denormal products. */
@inline
export function flushedProduct(value: v128, slope: v128): v128 {
  return flushGradient(f32x4.mul(value, flushGradient(slope)));
}

/** n floats from `address` on set to +0. */
@inline
export function clear(address: usize, n: usize): void {
  memory.fill(address, 0, n << 2);
}
