/**
 * Activation functions and their gradients.
 *
 * Each is a vector function, for the matrix product to apply at the end of a tile, and a kernel over arrays built from
 * it, so both give the same bits. Gradients of functions that saturate are flushed: slopes and products below 2⁻⁸⁰ are +0.
 *
 * Errors are stated as the largest distance, in float32 values, from the correctly rounded result of the same formula.
 */
import {
  expFlushedVector,
  expInner,
  expm1Vector,
  flushBelow,
  log1pVector,
  magnitude,
  sigmoidVector,
  splat,
  tanhVector,
} from './math';
import { flushGradient, loadPart, put, putPart, storePart } from './simd';

/** dy·slope, both the slope and the product flushed: a slope below 2⁻⁸⁰ would make denormal products. */
@inline
function saturating(dy: v128, slope: v128): v128 {
  return flushGradient(f32x4.mul(dy, flushGradient(slope)));
}

// relu, leakyRelu ---------------------------------------------------------------------------------------------------

/** max(x, 0); NaN and −0 stay as they are. */
@inline
export function reluVector(x: v128): v128 {
  // pmax(a, b) = a < b ? b : a.
  return f32x4.pmax(x, splat(0));
}

/** dy where y > 0 (or NaN), else 0. */
@inline
function reluGradient(dy: v128, y: v128): v128 {
  return v128.andnot(dy, f32x4.le(y, splat(0)));
}

/** x, or slope·x where x < 0. */
@inline
export function leakyReluVector(x: v128, slope: v128): v128 {
  return v128.bitselect(f32x4.mul(x, slope), x, f32x4.lt(x, splat(0)));
}

/** dy where y > 0 (or NaN), else slope·dy. With slope 0 the output of a negative x is −0, so 0 counts as negative. */
@inline
function leakyReluGradient(dy: v128, y: v128, slope: v128): v128 {
  return v128.bitselect(f32x4.mul(dy, slope), dy, f32x4.le(y, splat(0)));
}

// elu, selu ---------------------------------------------------------------------------------------------------------

/**
 * x, or alpha·(e^x − 1) where x < 0; alpha ≥ 0. Within 2 for alpha 1, also near 0.
 *
 * @see Clevert, Unterthiner & Hochreiter, 2016. https://arxiv.org/abs/1511.07289
 */
@inline
export function eluVector(x: v128, alpha: v128): v128 {
  const zero = splat(0);
  const below = f32x4.mul(expm1Vector(f32x4.pmin(x, zero)), alpha);
  return v128.bitselect(below, x, f32x4.lt(x, zero));
}

/** dy where y > 0 (or NaN), else dy·(y + alpha), for alpha·e^x = y + alpha. */
@inline
function eluGradient(dy: v128, y: v128, alpha: v128): v128 {
  return v128.bitselect(f32x4.mul(dy, f32x4.add(y, alpha)), dy, f32x4.le(y, splat(0)));
}

// The fixed point of zero mean and unit variance: alpha = 1.6732632423543772, lambda = 1.0507009873554805.
const seluLambda: f32 = 1.05070102;
const seluLambdaAlpha: f32 = 1.75809932;

/**
 * lambda·x, or lambda·alpha·(e^x − 1) where x < 0. Within 3.
 *
 * @see Klambauer et al., 2017, equation 2. https://arxiv.org/abs/1706.02515
 */
@inline
export function seluVector(x: v128): v128 {
  const zero = splat(0);
  const below = f32x4.mul(expm1Vector(f32x4.pmin(x, zero)), splat(seluLambdaAlpha));
  return v128.bitselect(below, f32x4.mul(x, splat(seluLambda)), f32x4.lt(x, zero));
}

/** dy·lambda where y > 0 (or NaN), else dy·(y + lambda·alpha). */
@inline
function seluGradient(dy: v128, y: v128): v128 {
  const slope = v128.bitselect(f32x4.add(y, splat(seluLambdaAlpha)), splat(seluLambda), f32x4.le(y, splat(0)));
  return f32x4.mul(dy, slope);
}

