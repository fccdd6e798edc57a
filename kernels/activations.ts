/**
 * Activation functions and their gradients; gelu and silu are in gelu.ts.
 *
 * Gradients of functions that saturate are flushed: slopes and products below 2⁻⁸⁰ are +0. Errors are stated as the
 * largest distance, in float32 values, from the correctly rounded result of the same formula.
 */
import { each, eachBackward } from './each';
import { expFlushedVector, expm1Vector, log1pVector, sigmoidVector, tanhVector } from './math';
import { flushedProduct, magnitude, splat } from './simd';

class Relu {
  /** max(x, 0); NaN and −0 stay as they are. */
  @inline
  value(x: v128, parameter: v128): v128 {
    // pmax(a, b) = a < b ? b : a.
    return f32x4.pmax(x, splat(0));
  }

  /** dy where y > 0 (or NaN), else 0. */
  @inline
  gradient(dy: v128, y: v128, parameter: v128): v128 {
    return v128.andnot(dy, f32x4.le(y, splat(0)));
  }
}

/** out[i] = max(x[i], 0)       for i in [0, n); n f32 each, `out` may be `x`. The other forward kernels alike. */
export function relu(out: usize, x: usize, n: usize): void {
  each<Relu>(out, x, n, 0);
}

/**
 * dx[i] (+)= y[i] > 0 ? dy[i] : 0       for i in [0, n); n f32 each, y the output of `relu` (or its input: same signs).
 *
 * Adds to dx where `adds` is 1, else overwrites it; dx may be dy. The other backward kernels alike.
 */
export function reluBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward<Relu>(dx, dy, y, n, 0, adds);
}

class LeakyRelu {
  /** x, or slope·x where x < 0. */
  @inline
  value(x: v128, slope: v128): v128 {
    return v128.bitselect(f32x4.mul(x, slope), x, f32x4.lt(x, splat(0)));
  }

  /** dy where y > 0 (or NaN), else slope·dy. With slope 0 the output of a negative x is −0, so 0 counts as negative. */
  @inline
  gradient(dy: v128, y: v128, slope: v128): v128 {
    return v128.bitselect(f32x4.mul(dy, slope), dy, f32x4.le(y, splat(0)));
  }
}

/** As the value of `LeakyRelu`. */
export function leakyRelu(out: usize, x: usize, n: usize, slope: f32): void {
  each<LeakyRelu>(out, x, n, slope);
}

/** dx (+)= y > 0 ? dy : slope·dy; y may be the output or the input. */
export function leakyReluBackward(dx: usize, dy: usize, y: usize, n: usize, slope: f32, adds: i32): void {
  eachBackward<LeakyRelu>(dx, dy, y, n, slope, adds);
}

class Elu {
  /**
   * x, or alpha·(e^x − 1) where x < 0; alpha ≥ 0. Within 2 for alpha 1, also near 0.
   *
   * @see Clevert, Unterthiner & Hochreiter, 2016. https://arxiv.org/abs/1511.07289
   */
  @inline
  value(x: v128, alpha: v128): v128 {
    const zero = splat(0);
    const below = f32x4.mul(expm1Vector(f32x4.pmin(x, zero)), alpha);
    return v128.bitselect(below, x, f32x4.lt(x, zero));
  }

  /** dy where y > 0 (or NaN), else dy·(y + alpha), for alpha·e^x = y + alpha. */
  @inline
  gradient(dy: v128, y: v128, alpha: v128): v128 {
    return v128.bitselect(f32x4.mul(dy, f32x4.add(y, alpha)), dy, f32x4.le(y, splat(0)));
  }
}

/** As the value of `Elu`. */
export function elu(out: usize, x: usize, n: usize, alpha: f32): void {
  each<Elu>(out, x, n, alpha);
}

/** dx (+)= y > 0 ? dy : dy·(y + alpha). */
export function eluBackward(dx: usize, dy: usize, y: usize, n: usize, alpha: f32, adds: i32): void {
  eachBackward<Elu>(dx, dy, y, n, alpha, adds);
}

