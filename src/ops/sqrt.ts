import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * y = √x.
 *
 *     ∂L/∂x = ∂L/∂y / 2y
 *
 * √x is NaN below 0; the gradient at 0 is infinite, so keep x above it by an epsilon where 0 can occur. √−0 is −0.
 *
 * @throws TypeError unless `x` is a tensor.
 */
export function sqrt(x: Tensor): Tensor {
  return unary({ name: 'sqrt', reads: 'output', forward: kernels.sqrt, backward: kernels.sqrtBackward }, x);
}