// softplus, tanh, sigmoid -------------------------------------------------------------------------------------------

/** ln(1 + e^x) as max(x, 0) + ln(1 + e^−|x|), which cannot overflow. Within 2; +0 below x = −87.3365. */
@inline
export function softplusVector(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, splat(0)), log1pVector(expFlushedVector(f32x4.neg(magnitude(x)))));
}

/** dy·sigmoid(x), for sigmoid(x) = 1 − e^−y. */
@inline
function softplusGradient(dy: v128, y: v128): v128 {
  return saturating(dy, f32x4.neg(expm1Vector(f32x4.neg(y))));
}

/** dy·(1 − y²) */
@inline
function tanhGradient(dy: v128, y: v128): v128 {
  return saturating(dy, f32x4.sub(splat(1), f32x4.mul(y, y)));
}

/** dy·y·(1 − y) */
@inline
function sigmoidGradient(dy: v128, y: v128): v128 {
  return saturating(dy, f32x4.mul(y, f32x4.sub(splat(1), y)));
}

// gelu --------------------------------------------------------------------------------------------------------------

/** From here on Φ(−a) counts as 0: it is 2e−38. */
const geluLimit: f32 = 12.9;

/** |x| or 2⁻¹³ if that is larger: no smaller square counts below, and it might be denormal, which is slow. */
@inline
function atLeastSmall(x: v128): v128 {
  return f32x4.pmax(magnitude(x), splat(1.22070312e-4));
}

/** |x| within 2⁻¹³ and 12.9. */
@inline
function geluMagnitude(x: v128): v128 {
  return f32x4.pmin(atLeastSmall(x), splat(geluLimit));
}

/** e^(−a²/2) for 0 ≤ a ≤ 12.9 or NaN. */
@inline
function bell(a: v128): v128 {
  return expInner(f32x4.mul(f32x4.mul(a, a), splat(-0.5)));
}

/**
 * Φ(x) = (1 + erf(x/√2)) / 2, the normal distribution function, from a of `geluMagnitude` and e = e^(−a²/2).
 *
 *     a < 1:  Φ(x) = ½ + x·B(x²)      else  Φ(−a) = e^(−a²/2)·u·P(u), u = 1 / (1 + a/2), and Φ(a) = 1 − Φ(−a)
 *
 * Φ is right relative to its size where 1 + erf would have cancelled. A polynomial in such a u is the form of
 * Numerical Recipes' erfc (Press et al., section 6.2); the coefficients are from scripts/fit-polynomials.mjs.
 */
@inline
function normalDistribution(x: v128, a: v128, e: v128): v128 {
  const z = f32x4.mul(a, a);
  let b = splat(9.12147079e-5);
  b = f32x4.add(f32x4.mul(b, z), splat(-1.16245938e-3));
  b = f32x4.add(f32x4.mul(b, z), splat(9.96191613e-3));
  b = f32x4.add(f32x4.mul(b, z), splat(-6.64880648e-2));
  b = f32x4.add(f32x4.mul(b, z), splat(0.398942143));
  const middle = f32x4.add(f32x4.mul(b, x), splat(0.5));
  const u = f32x4.div(splat(1), f32x4.add(f32x4.mul(a, splat(0.5)), splat(1)));
  let p = splat(-0.126326889);
  p = f32x4.add(f32x4.mul(p, u), splat(0.369993150));
  p = f32x4.add(f32x4.mul(p, u), splat(-0.336212069));
  p = f32x4.add(f32x4.mul(p, u), splat(2.58304086e-3));
  p = f32x4.add(f32x4.mul(p, u), splat(3.98183316e-2));
  p = f32x4.add(f32x4.mul(p, u), splat(0.150283471));
  p = f32x4.add(f32x4.mul(p, u), splat(0.199475333));
  p = f32x4.add(f32x4.mul(p, u), splat(0.199469164));
  const lower = v128.andnot(f32x4.mul(e, f32x4.mul(p, u)), f32x4.ge(a, splat(geluLimit)));
  const outer = v128.bitselect(lower, f32x4.sub(splat(1), lower), f32x4.lt(x, splat(0)));
  return v128.bitselect(middle, outer, f32x4.lt(a, splat(1)));
}

