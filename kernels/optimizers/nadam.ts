import { mulAdd, plusProduct } from '../simd';
import {
  fastBytes,
  flushTiny,
  flushTinyPositive,
  flushWeight,
  lanesLeft,
  leastToSquare,
  read,
  readGradient,
  square,
  write,
} from './update';

/**
 * m ← β₁·m + (1 − β₁)·g
 * v ← β₂·v + square(1 − β₂, g)
 * θ ← θ − step·((g + meanFactor·m) / (√v + ε))
 *
 * The caller folds √(1 − β₂ᵗ) into `step` and `epsilon`, and the momentum schedule into `step` and `meanFactor`.
 */
export function nadam(
  theta: usize, gradient: usize, m: usize, v: usize, n: usize, scale: f32, limit: f32,
  step: f32, meanFactor: f32, beta1: f64, beta2: f64, epsilon: f32,
): void {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const steps = f32x4.splat(step);
  const factor = f32x4.splat(meanFactor);
  const b1 = f32x4.splat(f32(beta1));
  const rest1 = f32x4.splat(f32(1 - beta1));
  const b2 = f32x4.splat(f32(beta2));
  const rest2 = f32x4.splat(f32(1 - beta2));
  const least = leastToSquare(1 - beta2);
  const eps = f32x4.splat(epsilon);
  const end = n * 4;
  const body = fastBytes(end, 16, scale, limit);
  let at: usize = 0;
  for (; at < body; at += 16) {
    nadamFour(
      theta + at, gradient + at, m + at, v + at, 4, false, scales, limits, steps, factor,
      b1, rest1, b2, rest2, least, eps,
    );
  }
  for (; at < end; at += 16) {
    nadamFour(
      theta + at, gradient + at, m + at, v + at, lanesLeft(at, end), true, scales, limits, steps, factor,
      b1, rest1, b2, rest2, least, eps,
    );
  }
}

@inline
function nadamFour(
  theta: usize, gradient: usize, m: usize, v: usize, lanes: usize, clips: bool, scale: v128, limit: v128,
  step: v128, meanFactor: v128, beta1: v128, rest1: v128, beta2: v128, rest2: v128, least: v128, epsilon: v128,
): void {
  const g = readGradient(gradient, lanes, clips, scale, limit);
  const mean = flushTiny(mulAdd(beta1, read(m, lanes), f32x4.mul(rest1, g)));
  write(m, mean, lanes);
  const variance = flushTinyPositive(mulAdd(beta2, read(v, lanes), square(rest2, g, least)));
  write(v, variance, lanes);
  const ahead = plusProduct(g, meanFactor, mean);
  const change = f32x4.mul(step, f32x4.div(ahead, f32x4.add(f32x4.sqrt(variance), epsilon)));
  write(theta, flushWeight(f32x4.sub(read(theta, lanes), change)), lanes);
}
