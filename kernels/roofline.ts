/**
 * What a machine can do in strict SIMD when nothing but arithmetic is asked of it: benchmarks report their speed as a
 * fraction of this.
 *
 * `iterations` times, 12 vectors x each become x·factor + term, multiplied and added with a rounding each, as in every
 * kernel, and in registers only: 96 floating-point operations an iteration. Returns the sum of all lanes, so that nothing
 * can be left out. With |factor| < 1 each x tends to term / (1 − factor); choose both so that this is a normal number.
 *
 * 12 is as many accumulators as the tile of a product can have beside its operands. 14, with factor = term in the one
 * register left, do more where four vector pipes are to be fed (AMD Zen 4: 16 operations a cycle, these 12: 13.6).
 */
export function roofline(iterations: i32, factor: f32, term: f32): f32 {
  const f = f32x4.splat(factor);
  const t = f32x4.splat(term);
  let x0 = f32x4.splat(0);
  let x1 = f32x4.splat(1);
  let x2 = f32x4.splat(2);
  let x3 = f32x4.splat(3);
  let x4 = f32x4.splat(4);
  let x5 = f32x4.splat(5);
  let x6 = f32x4.splat(6);
  let x7 = f32x4.splat(7);
  let x8 = f32x4.splat(8);
  let x9 = f32x4.splat(9);
  let x10 = f32x4.splat(10);
  let x11 = f32x4.splat(11);
  for (let i = 0; i < iterations; i++) {
    x0 = f32x4.add(f32x4.mul(x0, f), t);
    x1 = f32x4.add(f32x4.mul(x1, f), t);
    x2 = f32x4.add(f32x4.mul(x2, f), t);
    x3 = f32x4.add(f32x4.mul(x3, f), t);
    x4 = f32x4.add(f32x4.mul(x4, f), t);
    x5 = f32x4.add(f32x4.mul(x5, f), t);
    x6 = f32x4.add(f32x4.mul(x6, f), t);
    x7 = f32x4.add(f32x4.mul(x7, f), t);
    x8 = f32x4.add(f32x4.mul(x8, f), t);
    x9 = f32x4.add(f32x4.mul(x9, f), t);
    x10 = f32x4.add(f32x4.mul(x10, f), t);
    x11 = f32x4.add(f32x4.mul(x11, f), t);
  }
  const sum0 = f32x4.add(f32x4.add(x0, x1), f32x4.add(x2, x3));
  const sum1 = f32x4.add(f32x4.add(x4, x5), f32x4.add(x6, x7));
  const sum2 = f32x4.add(f32x4.add(x8, x9), f32x4.add(x10, x11));
  const sum = f32x4.add(f32x4.add(sum0, sum1), sum2);
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
}
