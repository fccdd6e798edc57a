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
 * s ← s + square(1, g)
 * θ ← θ − rate·(g / (√s + ε))
 */
export function adagrad(
  theta: usize, gradient: usize, sum: usize, n: usize, scale: f32, limit: f32, rate: f32, epsilon: f32,
): void {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const rates = f32x4.splat(rate);
  const eps = f32x4.splat(epsilon);
  const one = f32x4.splat(1);
  const least = leastToSquare(1);
  const end = n * 4;
  const body = fastBytes(end, 16, scale, limit);
  let at: usize = 0;
  for (; at < body; at += 16) {
    adagradFour(theta + at, gradient + at, sum + at, 4, false, scales, limits, rates, eps, one, least);
  }
  for (; at < end; at += 16) {
    adagradFour(theta + at, gradient + at, sum + at, lanesLeft(at, end), true, scales, limits, rates, eps, one, least);
  }
}

@inline
function adagradFour(
  theta: usize, gradient: usize, sum: usize, lanes: usize, clips: bool, scale: v128, limit: v128,
  rate: v128, epsilon: v128, one: v128, least: v128,
): void {
  const g = readGradient(gradient, lanes, clips, scale, limit);
  const after = flushTinyPositive(f32x4.add(read(sum, lanes), square(one, g, least)));
  write(sum, after, lanes);
  const change = f32x4.mul(rate, f32x4.div(g, f32x4.add(f32x4.sqrt(after), epsilon)));
  write(theta, flushWeight(f32x4.sub(read(theta, lanes), change)), lanes);
}
