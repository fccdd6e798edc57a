import { lessProduct, mulAdd } from '../simd';
import {
  fastBytes,
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
 * s ← ρ·s + square(1 − ρ, g)
 * δ = (√(c + ε) / √(s + ε))·g
 * c ← ρ·c + square(1 − ρ, δ)
 * θ ← θ − rate·δ
 *
 * s is `gradients`, c is `changes`: running squares of both.
 */
export function adadelta(
  theta: usize, gradient: usize, gradients: usize, changes: usize, n: usize, scale: f32, limit: f32,
  rate: f32, decay: f64, epsilon: f32,
): void {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const rates = f32x4.splat(rate);
  const rho = f32x4.splat(f32(decay));
  const rest = f32x4.splat(f32(1 - decay));
  const least = leastToSquare(1 - decay);
  const eps = f32x4.splat(epsilon);
  const end = n * 4;
  const body = fastBytes(end, 16, scale, limit);
  let at: usize = 0;
  for (; at < body; at += 16) {
    adadeltaFour(
      theta + at, gradient + at, gradients + at, changes + at, 4, false, scales, limits, rates, rho, rest, least, eps,
    );
  }
  for (; at < end; at += 16) {
    adadeltaFour(
      theta + at, gradient + at, gradients + at, changes + at, lanesLeft(at, end), true,
      scales, limits, rates, rho, rest, least, eps,
    );
  }
}

@inline
function adadeltaFour(
  theta: usize, gradient: usize, gradients: usize, changes: usize, lanes: usize, clips: bool,
  scale: v128, limit: v128, rate: v128, rho: v128, rest: v128, least: v128, epsilon: v128,
): void {
  const g = readGradient(gradient, lanes, clips, scale, limit);
  const s = flushTinyPositive(mulAdd(rho, read(gradients, lanes), square(rest, g, least)));
  write(gradients, s, lanes);
  const before = read(changes, lanes);
  const ratio = f32x4.div(f32x4.sqrt(f32x4.add(before, epsilon)), f32x4.sqrt(f32x4.add(s, epsilon)));
  const delta = f32x4.mul(ratio, g);
  write(changes, flushTinyPositive(mulAdd(rho, before, square(rest, delta, least))), lanes);
  write(theta, flushWeight(lessProduct(read(theta, lanes), rate, delta)), lanes);
}
