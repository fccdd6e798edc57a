/**
 * The kernels of kernels/optimizers/ in float32, every operation rounded by Math.fround, in the order of the kernel:
 * they equal it bit for bit. Arguments are the kernel's, with arrays for addresses, undefined for 0, and no n.
 */
import { mulAdd } from './mul-add.ts';

const f = Math.fround;

const smallestNormal = f(1.1754943508222875e-38);

/** |x| < 2⁻¹²⁶ → +0. */
const flushTiny = (x: number): number => (Math.abs(x) < smallestNormal ? 0 : x);

/** |x| < 2⁻⁸⁰ → +0. */
const flushWeight = (x: number): number => (Math.abs(x) < 2 ** -80 ? 0 : x);

/** weight·x·x; 0 where that is below 2⁻¹²⁶. The weight is given in float64. */
function square(weight: number, x: number): number {
  if (Math.abs(x) <= f(Math.sqrt(smallestNormal / weight))) return f(weight) * 0;
  return f(f(f(weight) * x) * x);
}

function clamp(gradient: number, scale: number, limit: number): number {
  return Math.max(-f(limit), Math.min(f(gradient * f(scale)), f(limit)));
}

/** decay·old + rest·x. */
const blend = (decay: number, old: number, rest: number, x: number): number =>
  flushTiny(mulAdd(f(decay), old, f(f(rest) * x)));

/** decay·old + weight·x². */
const blendSquare = (decay: number, old: number, weight: number, x: number): number =>
  flushTiny(mulAdd(f(decay), old, square(weight, x)));

type Floats = Float32Array;

export function sgd(theta: Floats, gradient: Floats, scale: number, limit: number, rate: number): void {
  for (let i = 0; i < theta.length; i++) {
    const g = clamp(gradient[i], scale, limit);
    theta[i] = flushWeight(mulAdd(-f(rate), g, theta[i]));
  }
}

export function momentum(
  theta: Floats,
  gradient: Floats,
  velocity: Floats,
  scale: number,
  limit: number,
  mu: number,
  gradientFactor: number,
  velocityFactor: number,
  nesterov: 0 | 1,
): void {
  for (let i = 0; i < theta.length; i++) {
    const scaled = f(f(gradientFactor) * clamp(gradient[i], scale, limit));
    velocity[i] = flushTiny(mulAdd(f(mu), velocity[i], scaled));
    const direction = nesterov ? mulAdd(f(mu), velocity[i], scaled) : velocity[i];
    theta[i] = flushWeight(mulAdd(f(velocityFactor), direction, theta[i]));
  }
}

export function rmsProp(
  theta: Floats,
  gradient: Floats,
  s: Floats,
  mean: Floats | undefined,
  velocity: Floats | undefined,
  scale: number,
  limit: number,
  rate: number,
  decay: number,
  epsilon: number,
  mu: number,
): void {
  for (let i = 0; i < theta.length; i++) {
    const g = clamp(gradient[i], scale, limit);
    const d = mean ? f(g - mean[i]) : g;
    if (mean) mean[i] = blend(decay, mean[i], 1 - decay, g);
    s[i] = blendSquare(decay, s[i], mean ? decay * (1 - decay) : 1 - decay, d);
    const root = f(f(Math.sqrt(s[i])) + f(epsilon));
    if (velocity) {
      velocity[i] = flushTiny(mulAdd(f(mu), velocity[i], f(g / root)));
      theta[i] = flushWeight(f(theta[i] - f(f(rate) * velocity[i])));
    } else {
      theta[i] = flushWeight(f(theta[i] - f(f(rate) * f(g / root))));
    }
  }
}

export function adam(
  theta: Floats,
  gradient: Floats,
  m: Floats,
  v: Floats,
  maximum: Floats | undefined,
  scale: number,
  limit: number,
  step: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  decay: number,
): void {
  for (let i = 0; i < theta.length; i++) {
    const g = clamp(gradient[i], scale, limit);
    m[i] = blend(beta1, m[i], 1 - beta1, g);
    v[i] = blendSquare(beta2, v[i], 1 - beta2, g);
    if (maximum && !(maximum[i] > v[i])) maximum[i] = v[i];
    const root = f(f(Math.sqrt(maximum ? maximum[i] : v[i])) + f(epsilon));
    const change = f(f(step) * f(m[i] / root));
    theta[i] = flushWeight(f(theta[i] - (decay === 0 ? change : mulAdd(f(decay), theta[i], change))));
  }
}

