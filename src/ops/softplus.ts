import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * Softplus: a smooth `relu`, always positive.
 *
 *     y = log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|)      (the second form never overflows)
 *     ∂L/∂x = σ(x) · ∂L/∂y = (1 − e⁻ʸ) · ∂L/∂y           (so backward needs the output alone)
 *
 * @see Dugas, Bengio, Bélisle, Nadeau & Garcia, 2001, section 3.
 *   https://proceedings.neurips.cc/paper/2000/hash/44968aece94f667e4095002d140b5896-Abstract.html
 */
export function softplus(x: Tensor): Tensor {
  return unary({ name: 'softplus', reads: 'output', forward: kernels.softplus, backward: kernels.softplusBackward }, x);
}