/**
 * x·Φ(x), the Gaussian error linear unit. Within 2 for x ≥ −1; relative error below 1e−6 from −4 on, 5e−6 from −12.9
 * on; −0 below.
 *
 * @see Hendrycks & Gimpel, 2016. https://arxiv.org/abs/1606.08415
 */
@inline
export function geluVector(x: v128): v128 {
  const a = geluMagnitude(x);
  // The bound keeps −Infinity·0 from making NaN.
  return f32x4.mul(f32x4.pmax(x, splat(-geluLimit)), normalDistribution(x, a, bell(a)));
}

/** dy·(Φ(x) + x·φ(x)), φ(x) = e^(−x²/2) / √(2π) */
@inline
function geluGradient(dy: v128, x: v128): v128 {
  const a = geluMagnitude(x);
  const e = bell(a);
  const bounded = f32x4.pmin(f32x4.pmax(x, splat(-geluLimit)), splat(geluLimit));
  const density = f32x4.mul(e, splat(0.398942292));
  return saturating(dy, f32x4.add(normalDistribution(x, a, e), f32x4.mul(bounded, density)));
}

// geluTanh, silu ----------------------------------------------------------------------------------------------------

// 2·√(2/π) and that times 0.044715.
const geluSlope: f32 = 1.59576917;
const geluCubic: f32 = 7.13548139e-2;

@inline
function squareOf(x: v128): v128 {
  const a = atLeastSmall(x);
  return f32x4.mul(a, a);
}

/** 2·√(2/π)·(x + 0.044715·x³) from x and x². */
@inline
function geluArgument(x: v128, square: v128): v128 {
  return f32x4.mul(x, f32x4.add(f32x4.mul(square, splat(geluCubic)), splat(geluSlope)));
}

/**
 * The approximation by tanh: ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))), computed as x·sigmoid of twice that argument,
 * which does not cancel. Within 3 for x ≥ −1; relative error below 2e−6 from −4 on, 2e−5 from −9.9 on; −0 below −10.1.
 *
 * @see Hendrycks & Gimpel, 2016, section 2. https://arxiv.org/abs/1606.08415
 */
@inline
export function geluTanhVector(x: v128): v128 {
  // The bound keeps x³ finite, and −Infinity·0 from making NaN.
  const low = f32x4.pmax(x, splat(-11));
  const bounded = f32x4.pmin(low, splat(11));
  return f32x4.mul(low, sigmoidVector(geluArgument(bounded, squareOf(bounded))));
}

/** s·(1 + g·(1 − s)) for s = sigmoid(z): the slope of x·sigmoid(z(x)) where g = x·z′. |z| ≤ 87.3365 or NaN. */
@inline
function gateSlope(z: v128, g: v128): v128 {
  const e = expInner(f32x4.neg(z));
  const s = f32x4.div(splat(1), f32x4.add(e, splat(1)));
  // 1 − s = e·s without the cancellation.
  return f32x4.mul(s, f32x4.add(f32x4.mul(g, f32x4.mul(e, s)), splat(1)));
}

/** dy·(s + x·s·(1 − s)·z′), s = sigmoid(z), z the argument above and z′ its slope. */
@inline
function geluTanhGradient(dy: v128, x: v128): v128 {
  // At ±10 the slope is 0 or 1, to 2⁻¹⁰⁰ and better.
  const bounded = f32x4.pmin(f32x4.pmax(x, splat(-10)), splat(10));
  const square = squareOf(bounded);
  const slope = f32x4.add(f32x4.mul(square, splat(3 * geluCubic)), splat(geluSlope));
  return saturating(dy, gateSlope(geluArgument(bounded, square), f32x4.mul(bounded, slope)));
}

/**
 * x·sigmoid(x), also known as swish. Within 3; −0 below x = −87.3365.
 *
 * @see Elfwing, Uchibe & Doya, 2018. https://arxiv.org/abs/1702.03118
 */
