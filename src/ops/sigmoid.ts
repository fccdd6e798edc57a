import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * Logistic function, from (−∞, ∞) onto (0, 1).
 *
 *     y = 1 / (1 + e⁻ˣ)
 *     ∂L/∂x = y · (1 − y) · ∂L/∂y      (below 2⁻⁸⁰ in size: 0)
 *
 * In float32 y is 1 from x ≈ 17 on, so a loss on its logarithm is lost there: `sigmoidCrossEntropy` takes x instead.
 */
export function sigmoid(x: Tensor): Tensor {
  return unary({ name: 'sigmoid', reads: 'output', forward: kernels.sigmoid, backward: kernels.sigmoidBackward }, x);
}
