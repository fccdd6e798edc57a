import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * Hyperbolic tangent, from (−∞, ∞) onto (−1, 1).
 *
 *     y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)
 *     ∂L/∂x = (1 − y²) · ∂L/∂y
 *
 * In float32 y is ±1 from |x| ≈ 9 on, and the gradient there is 0.
 */
export function tanh(x: Tensor): Tensor {
  return unary({ name: 'tanh', reads: 'output', forward: kernels.tanh, backward: kernels.tanhBackward }, x);
}
