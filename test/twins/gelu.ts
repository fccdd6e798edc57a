/** The functions of kernels/gelu.ts for one value, in float32: they equal it bit for bit. */
import { saturating } from './activations.ts';
import { exp, flushBelow, mulAddPolynomial, sigmoid } from './math.ts';
import { mulAdd } from './mul-add.ts';

const f = Math.fround;

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, f(low)), f(high));
}

function bell(a: number): number {
  return exp(f(f(a * a) * -0.5));
}

/** Φ(x) from a = |x|, bounded, and e^(−a²/2). */
function normalDistribution(x: number, a: number, e: number): number {
  if (a < 1) {
    const b = mulAddPolynomial(f(a * a), 9.12147079e-5, -1.16245938e-3, 9.96191613e-3, -6.64880648e-2, 0.398942143);
    return mulAdd(b, x, 0.5);
  }
  const u = f(1 / mulAdd(a, 0.5, 1));
  const p = mulAddPolynomial(
    u,
    -0.126326889,
    0.36999315,
    -0.336212069,
    2.58304086e-3,
    3.98183316e-2,
    0.150283471,
    0.199475333,
    0.199469164,
  );
  const lower = a >= f(12.9) ? 0 : f(e * f(p * u));
  return x < 0 ? lower : f(1 - lower);
}

export function gelu(x: number): number {
  const a = clamp(Math.abs(x), 2 ** -13, 12.9);
  return f(Math.max(x, f(-12.9)) * normalDistribution(x, a, bell(a)));
}
export function geluGradient(dy: number, x: number): number {
  const a = clamp(Math.abs(x), 2 ** -13, 12.9);
  const e = bell(a);
  const density = f(e * f(0.398942292));
  return saturating(dy, f(normalDistribution(x, a, e) + f(clamp(x, -12.9, 12.9) * density)));
}

const geluSlope = f(2 * Math.sqrt(2 / Math.PI));
const geluCubic = f(2 * Math.sqrt(2 / Math.PI) * 0.044715);

/** x², where |x| is at least 2⁻¹³, else that squared. */
function squareOf(x: number): number {
  const a = Math.max(Math.abs(x), 2 ** -13);
  return f(a * a);
}

function geluArgument(x: number): number {
  return f(x * mulAdd(squareOf(x), geluCubic, geluSlope));
}

export function geluTanh(x: number): number {
  return f(Math.max(x, -11) * sigmoid(geluArgument(clamp(x, -11, 11))));
}
export function geluTanhGradient(dy: number, x: number): number {
  const bounded = clamp(x, -10, 10);
  const slope = mulAdd(squareOf(bounded), f(3 * geluCubic), geluSlope);
  return saturating(dy, gateSlope(geluArgument(bounded), f(bounded * slope)));
}

/** s·(1 + g·(1 − s)) for s = sigmoid(z) */
function gateSlope(z: number, g: number): number {
  const e = exp(-z);
  const s = f(1 / f(e + 1));
  return f(s * mulAdd(g, f(e * s), 1));
}

export function silu(x: number): number {
  return f(Math.max(x, -100) * sigmoid(x));
}
export function siluGradient(dy: number, x: number): number {
  const bounded = clamp(x, flushBelow, -flushBelow);
  return saturating(dy, gateSlope(bounded, bounded));
}