@inline
export function siluVector(x: v128): v128 {
  // −Infinity·0 would be NaN.
  return f32x4.mul(f32x4.pmax(x, splat(-100)), sigmoidVector(x));
}

/** dy·s·(1 + x·(1 − s)), s = sigmoid(x) */
@inline
function siluGradient(dy: v128, x: v128): v128 {
  const bounded = f32x4.pmin(f32x4.pmax(x, splat(flushBelow)), splat(-flushBelow));
  return saturating(dy, gateSlope(bounded, bounded));
}

// over arrays -------------------------------------------------------------------------------------------------------

const enum Op {
  Relu,
  LeakyRelu,
  Elu,
  Selu,
  Softplus,
  Tanh,
  Sigmoid,
  Gelu,
  GeluTanh,
  Silu,
}

@inline
function applied(op: Op, x: v128, parameter: v128): v128 {
  if (op == Op.Relu) return reluVector(x);
  if (op == Op.LeakyRelu) return leakyReluVector(x, parameter);
  if (op == Op.Elu) return eluVector(x, parameter);
  if (op == Op.Selu) return seluVector(x);
  if (op == Op.Softplus) return softplusVector(x);
  if (op == Op.Tanh) return tanhVector(x);
  if (op == Op.Sigmoid) return sigmoidVector(x);
  if (op == Op.Gelu) return geluVector(x);
  if (op == Op.GeluTanh) return geluTanhVector(x);
  return siluVector(x);
}

/** `read` is y, the output, but x, the input, for gelu, geluTanh and silu. */
@inline
function gradient(op: Op, dy: v128, read: v128, parameter: v128): v128 {
  if (op == Op.Relu) return reluGradient(dy, read);
  if (op == Op.LeakyRelu) return leakyReluGradient(dy, read, parameter);
  if (op == Op.Elu) return eluGradient(dy, read, parameter);
  if (op == Op.Selu) return seluGradient(dy, read);
  if (op == Op.Softplus) return softplusGradient(dy, read);
  if (op == Op.Tanh) return tanhGradient(dy, read);
  if (op == Op.Sigmoid) return sigmoidGradient(dy, read);
  if (op == Op.Gelu) return geluGradient(dy, read);
  if (op == Op.GeluTanh) return geluTanhGradient(dy, read);
  return siluGradient(dy, read);
}

/** out[i] = op(x[i]), two vectors a turn: their chains of operations overlap. */
@inline
function each(op: Op, out: usize, x: usize, n: usize, scalar: f32): void {
  const parameter = splat(scalar);
  const end = out + (n << 2);
  const pairs = out + ((n >> 3) << 5);
  for (; out < pairs; out += 32, x += 32) {
    const first = applied(op, v128.load(x), parameter);
    const second = applied(op, v128.load(x, 16), parameter);
    v128.store(out, first);
    v128.store(out, second, 16);
  }
  for (; out < end; out += 16, x += 16) {
    const left = (end - out) >> 2;
    storePart(out, applied(op, loadPart(x, left), parameter), left);
  }
}

/** dx[i] (+)= the gradient from dy[i] and read[i]. */
@inline
function eachBackward(op: Op, dx: usize, dy: usize, read: usize, n: usize, scalar: f32, adds: i32): void {
  const parameter = splat(scalar);
  const end = dx + (n << 2);
  const pairs = dx + ((n >> 3) << 5);
  for (; dx < pairs; dx += 32, dy += 32, read += 32) {
    const first = gradient(op, v128.load(dy), v128.load(read), parameter);
    const second = gradient(op, v128.load(dy, 16), v128.load(read, 16), parameter);
    put(dx, first, adds);
    put(dx + 16, second, adds);
  }
  for (; dx < end; dx += 16, dy += 16, read += 16) {
    const left = (end - dx) >> 2;
    putPart(dx, gradient(op, loadPart(dy, left), loadPart(read, left), parameter), left, adds);
  }
}

/** out[i] = max(x[i], 0)       for i in [0, n); n f32 each, `out` may be `x`. The other forward kernels alike. */
export function relu(out: usize, x: usize, n: usize): void {
  each(Op.Relu, out, x, n, 0);
}

