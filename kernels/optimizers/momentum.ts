import { mulAdd, plusProduct } from '../simd';
import { fastBytes, flushTiny, flushWeight, lanesLeft, read, readGradient, write } from './update';

/**
 * v ← μ·v + a·g        θ ← θ + b·v                       with Nesterov θ ← θ + b·(μ·v + a·g), v the new one
 *
 * μ is `momentum`, a `gradientFactor`, b `velocityFactor`: 1 and −η for `Sgd`, −η and 1 for `Momentum`.
 */
export function momentum(
  theta: usize, gradient: usize, velocity: usize, n: usize, scale: f32, limit: f32,
  momentum: f32, gradientFactor: f32, velocityFactor: f32, nesterov: i32,
): void {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const mu = f32x4.splat(momentum);
  const a = f32x4.splat(gradientFactor);
  const b = f32x4.splat(velocityFactor);
  const end = n * 4;
  const body = fastBytes(end, 32, scale, limit);
  let at: usize = 0;
  if (nesterov) {
    for (; at < body; at += 32) {
      momentumFour(theta + at, gradient + at, velocity + at, 4, false, scales, limits, mu, a, b, true);
      momentumFour(theta + at + 16, gradient + at + 16, velocity + at + 16, 4, false, scales, limits, mu, a, b, true);
    }
  } else {
    for (; at < body; at += 32) {
      momentumFour(theta + at, gradient + at, velocity + at, 4, false, scales, limits, mu, a, b, false);
      momentumFour(theta + at + 16, gradient + at + 16, velocity + at + 16, 4, false, scales, limits, mu, a, b, false);
    }
  }
  for (; at < end; at += 16) {
    const lanes = lanesLeft(at, end);
    momentumFour(theta + at, gradient + at, velocity + at, lanes, true, scales, limits, mu, a, b, nesterov != 0);
  }
}

@inline
function momentumFour(
  theta: usize, gradient: usize, velocity: usize, lanes: usize, clips: bool, scale: v128, limit: v128,
  mu: v128, a: v128, b: v128, nesterov: bool,
): void {
  const ag = f32x4.mul(a, readGradient(gradient, lanes, clips, scale, limit));
  const v = flushTiny(mulAdd(mu, read(velocity, lanes), ag));
  write(velocity, v, lanes);
  const direction = nesterov ? mulAdd(mu, v, ag) : v;
  write(theta, flushWeight(plusProduct(read(theta, lanes), b, direction)), lanes);
}
