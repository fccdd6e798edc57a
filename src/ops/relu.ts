import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * Rectified linear unit: y = max(x, 0).
 *
 *     ∂L/∂x = ∂L/∂y where x > 0, else 0      (0 at the kink, as everyone does)
 *
 * NaN passes on, and so does the gradient where x is NaN, as in PyTorch.
 *
 * @see Nair & Hinton, 2010. https://www.cs.toronto.edu/~fritz/absps/reluICML.pdf
 */
export function relu(x: Tensor): Tensor {
  return unary({ name: 'relu', reads: 'output', forward: kernels.relu, backward: kernels.reluBackward }, x);
}
