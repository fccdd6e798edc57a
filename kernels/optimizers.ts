/**
 * The update rules of the optimizers, one pass over the parameters each. The rules with their mathematics and papers
 * are in src/optimizers/, written as plain loops; here the factors that depend on the step alone arrive folded into a
 * few scalars.
 *
 * In all of them: `theta`, `gradient` and each slot are addresses of n f32, 16-byte aligned, any n ≥ 0, none
 * overlapping. theta and the slots are overwritten; the gradient is only read, as
 *
 *     g = clamp(gradient · scale, −limit, limit)          scale 1 and limit Infinity leave it as it is; NaN stays NaN
 *
 * Every operation rounds to f32, in the order written above each kernel; scalars are rounded to f32 before the loop,
 * those made of others (1 − β) after a float64 computation. What is stored in theta or a slot is flushed: |x| < 2⁻¹²⁶
 * becomes +0, because denormals would slow down every later step. `square(w, x)` is w·x·x, and 0 where that is below
 * 2⁻¹²⁶: a gradient of 1e-20 would make a denormal at every step, and add nothing that a flushed slot could hold.
 *
 * Each rule is written once, for four values. A fast loop uses it for what is common, with no clipping; a general one
 * for everything else and for the last 1 to 3 values. So a value gets the same bits wherever it stands.
 */
import { loadPart, storePart } from './simd';

/** |x| < 2⁻¹²⁶ → +0, lane by lane; −0 → +0, NaN stays. Compared as integers, which order floats of one sign. */
@inline
function flushTiny(x: v128): v128 {
  return v128.and(x, i32x4.gt_s(v128.and(x, i32x4.splat(0x7fffffff)), i32x4.splat(0x007fffff)));
}

/** The same, an operation less, for what is never negative. */
@inline
function flushTinyPositive(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(x, f32x4.splat(1.1754943508222875e-38)));
}

/** (weight·x)·x, which overflows only where the result does; 0 where |x| ≤ `least`, given as bits. NaN stays. */
@inline
function square(weight: v128, x: v128, least: v128): v128 {
  const worth = v128.and(x, i32x4.gt_s(v128.and(x, i32x4.splat(0x7fffffff)), least));
  return f32x4.mul(f32x4.mul(weight, worth), worth);
}

/** The bits of √(2⁻¹²⁶ / weight), at or below which weight·x² is left out: Infinity where the weight is 0. */
@inline
function leastToSquare(weight: f64): v128 {
  return i32x4.splat(reinterpret<i32>(f32(sqrt<f64>(1.1754943508222875e-38 / weight))));
}

/** How many values are left at byte `at` of `end`, 4 at most. */
@inline
function lanesLeft(at: usize, end: usize): usize {
  return min<usize>((end - at) / 4, 4);
}

/** Four values, or the first `lanes` < 4 of them and zeros. */
@inline
function read(address: usize, lanes: usize): v128 {
  return lanes == 4 ? v128.load(address) : loadPart(address, lanes);
}

/** Stores four values, or the first `lanes` < 4 of them. */
@inline
function write(address: usize, x: v128, lanes: usize): void {
  if (lanes == 4) v128.store(address, x);
  else storePart(address, x, lanes);
}

/** clamp(gradient · scale, −limit, limit), or the gradient itself. In this order of arguments pmin and pmax keep NaN. */
@inline
function readGradient(address: usize, lanes: usize, clips: bool, scale: v128, limit: v128): v128 {
  const g = read(address, lanes);
  return clips ? f32x4.pmax(f32x4.pmin(f32x4.mul(g, scale), limit), f32x4.neg(limit)) : g;
}