export function rAdam(
  theta: Floats,
  gradient: Floats,
  m: Floats,
  v: Floats,
  scale: number,
  limit: number,
  step: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  rectified: 0 | 1,
): void {
  for (let i = 0; i < theta.length; i++) {
    const g = clamp(gradient[i], scale, limit);
    m[i] = blend(beta1, m[i], 1 - beta1, g);
    v[i] = blendSquare(beta2, v[i], 1 - beta2, g);
    const direction = f(m[i] / f(f(Math.sqrt(v[i])) + f(epsilon)));
    const next = rectified ? f(theta[i] - f(f(step) * direction)) : mulAdd(-f(step), m[i], theta[i]);
    theta[i] = flushWeight(next);
  }
}

export function nadam(
  theta: Floats,
  gradient: Floats,
  m: Floats,
  v: Floats,
  scale: number,
  limit: number,
  step: number,
  meanFactor: number,
  beta1: number,
  beta2: number,
  epsilon: number,
): void {
  for (let i = 0; i < theta.length; i++) {
    const g = clamp(gradient[i], scale, limit);
    m[i] = blend(beta1, m[i], 1 - beta1, g);
    v[i] = blendSquare(beta2, v[i], 1 - beta2, g);
    const ahead = mulAdd(f(meanFactor), m[i], g);
    const root = f(f(Math.sqrt(v[i])) + f(epsilon));
    theta[i] = flushWeight(f(theta[i] - f(f(step) * f(ahead / root))));
  }
}

export function adagrad(
  theta: Floats,
  gradient: Floats,
  sum: Floats,
  scale: number,
  limit: number,
  rate: number,
  epsilon: number,
): void {
  for (let i = 0; i < theta.length; i++) {
    const g = clamp(gradient[i], scale, limit);
    sum[i] = flushTiny(f(sum[i] + square(1, g)));
    const root = f(f(Math.sqrt(sum[i])) + f(epsilon));
    theta[i] = flushWeight(f(theta[i] - f(f(rate) * f(g / root))));
  }
}

export function adadelta(
  theta: Floats,
  gradient: Floats,
  gradients: Floats,
  changes: Floats,
  scale: number,
  limit: number,
  rate: number,
  decay: number,
  epsilon: number,
): void {
  const root = (x: number): number => f(Math.sqrt(f(x + f(epsilon))));
  for (let i = 0; i < theta.length; i++) {
    const g = clamp(gradient[i], scale, limit);
    gradients[i] = blendSquare(decay, gradients[i], 1 - decay, g);
    const delta = f(f(root(changes[i]) / root(gradients[i])) * g);
    changes[i] = blendSquare(decay, changes[i], 1 - decay, delta);
    theta[i] = flushWeight(mulAdd(-f(rate), delta, theta[i]));
  }
}

export function adamax(
  theta: Floats,
  gradient: Floats,
  m: Floats,
  u: Floats,
  scale: number,
  limit: number,
  step: number,
  beta1: number,
  beta2: number,
  epsilon: number,
): void {
  for (let i = 0; i < theta.length; i++) {
    const g = clamp(gradient[i], scale, limit);
    m[i] = blend(beta1, m[i], 1 - beta1, g);
    u[i] = Math.max(f(f(beta2) * u[i]), f(Math.abs(g) + f(epsilon)));
    theta[i] = flushWeight(f(theta[i] - f(f(step) * f(m[i] / u[i]))));
  }
}

export function lion(
  theta: Floats,
  gradient: Floats,
  m: Floats,
  scale: number,
  limit: number,
  rate: number,
  beta1: number,
  beta2: number,
  decay: number,
): void {
  for (let i = 0; i < theta.length; i++) {
    const g = clamp(gradient[i], scale, limit);
    const c = mulAdd(f(beta1), m[i], f(f(1 - beta1) * g));
    const change = Math.sign(c) * f(rate);
    theta[i] = flushWeight(f(theta[i] - (decay === 0 ? change : mulAdd(f(decay), theta[i], change))));
    m[i] = blend(beta2, m[i], 1 - beta2, g);
  }
}

export function softThreshold(
  theta: Floats,
  factor: Floats | undefined,
  divisor: Floats | undefined,
  form: 0 | 1 | 2 | 3,
  threshold: number,
  epsilon: number,
): void {
  for (let i = 0; i < theta.length; i++) {
    let tau = f(threshold);
    if (form === 1) tau = f(tau / f(f(Math.sqrt(divisor![i])) + f(epsilon)));
    if (form === 2) tau = f(tau / divisor![i]);
    if (form === 3) {
      const change = f(tau * f(Math.sqrt(f(factor![i] + f(epsilon)))));
      tau = f(change / f(Math.sqrt(f(divisor![i] + f(epsilon)))));
    }
    const left = f(Math.abs(theta[i]) - tau);
    theta[i] = left <= 0 ? 0 : flushWeight(theta[i] < 0 ? -left : left);
  }
}