/**
 * dx[i] (+)= y[i] > 0 ? dy[i] : 0       for i in [0, n); n f32 each, y the output of `relu` (or its input: same signs).
 *
 * Adds to dx where `adds` is 1, else overwrites it; dx may be dy. The other backward kernels alike.
 */
export function reluBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward(Op.Relu, dx, dy, y, n, 0, adds);
}

/** As `leakyReluVector`. */
export function leakyRelu(out: usize, x: usize, n: usize, slope: f32): void {
  each(Op.LeakyRelu, out, x, n, slope);
}

/** dx (+)= y > 0 ? dy : slope·dy; y may be the output or the input. */
export function leakyReluBackward(dx: usize, dy: usize, y: usize, n: usize, slope: f32, adds: i32): void {
  eachBackward(Op.LeakyRelu, dx, dy, y, n, slope, adds);
}

/** As `eluVector`. */
export function elu(out: usize, x: usize, n: usize, alpha: f32): void {
  each(Op.Elu, out, x, n, alpha);
}

/** dx (+)= y > 0 ? dy : dy·(y + alpha). */
export function eluBackward(dx: usize, dy: usize, y: usize, n: usize, alpha: f32, adds: i32): void {
  eachBackward(Op.Elu, dx, dy, y, n, alpha, adds);
}

/** As `seluVector`. */
export function selu(out: usize, x: usize, n: usize): void {
  each(Op.Selu, out, x, n, 0);
}

/** dx (+)= y > 0 ? lambda·dy : dy·(y + lambda·alpha). */
export function seluBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward(Op.Selu, dx, dy, y, n, 0, adds);
}

/** As `softplusVector`. */
export function softplus(out: usize, x: usize, n: usize): void {
  each(Op.Softplus, out, x, n, 0);
}

/** dx (+)= dy·(1 − e^−y), flushed. */
export function softplusBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward(Op.Softplus, dx, dy, y, n, 0, adds);
}

/** As `tanhVector`. */
export function tanh(out: usize, x: usize, n: usize): void {
  each(Op.Tanh, out, x, n, 0);
}

/** dx (+)= dy·(1 − y²), flushed. */
export function tanhBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward(Op.Tanh, dx, dy, y, n, 0, adds);
}

/** As `sigmoidVector`. */
export function sigmoid(out: usize, x: usize, n: usize): void {
  each(Op.Sigmoid, out, x, n, 0);
}

/** dx (+)= dy·y·(1 − y), flushed. */
export function sigmoidBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward(Op.Sigmoid, dx, dy, y, n, 0, adds);
}

/** As `geluVector`. */
export function gelu(out: usize, x: usize, n: usize): void {
  each(Op.Gelu, out, x, n, 0);
}

/** dx (+)= dy·(Φ(x) + x·φ(x)), flushed; reads the input x. */
export function geluBackwardFromInput(dx: usize, dy: usize, x: usize, n: usize, adds: i32): void {
  eachBackward(Op.Gelu, dx, dy, x, n, 0, adds);
}

/** As `geluTanhVector`. */
export function geluTanh(out: usize, x: usize, n: usize): void {
  each(Op.GeluTanh, out, x, n, 0);
}

/** dx (+)= dy·(s + x·s·(1 − s)·z′), flushed, see `geluTanhGradient`; reads the input x. */
export function geluTanhBackwardFromInput(dx: usize, dy: usize, x: usize, n: usize, adds: i32): void {
  eachBackward(Op.GeluTanh, dx, dy, x, n, 0, adds);
}

/** As `siluVector`. */
export function silu(out: usize, x: usize, n: usize): void {
  each(Op.Silu, out, x, n, 0);
}

/** dx (+)= dy·s·(1 + x·(1 − s)), s = sigmoid(x), flushed; reads the input x. */
export function siluBackwardFromInput(dx: usize, dy: usize, x: usize, n: usize, adds: i32): void {
  eachBackward(Op.Silu, dx, dy, x, n, 0, adds);
}
