import { lessProduct, mulAdd } from '../simd';
import { adam } from './adam';
import {
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
 * θ ← θ − step·m                                         where `rectified` is 0, else as `adam`
 *
 * The caller folds the corrections and the rectification into `step`.
 */
export function rAdam(
  theta: usize, gradient: usize, m: usize, v: usize, n: usize, scale: f32, limit: f32,
  step: f32, beta1: f64, beta2: f64, epsilon: f32, rectified: i32,
): void {
  if (rectified) return adam(theta, gradient, m, v, 0, n, scale, limit, step, beta1, beta2, epsilon, 0);
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const steps = f32x4.splat(step);
  const b1 = f32x4.splat(f32(beta1));
  const rest1 = f32x4.splat(f32(1 - beta1));
  const b2 = f32x4.splat(f32(beta2));
  const rest2 = f32x4.splat(f32(1 - beta2));
  const least = leastToSquare(1 - beta2);
  const end = n * 4;
  for (let at: usize = 0; at < end; at += 16) {
    const lanes = lanesLeft(at, end);
    const g = readGradient(gradient + at, lanes, true, scales, limits);
    const mean = flushTiny(mulAdd(b1, read(m + at, lanes), f32x4.mul(rest1, g)));
    write(m + at, mean, lanes);
    const variance = mulAdd(b2, read(v + at, lanes), square(rest2, g, least));
    write(v + at, flushTinyPositive(variance), lanes);
    write(theta + at, flushWeight(lessProduct(read(theta + at, lanes), steps, mean)), lanes);
  }
}
