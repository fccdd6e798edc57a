import { lessProduct } from '../simd';
import { fastBytes, flushWeight, lanesLeft, read, readGradient, write } from './update';

/**
 * θ ← θ − rate·g
 */
export function sgd(theta: usize, gradient: usize, n: usize, scale: f32, limit: f32, rate: f32): void {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const rates = f32x4.splat(rate);
  const end = n * 4;
  const body = fastBytes(end, 32, scale, limit);
  let at: usize = 0;
  for (; at < body; at += 32) {
    sgdFour(theta + at, gradient + at, 4, false, scales, limits, rates);
    sgdFour(theta + at + 16, gradient + at + 16, 4, false, scales, limits, rates);
  }
  for (; at < end; at += 16) {
    sgdFour(theta + at, gradient + at, lanesLeft(at, end), true, scales, limits, rates);
  }
}

@inline
function sgdFour(
  theta: usize, gradient: usize, lanes: usize, clips: bool, scale: v128, limit: v128, rate: v128,
): void {
  const g = readGradient(gradient, lanes, clips, scale, limit);
  write(theta, flushWeight(lessProduct(read(theta, lanes), rate, g)), lanes);
}
