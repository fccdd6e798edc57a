import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { alongAxis } from './along-axis.ts';

/**
 * Softmax along one axis: positive values that sum to one.
 *
 *     yᵢ = e^(xᵢ − m) / Σⱼ e^(xⱼ − m),   m = max x      (m cancels; it keeps the exponentials from overflowing)
 *     ∂L/∂xᵢ = yᵢ · (∂L/∂yᵢ − Σⱼ yⱼ · ∂L/∂yⱼ)           (below 2⁻⁸⁰ in size: 0)
 *
 * To train a classifier give the logits to `softmaxCrossEntropy`, which takes no logarithm of a probability that has
 * rounded to 0.
 *
 * @param axis the last unless set; another one costs a transposition there and back.
 * @throws RangeError for an axis that x does not have.
 */
export function softmax(x: Tensor, axis = -1): Tensor {
  return alongAxis({ name: 'softmax', forward: kernels.softmax, backward: kernels.softmaxBackward }, x, axis);
}
