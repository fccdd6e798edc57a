import { mulAdd } from '../simd';
import { fastBytes, flushTiny, flushWeight, lanesLeft, read, readGradient, write } from './update';

/**
 * c = β₁·m + (1 − β₁)·g
 * θ ← θ − (decay·θ + rate·sign(c))                       sign(±0) = 0; where c is NaN so is θ
 * m ← β₂·m + (1 − β₂)·g
 *
 * With `decay` 0 that term is left out.
 */
export function lion(
  theta: usize, gradient: usize, m: usize, n: usize, scale: f32, limit: f32,
  rate: f32, beta1: f64, beta2: f64, decay: f32,
): void {
  const scales = f32x4.splat(scale);
  const limits = f32x4.splat(limit);
  const rates = f32x4.splat(rate);
  const b1 = f32x4.splat(f32(beta1));
  const rest1 = f32x4.splat(f32(1 - beta1));
  const b2 = f32x4.splat(f32(beta2));
  const rest2 = f32x4.splat(f32(1 - beta2));
  const decays = f32x4.splat(decay);
  const end = n * 4;
  const body = fastBytes(end, 16, scale, limit);
  let at: usize = 0;
  if (decay == 0) {
    for (; at < body; at += 16) {
      lionFour(
        theta + at, gradient + at, m + at, 4, false, scales, limits, rates, b1, rest1, b2, rest2, false, decays,
      );
    }
  } else {
    for (; at < body; at += 16) {
      lionFour(
        theta + at, gradient + at, m + at, 4, false, scales, limits, rates, b1, rest1, b2, rest2, true, decays,
      );
    }
  }
  for (; at < end; at += 16) {
    lionFour(
      theta + at, gradient + at, m + at, lanesLeft(at, end), true, scales, limits, rates, b1, rest1, b2, rest2,
      decay != 0, decays,
    );
  }
}

@inline
function lionFour(
  theta: usize, gradient: usize, m: usize, lanes: usize, clips: bool, scale: v128, limit: v128,
  rate: v128, beta1: v128, rest1: v128, beta2: v128, rest2: v128, decays: bool, decay: v128,
): void {
  const g = readGradient(gradient, lanes, clips, scale, limit);
  const momentum = read(m, lanes);
  const c = mulAdd(beta1, momentum, f32x4.mul(rest1, g));
  // rate with c's sign, 0 where c is 0, and c itself, which is NaN, where it does not equal itself
  const signed = v128.or(rate, v128.and(c, i32x4.splat(0x80000000)));
  let change = v128.bitselect(
    v128.and(signed, f32x4.ne(c, f32x4.splat(0))), c, f32x4.eq(c, c),
  );
  const before = read(theta, lanes);
  if (decays) change = mulAdd(decay, before, change);
  write(theta, flushWeight(f32x4.sub(before, change)), lanes);
  write(m, flushTiny(mulAdd(beta2, momentum, f32x4.mul(rest2, g))), lanes);
}
