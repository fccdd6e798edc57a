import { mulAdd } from '../simd';
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
 * s ← ρ·s + square(1 − ρ, g)
 * θ ← θ − rate·(g / (√s + ε))
 *
 * With `mean` (0 for none) s holds the running variance instead of the running square:
 *     d = g − mean      mean ← ρ·mean + (1 − ρ)·g      s ← ρ·s + square(ρ·(1 − ρ), d)
 * With `velocity` (0 for none):
 *     velocity ← μ·velocity + g / (√s + ε)             θ ← θ − rate·velocity
 */
export function rmsProp(
  theta: usize, gradient: usize, s: usize, mean: usize, velocity: usize, n: usize, scale: f32, limit: f32,
  rate: f32, decay: f64, epsilon: f32, momentum: f32,
): void {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const rates = f32x4.splat(rate);
  const rho = f32x4.splat(f32(decay));
  const rest = f32x4.splat(f32(1 - decay));
  const squareWeight = mean ? decay * (1 - decay) : 1 - decay;
  const weight = f32x4.splat(f32(squareWeight));
  const least = leastToSquare(squareWeight);
  const eps = f32x4.splat(epsilon);
  const mu = f32x4.splat(momentum);
  const end = n * 4;
  const body: usize = mean || velocity ? 0 : fastBytes(end, 16, scale, limit);
  let at: usize = 0;
  for (; at < body; at += 16) {
    rmsPropFour(
      theta + at, gradient + at, s + at, 0, 0, 4, false, scales, limits, rates, rho, rest, weight, least, eps, mu,
    );
  }
  for (; at < end; at += 16) {
    rmsPropFour(
      theta + at, gradient + at, s + at, mean ? mean + at : 0, velocity ? velocity + at : 0, lanesLeft(at, end), true,
      scales, limits, rates, rho, rest, weight, least, eps, mu,
    );
  }
}

@inline
function rmsPropFour(
  theta: usize, gradient: usize, s: usize, mean: usize, velocity: usize, lanes: usize, clips: bool,
  scale: v128, limit: v128, rate: v128, rho: v128, rest: v128, weight: v128, least: v128, epsilon: v128, mu: v128,
): void {
  const g = readGradient(gradient, lanes, clips, scale, limit);
  let d = g;
  if (mean) {
    const before = read(mean, lanes);
    d = f32x4.sub(g, before);
    write(mean, flushTiny(mulAdd(rho, before, f32x4.mul(rest, g))), lanes);
  }
  const after = flushTinyPositive(mulAdd(rho, read(s, lanes), square(weight, d, least)));
  write(s, after, lanes);
  const root = f32x4.add(f32x4.sqrt(after), epsilon);
  let change: v128;
  if (velocity) {
    const v = flushTiny(mulAdd(mu, read(velocity, lanes), f32x4.div(g, root)));
    write(velocity, v, lanes);
    change = f32x4.mul(rate, v);
  } else {
    change = f32x4.mul(rate, f32x4.div(g, root));
  }
  write(theta, flushWeight(f32x4.sub(read(theta, lanes), change)), lanes);
}
