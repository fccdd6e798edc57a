import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * y = |x|.
 *
 *     ∂L/∂x = ∂L/∂y · sign(x)      (0 at x = 0, as in PyTorch)
 *
 * NaN gives NaN.
 *
 * @throws TypeError unless `x` is a tensor.
 */
export function abs(x: Tensor): Tensor {
  return unary({ name: 'abs', reads: 'input', forward: kernels.abs, backward: kernels.absBackward }, x);
}
