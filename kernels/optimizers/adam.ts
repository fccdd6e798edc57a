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
 * m ← β₁·m + (1 − β₁)·g
 * v ← β₂·v + square(1 − β₂, g)
 * θ ← θ − step·(m / (√v + ε))
 *
 * With `maximum` (0 for none): maximum ← maximum > v ? maximum : v, whose root divides in place of v's.
 * With `decay` other than 0: θ ← θ − (decay·θ + step·(m / (√v + ε))).
 * The caller folds the bias corrections into `step` = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ) and `epsilon` = ε·√(1 − β₂ᵗ).
 */
export function adam(
  theta: usize, gradient: usize, m: usize, v: usize, maximum: usize, n: usize, scale: f32, limit: f32,
  step: f32, beta1: f64, beta2: f64, epsilon: f32, decay: f32,
): void {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const steps = f32x4.splat(step);
  const b1 = f32x4.splat(f32(beta1));
  const rest1 = f32x4.splat(f32(1 - beta1));
  const b2 = f32x4.splat(f32(beta2));
  const rest2 = f32x4.splat(f32(1 - beta2));
  const least = leastToSquare(1 - beta2);
  const eps = f32x4.splat(epsilon);
  const decays = f32x4.splat(decay);
  const end = n * 4;
  const body: usize = maximum ? 0 : fastBytes(end, 16, scale, limit);
  let at: usize = 0;
  if (decay == 0) {
    for (; at < body; at += 16) {
      adamFour(
        theta + at, gradient + at, m + at, v + at, 0, 4, false, scales, limits, steps, b1, rest1, b2, rest2, least, eps,
        false, decays,
      );
    }
  } else {
    for (; at < body; at += 16) {
      adamFour(
        theta + at, gradient + at, m + at, v + at, 0, 4, false, scales, limits, steps, b1, rest1, b2, rest2, least, eps,
        true, decays,
      );
    }
  }
  for (; at < end; at += 16) {
    adamFour(
      theta + at, gradient + at, m + at, v + at, maximum ? maximum + at : 0, lanesLeft(at, end), true,
      scales, limits, steps, b1, rest1, b2, rest2, least, eps, decay != 0, decays,
    );
  }
}

@inline
function adamFour(
  theta: usize, gradient: usize, m: usize, v: usize, maximum: usize, lanes: usize, clips: bool,
  scale: v128, limit: v128, step: v128, beta1: v128, rest1: v128, beta2: v128, rest2: v128, least: v128, epsilon: v128,
  decays: bool, decay: v128,
): void {
  const g = readGradient(gradient, lanes, clips, scale, limit);
  const mean = flushTiny(mulAdd(beta1, read(m, lanes), f32x4.mul(rest1, g)));
  write(m, mean, lanes);
  let variance = flushTinyPositive(mulAdd(beta2, read(v, lanes), square(rest2, g, least)));
  write(v, variance, lanes);
  if (maximum) {
    variance = f32x4.pmax(variance, read(maximum, lanes)); // NaN in v stays, as it does in v itself
    write(maximum, variance, lanes);
  }
  let change = f32x4.mul(step, f32x4.div(mean, f32x4.add(f32x4.sqrt(variance), epsilon)));
  const before = read(theta, lanes);
  if (decays) change = mulAdd(decay, before, change);
  write(theta, flushWeight(f32x4.sub(before, change)), lanes);
}
