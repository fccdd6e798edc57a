import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { alongAxis } from './along-axis.ts';

/**
 * Logarithm of the softmax along one axis, exact also where the softmax itself rounds to 0.
 *
 *     yᵢ = xᵢ − m − log Σⱼ e^(xⱼ − m),   m = max x
 *     ∂L/∂xᵢ = ∂L/∂yᵢ − e^(yᵢ) · Σⱼ ∂L/∂yⱼ
 *
 * @param axis the last unless set; another one costs a transposition there and back.
 * @throws RangeError for an axis that x does not have.
 */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  return alongAxis({ name: 'logSoftmax', forward: kernels.logSoftmax, backward: kernels.logSoftmaxBackward }, x, axis);
}
