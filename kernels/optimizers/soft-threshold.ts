import { signOf } from '../simd';
import { flushWeight, lanesLeft, read, write } from './update';

/**
 * θ ← sign(θ)·max(|θ| − τ, 0)                            +0 where that is 0 or below 2⁻⁸⁰; NaN stays
 *
 *     form 0      τ = threshold
 *     form 1      τ = threshold / (√divisor + epsilon)
 *     form 2      τ = threshold / divisor
 *     form 3      τ = threshold·√(factor + epsilon) / √(divisor + epsilon)
 *
 * `factor` and `divisor` are addresses of n f32 each, only read, 0 where the form has none.
 */
export function softThreshold(
  theta: usize, factor: usize, divisor: usize, n: usize, form: i32, threshold: f32, epsilon: f32,
): void {
  // The question is asked here, not at every value.
  if (form == 0) shrink(0, theta, factor, divisor, n, threshold, epsilon);
  else if (form == 1) shrink(1, theta, factor, divisor, n, threshold, epsilon);
  else if (form == 2) shrink(2, theta, factor, divisor, n, threshold, epsilon);
  else shrink(3, theta, factor, divisor, n, threshold, epsilon);
}

@inline
function shrink(
  form: i32, theta: usize, factor: usize, divisor: usize, n: usize, threshold: f32, epsilon: f32,
): void {
  const thresholds = f32x4.splat(threshold);
  const epsilons = f32x4.splat(epsilon);
  const end = n * 4;
  const body = end & ~15;
  let at: usize = 0;
  for (; at < body; at += 16) shrinkFour(form, theta + at, factor + at, divisor + at, 4, thresholds, epsilons);
  if (at == end) return;
  shrinkFour(form, theta + at, factor + at, divisor + at, lanesLeft(at, end), thresholds, epsilons);
}

@inline
function shrinkFour(
  form: i32, theta: usize, factor: usize, divisor: usize, lanes: usize, threshold: v128, epsilon: v128,
): void {
  let tau = threshold;
  if (form == 1) {
    tau = f32x4.div(threshold, f32x4.add(f32x4.sqrt(read(divisor, lanes)), epsilon));
  } else if (form == 2) {
    tau = f32x4.div(threshold, read(divisor, lanes));
  } else if (form == 3) {
    const change = f32x4.mul(threshold, f32x4.sqrt(f32x4.add(read(factor, lanes), epsilon)));
    tau = f32x4.div(change, f32x4.sqrt(f32x4.add(read(divisor, lanes), epsilon)));
  }
  const w = read(theta, lanes);
  const left = f32x4.sub(f32x4.abs(w), tau);
  const signed = v128.or(left, signOf(w));
  write(theta, flushWeight(v128.andnot(signed, f32x4.le(left, f32x4.splat(0)))), lanes);
}
