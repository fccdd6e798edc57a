import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * y = eˣ, within one unit in the last place.
 *
 *     ∂L/∂x = y · ∂L/∂y
 *
 * Infinity above x = 88.72, 0 far below −100; e^−∞ is 0, NaN gives NaN.
 *
 * @throws TypeError unless `x` is a tensor.
 */
export function exp(x: Tensor): Tensor {
  return unary({ name: 'exp', reads: 'output', forward: kernels.exp, backward: kernels.expBackward }, x);
}
