import { mulAdd } from '../simd';
import { fastBytes, flushTiny, flushWeight, lanesLeft, read, readGradient, write } from './update';

/**
 * m ← β₁·m + (1 − β₁)·g
 * u ← max(β₂·u, |g| + ε)                                 NaN in either stays
 * θ ← θ − step·(m / u)
 *
 * The caller folds the correction into `step` = η / (1 − β₁ᵗ). u is never tiny, since ε is not.
 */
export function adamax(
  theta: usize, gradient: usize, m: usize, u: usize, n: usize, scale: f32, limit: f32,
  step: f32, beta1: f64, beta2: f32, epsilon: f32,
): void {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const steps = f32x4.splat(step);
  const b1 = f32x4.splat(f32(beta1));
  const rest1 = f32x4.splat(f32(1 - beta1));
  const b2 = f32x4.splat(beta2);
  const eps = f32x4.splat(epsilon);
  const end = n * 4;
  const body = fastBytes(end, 16, scale, limit);
  let at: usize = 0;
  for (; at < body; at += 16) {
    adamaxFour(theta + at, gradient + at, m + at, u + at, 4, false, scales, limits, steps, b1, rest1, b2, eps);
  }
  for (; at < end; at += 16) {
    const lanes = lanesLeft(at, end);
    adamaxFour(theta + at, gradient + at, m + at, u + at, lanes, true, scales, limits, steps, b1, rest1, b2, eps);
  }
}

@inline
function adamaxFour(
  theta: usize, gradient: usize, m: usize, u: usize, lanes: usize, clips: bool, scale: v128, limit: v128,
  step: v128, beta1: v128, rest1: v128, beta2: v128, epsilon: v128,
): void {
  const g = readGradient(gradient, lanes, clips, scale, limit);
  const mean = flushTiny(mulAdd(beta1, read(m, lanes), f32x4.mul(rest1, g)));
  write(m, mean, lanes);
  const largest = f32x4.max(f32x4.mul(beta2, read(u, lanes)), f32x4.add(f32x4.abs(g), epsilon));
  write(u, largest, lanes);
  const change = f32x4.mul(step, f32x4.div(mean, largest));
  write(theta, flushWeight(f32x4.sub(read(theta, lanes), change)), lanes);
}