/** The bytes of `end` that a fast loop over whole blocks of `block` bytes serves: none where gradients are clipped. */
@inline
function fastBytes(end: usize, block: usize, scale: f32, limit: f32): usize {
  return scale == 1 && limit == Infinity ? end & ~(block - 1) : 0;
}

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
  write(theta, flushTiny(f32x4.sub(read(theta, lanes), f32x4.mul(rate, g))), lanes);
}

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
  const v = flushTiny(f32x4.add(f32x4.mul(mu, read(velocity, lanes)), ag));
  write(velocity, v, lanes);
  const direction = nesterov ? f32x4.add(f32x4.mul(mu, v), ag) : v;
  write(theta, flushTiny(f32x4.add(read(theta, lanes), f32x4.mul(b, direction))), lanes);
}

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
    write(mean, flushTiny(f32x4.add(f32x4.mul(rho, before), f32x4.mul(rest, g))), lanes);
  }
  const after = flushTinyPositive(f32x4.add(f32x4.mul(rho, read(s, lanes)), square(weight, d, least)));
  write(s, after, lanes);
  const root = f32x4.add(f32x4.sqrt(after), epsilon);
  let change: v128;
  if (velocity) {
    const v = flushTiny(f32x4.add(f32x4.mul(mu, read(velocity, lanes)), f32x4.div(g, root)));
    write(velocity, v, lanes);
    change = f32x4.mul(rate, v);
  } else {
    change = f32x4.mul(rate, f32x4.div(g, root));
  }
  write(theta, flushTiny(f32x4.sub(read(theta, lanes), change)), lanes);
}

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
  const mean = flushTiny(f32x4.add(f32x4.mul(beta1, read(m, lanes)), f32x4.mul(rest1, g)));
  write(m, mean, lanes);
  let variance = flushTinyPositive(f32x4.add(f32x4.mul(beta2, read(v, lanes)), square(rest2, g, least)));
  write(v, variance, lanes);
  if (maximum) {
    variance = f32x4.pmax(variance, read(maximum, lanes)); // NaN in v stays, as it does in v itself
    write(maximum, variance, lanes);
  }
  let change = f32x4.mul(step, f32x4.div(mean, f32x4.add(f32x4.sqrt(variance), epsilon)));
  const before = read(theta, lanes);
  if (decays) change = f32x4.add(f32x4.mul(decay, before), change);
  write(theta, flushTiny(f32x4.sub(before, change)), lanes);
}

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
    const mean = flushTiny(f32x4.add(f32x4.mul(b1, read(m + at, lanes)), f32x4.mul(rest1, g)));
    write(m + at, mean, lanes);
    const variance = f32x4.add(f32x4.mul(b2, read(v + at, lanes)), square(rest2, g, least));
    write(v + at, flushTinyPositive(variance), lanes);
    write(theta + at, flushTiny(f32x4.sub(read(theta + at, lanes), f32x4.mul(steps, mean))), lanes);
  }
}

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
  const mean = flushTiny(f32x4.add(f32x4.mul(beta1, read(m, lanes)), f32x4.mul(rest1, g)));
  write(m, mean, lanes);
  const variance = flushTinyPositive(f32x4.add(f32x4.mul(beta2, read(v, lanes)), square(rest2, g, least)));
  write(v, variance, lanes);
  const ahead = f32x4.add(g, f32x4.mul(meanFactor, mean));
  const change = f32x4.mul(step, f32x4.div(ahead, f32x4.add(f32x4.sqrt(variance), epsilon)));
  write(theta, flushTiny(f32x4.sub(read(theta, lanes), change)), lanes);
}

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
  write(theta, flushTiny(f32x4.sub(read(theta, lanes), change)), lanes);
}

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
  const s = flushTinyPositive(f32x4.add(f32x4.mul(rho, read(gradients, lanes)), square(rest, g, least)));
  write(gradients, s, lanes);
  const before = read(changes, lanes);
  const ratio = f32x4.div(f32x4.sqrt(f32x4.add(before, epsilon)), f32x4.sqrt(f32x4.add(s, epsilon)));
  const delta = f32x4.mul(ratio, g);
  write(changes, flushTinyPositive(f32x4.add(f32x4.mul(rho, before), square(rest, delta, least))), lanes);
  write(theta, flushTiny(f32x4.sub(read(theta, lanes), f32x4.mul(rate, delta))), lanes);
}

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
  const mean = flushTiny(f32x4.add(f32x4.mul(beta1, read(m, lanes)), f32x4.mul(rest1, g)));
  write(m, mean, lanes);
  const largest = f32x4.max(f32x4.mul(beta2, read(u, lanes)), f32x4.add(f32x4.abs(g), epsilon));
  write(u, largest, lanes);
  const change = f32x4.mul(step, f32x4.div(mean, largest));
  write(theta, flushTiny(f32x4.sub(read(theta, lanes), change)), lanes);
}

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
  const c = f32x4.add(f32x4.mul(beta1, momentum), f32x4.mul(rest1, g));
  // rate with c's sign, 0 where c is 0, and c itself, which is NaN, where it does not equal itself
  const signed = v128.or(rate, v128.and(c, i32x4.splat(0x80000000)));
  let change = v128.bitselect(
    v128.and(signed, f32x4.ne(c, f32x4.splat(0))), c, f32x4.eq(c, c),
  );
  const before = read(theta, lanes);
  if (decays) change = f32x4.add(f32x4.mul(decay, before), change);
  write(theta, flushTiny(f32x4.sub(before, change)), lanes);
  write(m, flushTiny(f32x4.add(f32x4.mul(beta2, momentum), f32x4.mul(rest2, g))), lanes);
}
