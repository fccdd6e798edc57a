import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * y = ln x, within one unit in the last place.
 *
 *     ∂L/∂x = ∂L/∂y / x
 *
 * ln 0 is −Infinity, and NaN below 0; the gradient at 0 is infinite, so add an epsilon where 0 can occur.
 *
 * @throws TypeError unless `x` is a tensor.
 */
export function log(x: Tensor): Tensor {
  return unary({ name: 'log', reads: 'input', forward: kernels.log, backward: kernels.logBackward }, x);
}
