import { requireKnownOptions, requireOneOf } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

export interface GeluOptions {
  /** Use the paper's formula with tanh, as the first transformers did, instead of the exact one. */
  readonly approximate?: 'tanh';
}

/**
 * Gaussian error linear unit: x times the probability that a standard normal value is below x.
 *
 *     y = x · Φ(x),   Φ(x) = (1 + erf(x/√2)) / 2
 *     ∂L/∂x = (Φ(x) + x · φ(x)) · ∂L/∂y,   φ(x) = e^(−x²/2) / √(2π)
 *
 * With `approximate: 'tanh'`, within 5e-4 of it:
 *
 *     y = x/2 · (1 + t),   t = tanh(√(2/π) · (x + 0.044715 x³))
 *     ∂L/∂x = ((1 + t)/2 + x/2 · (1 − t²) · √(2/π) · (1 + 0.134145 x²)) · ∂L/∂y
 *
 * @throws TypeError for an unknown option; RangeError for another approximation.
 * @see Hendrycks & Gimpel, 2016, section 2. https://arxiv.org/abs/1606.08415
 */
export function gelu(x: Tensor, options: GeluOptions = {}): Tensor {
  requireKnownOptions('gelu', options, ['approximate']);
  if (options.approximate === undefined) {
    return unary({ name: 'gelu', reads: 'input', forward: kernels.gelu, backward: kernels.geluBackwardFromInput }, x);
  }
  requireOneOf('gelu', 'approximate', options.approximate, ['tanh']);
  return unary(
    { name: 'geluTanh', reads: 'input', forward: kernels.geluTanh, backward: kernels.geluTanhBackwardFromInput },
    x,
  );
}
