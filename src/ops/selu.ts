import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * Scaled exponential linear unit: `elu` with the two constants for which activations keep mean 0 and variance 1 from
 * layer to layer, given weights of variance 1/inputs (initializer `lecunNormal`).
 *
 *     y = λ · (x where x > 0, else α · (eˣ − 1))      λ = 1.0507009873554805, α = 1.6732632423543772
 *     ∂L/∂x = λ · ∂L/∂y where y > 0, else (y + λα) · ∂L/∂y
 *
 * @see Klambauer, Unterthiner, Mayr & Hochreiter, 2017, eq. 2 and 14. https://arxiv.org/abs/1706.02515
 */
export function selu(x: Tensor): Tensor {
  return unary({ name: 'selu', reads: 'output', forward: kernels.selu, backward: kernels.seluBackward }, x);
}
