/**
 * What a machine can do in SIMD when it is asked for nothing but arithmetic: benchmarks report speeds as fractions of these.
 * Multiplications and additions are rounded as in every kernel, one by one or in the relaxed build fused (`mulAdd`), and all
 * happen in registers. Both return the sum of all lanes, so that nothing can be left out.
 *
 * The vectors start at factor·term and on: V8 would else compute the two operands anew in each iteration.
 * |factor| < 1 keeps x near term / (1 − factor); factor 1 is fine too. Choose them so that all values stay normal
 * numbers.
 */

import { mulAdd } from './simd';

/**
 * `iterations` times, 12 vectors x each become x·factor + term: 96 floating-point operations an iteration, every
 * addition waiting for its product as in a matrix product.
 */
export function roofline(iterations: i32, factor: f32, term: f32): f32 {
  const f = f32x4.splat(factor);
  const t = f32x4.splat(term);
  const start = f32x4.mul(f, t);
  let x0 = f32x4.add(start, f32x4.splat(0));
  let x1 = f32x4.add(start, f32x4.splat(1));
  let x2 = f32x4.add(start, f32x4.splat(2));
  let x3 = f32x4.add(start, f32x4.splat(3));
  let x4 = f32x4.add(start, f32x4.splat(4));
  let x5 = f32x4.add(start, f32x4.splat(5));
  let x6 = f32x4.add(start, f32x4.splat(6));
  let x7 = f32x4.add(start, f32x4.splat(7));
  let x8 = f32x4.add(start, f32x4.splat(8));
  let x9 = f32x4.add(start, f32x4.splat(9));
  let x10 = f32x4.add(start, f32x4.splat(10));
  let x11 = f32x4.add(start, f32x4.splat(11));
  for (let i = 0; i < iterations; i++) {
    x0 = mulAdd(x0, f, t);
    x1 = mulAdd(x1, f, t);
    x2 = mulAdd(x2, f, t);
    x3 = mulAdd(x3, f, t);
    x4 = mulAdd(x4, f, t);
    x5 = mulAdd(x5, f, t);
    x6 = mulAdd(x6, f, t);
    x7 = mulAdd(x7, f, t);
    x8 = mulAdd(x8, f, t);
    x9 = mulAdd(x9, f, t);
    x10 = mulAdd(x10, f, t);
    x11 = mulAdd(x11, f, t);
  }
  return sumOf(x0, x1, x2, x3, x4, x5) + sumOf(x6, x7, x8, x9, x10, x11);
}

/**
 * `iterations` times, 6 vectors x become x·factor and 6 vectors y become y + term: 48 operations an iteration, none
 * waiting for another of the same iteration. AMD Zen 4, with two pipes for products and two for sums, reaches 16
 * operations a cycle here and 13 to 14 in `roofline`, whose chains are twice as long.
 */
export function peak(iterations: i32, factor: f32, term: f32): f32 {
  const f = f32x4.splat(factor);
  const t = f32x4.splat(term);
  const start = f32x4.mul(f, t);
  let x0 = f32x4.add(start, f32x4.splat(1)), y0 = x0;
  let x1 = f32x4.add(start, f32x4.splat(2)), y1 = x1;
  let x2 = f32x4.add(start, f32x4.splat(3)), y2 = x2;
  let x3 = f32x4.add(start, f32x4.splat(4)), y3 = x3;
  let x4 = f32x4.add(start, f32x4.splat(5)), y4 = x4;
  let x5 = f32x4.add(start, f32x4.splat(6)), y5 = x5;
  for (let i = 0; i < iterations; i++) {
    x0 = f32x4.mul(x0, f);
    y0 = f32x4.add(y0, t);
    x1 = f32x4.mul(x1, f);
    y1 = f32x4.add(y1, t);
    x2 = f32x4.mul(x2, f);
    y2 = f32x4.add(y2, t);
    x3 = f32x4.mul(x3, f);
    y3 = f32x4.add(y3, t);
    x4 = f32x4.mul(x4, f);
    y4 = f32x4.add(y4, t);
    x5 = f32x4.mul(x5, f);
    y5 = f32x4.add(y5, t);
  }
  return sumOf(x0, x1, x2, x3, x4, x5) + sumOf(y0, y1, y2, y3, y4, y5);
}

@inline
function sumOf(a: v128, b: v128, c: v128, d: v128, e: v128, f: v128): f32 {
  const sum = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), f32x4.add(e, f));
  const low = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1);
  return low + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}