// The fixed point of zero mean and unit variance: alpha = 1.6732632423543772, lambda = 1.0507009873554805.
const seluLambda: f32 = 1.05070102;
const seluLambdaAlpha: f32 = 1.75809932;

class Selu {
  /**
   * lambda·x, or lambda·alpha·(e^x − 1) where x < 0. Within 3.
   *
   * @see Klambauer et al., 2017, equation 2. https://arxiv.org/abs/1706.02515
   */
  @inline
  value(x: v128, parameter: v128): v128 {
    const zero = splat(0);
    const below = f32x4.mul(expm1Vector(f32x4.pmin(x, zero)), splat(seluLambdaAlpha));
    return v128.bitselect(below, f32x4.mul(x, splat(seluLambda)), f32x4.lt(x, zero));
  }

  /** dy·lambda where y > 0 (or NaN), else dy·(y + lambda·alpha). */
  @inline
  gradient(dy: v128, y: v128, parameter: v128): v128 {
    const slope = v128.bitselect(f32x4.add(y, splat(seluLambdaAlpha)), splat(seluLambda), f32x4.le(y, splat(0)));
    return f32x4.mul(dy, slope);
  }
}

/** As the value of `Selu`. */
export function selu(out: usize, x: usize, n: usize): void {
  each<Selu>(out, x, n, 0);
}

/** dx (+)= y > 0 ? lambda·dy : dy·(y + lambda·alpha). */
export function seluBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward<Selu>(dx, dy, y, n, 0, adds);
}

class Softplus {
  /** ln(1 + e^x) as max(x, 0) + ln(1 + e^−|x|), which cannot overflow. Within 2; +0 below x = −87.3365. */
  @inline
  value(x: v128, parameter: v128): v128 {
    return f32x4.add(f32x4.pmax(x, splat(0)), log1pVector(expFlushedVector(f32x4.neg(magnitude(x)))));
  }

  /** dy·sigmoid(x), for sigmoid(x) = 1 − e^−y. */
  @inline
  gradient(dy: v128, y: v128, parameter: v128): v128 {
    return flushedProduct(dy, f32x4.neg(expm1Vector(f32x4.neg(y))));
  }
}

/** As the value of `Softplus`. */
export function softplus(out: usize, x: usize, n: usize): void {
  each<Softplus>(out, x, n, 0);
}

/** dx (+)= dy·(1 − e^−y), flushed. */
export function softplusBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward<Softplus>(dx, dy, y, n, 0, adds);
}

class Tanh {
  @inline
  value(x: v128, parameter: v128): v128 {
    return tanhVector(x);
  }

  /** dy·(1 − y²) */
  @inline
  gradient(dy: v128, y: v128, parameter: v128): v128 {
    return flushedProduct(dy, f32x4.sub(splat(1), f32x4.mul(y, y)));
  }
}

/** As the value of `Tanh`. */
export function tanh(out: usize, x: usize, n: usize): void {
  each<Tanh>(out, x, n, 0);
}

/** dx (+)= dy·(1 − y²), flushed. */
export function tanhBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward<Tanh>(dx, dy, y, n, 0, adds);
}

class Sigmoid {
  @inline
  value(x: v128, parameter: v128): v128 {
    return sigmoidVector(x);
  }

  /** dy·y·(1 − y) */
  @inline
  gradient(dy: v128, y: v128, parameter: v128): v128 {
    return flushedProduct(dy, f32x4.mul(y, f32x4.sub(splat(1), y)));
  }
}

/** As the value of `Sigmoid`. */
export function sigmoid(out: usize, x: usize, n: usize): void {
  each<Sigmoid>(out, x, n, 0);
}

/** dx (+)= dy·y·(1 − y), flushed. */
export function sigmoidBackward(dx: usize, dy: usize, y: usize, n: usize, adds: i32): void {
  eachBackward<Sigmoid>(dx, dy, y, n, 0, adds);
}
