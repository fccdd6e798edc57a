/** The functions of kernels/activations.ts for one value, in float32: they equal it bit for bit. */
import { expFlushed, expm1, polynomial, sigmoid, tanh } from './math.ts';

export { sigmoid, tanh };

const f = Math.fround;

/** |x| < 2⁻⁸⁰ becomes +0. */
export function flushGradient(x: number): number {
  return Math.abs(x) < 2 ** -80 ? 0 : x;
}

/** dy·slope, both flushed. */
export function saturating(dy: number, slope: number): number {
  return flushGradient(f(dy * flushGradient(slope)));
}

export function relu(x: number): number {
  return x < 0 ? 0 : x;
}
export function reluGradient(dy: number, y: number): number {
  return y <= 0 ? 0 : dy;
}

export function leakyRelu(x: number, slope: number): number {
  return x < 0 ? f(x * f(slope)) : x;
}
export function leakyReluGradient(dy: number, y: number, slope: number): number {
  return y <= 0 ? f(dy * f(slope)) : dy;
}

export function elu(x: number, alpha: number): number {
  return x < 0 ? f(expm1(x) * f(alpha)) : x;
}
export function eluGradient(dy: number, y: number, alpha: number): number {
  return y <= 0 ? f(dy * f(y + f(alpha))) : dy;
}

const lambda = f(1.0507009873554805);
const lambdaAlpha = f(1.0507009873554805 * 1.6732632423543772);

export function selu(x: number): number {
  return x < 0 ? f(expm1(x) * lambdaAlpha) : f(x * lambda);
}
export function seluGradient(dy: number, y: number): number {
  return f(dy * (y <= 0 ? f(y + lambdaAlpha) : lambda));
}

/** ln(1 + x) for 0 ≤ x ≤ 1: with 1 + x = 2ᵏ·(1 + u), as in the kernel's logarithm. */
export function log1p(x: number): number {
  if (Number.isNaN(x) || x < 2 ** -25) return x;
  const k = x > f(Math.SQRT2 - 1) ? 1 : 0;
  const u = k === 1 ? f(f(x * 0.5) - 0.5) : x;
  const s = f(u / f(u + 2));
  const z = f(s * s);
  const p = f(polynomial(z, 0.29870829, 0.399775833, 0.666667759) * z);
  const halfSquare = f(f(u * u) * 0.5);
  const low = f(f(s * f(halfSquare + p)) + f(k * f(-2.12194442e-4)));
  return f(f(u - f(halfSquare - low)) + f(k * 0.693359375));
}

export function softplus(x: number): number {
  return f(Math.max(x, 0) + log1p(expFlushed(-Math.abs(x))));
}
export function softplusGradient(dy: number, y: number): number {
  return saturating(dy, -expm1(-y));
}

export function tanhGradient(dy: number, y: number): number {
  return saturating(dy, f(1 - f(y * y)));
}

export function sigmoidGradient(dy: number, y: number): number {
  return saturating(dy, f(y * f(1 - y)));
}
