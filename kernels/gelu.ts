/**
 * x times a gate that depends on x: gelu, its approximation by tanh, and silu; their gradients read the input x.
 *
 * Gradients are flushed: slopes and products below 2⁻⁸⁰ are +0. Errors are stated as the largest distance, in float32
 * values, from the correctly rounded result of the same formula.
 */
import { each, eachBackward } from './each';
import { expInner, flushBelow, sigmoidVector } from './math';
import { flushedProduct, magnitude, mulAdd, splat } from './simd';

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
  b = mulAdd(b, z, splat(-1.16245938e-3));
  b = mulAdd(b, z, splat(9.96191613e-3));
  b = mulAdd(b, z, splat(-6.64880648e-2));
  b = mulAdd(b, z, splat(0.398942143));
  const middle = mulAdd(b, x, splat(0.5));
  const u = f32x4.div(splat(1), mulAdd(a, splat(0.5), splat(1)));
  let p = splat(-0.126326889);
  p = mulAdd(p, u, splat(0.369993150));
  p = mulAdd(p, u, splat(-0.336212069));
  p = mulAdd(p, u, splat(2.58304086e-3));
  p = mulAdd(p, u, splat(3.98183316e-2));
  p = mulAdd(p, u, splat(0.150283471));
  p = mulAdd(p, u, splat(0.199475333));
  p = mulAdd(p, u, splat(0.199469164));
  const lower = v128.andnot(f32x4.mul(e, f32x4.mul(p, u)), f32x4.ge(a, splat(geluLimit)));
  const outer = v128.bitselect(lower, f32x4.sub(splat(1), lower), f32x4.lt(x, splat(0)));
  return v128.bitselect(middle, outer, f32x4.lt(a, splat(1)));
}

class Gelu {
  /**
   * x·Φ(x), the Gaussian error linear unit. Within 2 for x ≥ −1; relative error below 1e−6 from −4 on, 5e−6 from −12.9
   * on; −0 below.
   *
   * @see Hendrycks & Gimpel, 2016. https://arxiv.org/abs/1606.08415
   */
  @inline
  value(x: v128, parameter: v128): v128 {
    const a = geluMagnitude(x);
    // The bound keeps −Infinity·0 from making NaN.
    return f32x4.mul(f32x4.pmax(x, splat(-geluLimit)), normalDistribution(x, a, bell(a)));
  }

  /** dy·(Φ(x) + x·φ(x)), φ(x) = e^(−x²/2) / √(2π) */
  @inline
  gradient(dy: v128, x: v128, parameter: v128): v128 {
    const a = geluMagnitude(x);
    const e = bell(a);
    const bounded = f32x4.pmin(f32x4.pmax(x, splat(-geluLimit)), splat(geluLimit));
    const density = f32x4.mul(e, splat(0.398942292));
    return flushedProduct(dy, f32x4.add(normalDistribution(x, a, e), f32x4.mul(bounded, density)));
  }
}

/** As the value of `Gelu`. */
export function gelu(out: usize, x: usize, n: usize): void {
  each<Gelu>(out, x, n, 0);
}

/** dx (+)= dy·(Φ(x) + x·φ(x)), flushed; reads the input x. */
export function geluBackwardFromInput(dx: usize, dy: usize, x: usize, n: usize, adds: i32): void {
  eachBackward<Gelu>(dx, dy, x, n, 0, adds);
}

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
  return f32x4.mul(x, mulAdd(square, splat(geluCubic), splat(geluSlope)));
}

/** s·(1 + g·(1 − s)) for s = sigmoid(z): the slope of x·sigmoid(z(x)) where g = x·z′. |z| ≤ 87.3365 or NaN. */
@inline
function gateSlope(z: v128, g: v128): v128 {
  const e = expInner(f32x4.neg(z));
  const s = f32x4.div(splat(1), f32x4.add(e, splat(1)));
  // 1 − s = e·s without the cancellation.
  return f32x4.mul(s, mulAdd(g, f32x4.mul(e, s), splat(1)));
}

class GeluTanh {
  /**
   * The approximation by tanh: ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))), computed as x·sigmoid of twice that argument,
   * which does not cancel. Within 3 for x ≥ −1; relative error below 2e−6 from −4 on, 2e−5 from −9.9 on; −0 below −10.1.
   *
   * @see Hendrycks & Gimpel, 2016, section 2. https://arxiv.org/abs/1606.08415
   */
  @inline
  value(x: v128, parameter: v128): v128 {
    // The bound keeps x³ finite, and −Infinity·0 from making NaN.
    const low = f32x4.pmax(x, splat(-11));
    const bounded = f32x4.pmin(low, splat(11));
    return f32x4.mul(low, sigmoidVector(geluArgument(bounded, squareOf(bounded))));
  }

  /** dy·(s + x·s·(1 − s)·z′), s = sigmoid(z), z the argument above and z′ its slope. */
  @inline
  gradient(dy: v128, x: v128, parameter: v128): v128 {
    // At ±10 the slope is 0 or 1, to 2⁻¹⁰⁰ and better.
    const bounded = f32x4.pmin(f32x4.pmax(x, splat(-10)), splat(10));
    const square = squareOf(bounded);
    const slope = mulAdd(square, splat(3 * geluCubic), splat(geluSlope));
    return flushedProduct(dy, gateSlope(geluArgument(bounded, square), f32x4.mul(bounded, slope)));
  }
}

/** As the value of `GeluTanh`. */
export function geluTanh(out: usize, x: usize, n: usize): void {
  each<GeluTanh>(out, x, n, 0);
}

/** dx (+)= dy·(s + x·s·(1 − s)·z′), flushed, see `GeluTanh`; reads the input x. */
export function geluTanhBackwardFromInput(dx: usize, dy: usize, x: usize, n: usize, adds: i32): void {
  eachBackward<GeluTanh>(dx, dy, x, n, 0, adds);
}

class Silu {
  /**
   * x·sigmoid(x), also known as swish. Within 3; −0 below x = −87.3365.
   *
   * @see Elfwing, Uchibe & Doya, 2018. https://arxiv.org/abs/1702.03118
   */
  @inline
  value(x: v128, parameter: v128): v128 {
    // −Infinity·0 would be NaN.
    return f32x4.mul(f32x4.pmax(x, splat(-100)), sigmoidVector(x));
  }

  /** dy·s·(1 + x·(1 − s)), s = sigmoid(x) */
  @inline
  gradient(dy: v128, x: v128, parameter: v128): v128 {
    const bounded = f32x4.pmin(f32x4.pmax(x, splat(flushBelow)), splat(-flushBelow));
    return flushedProduct(dy, gateSlope(bounded, bounded));
  }
}

/** As the value of `Silu`. */
export function silu(out: usize, x: usize, n: usize): void {
  each<Silu>(out, x, n, 0);
}

/** dx (+)= dy·s·(1 + x·(1 − s)), s = sigmoid(x), flushed; reads the input x. */
export function siluBackwardFromInput(dx: usize, dy: usize, x: usize, n: usize, adds: i32): void {
  eachBackward<Silu>(dx, dy, x, n, 0, adds);
}
