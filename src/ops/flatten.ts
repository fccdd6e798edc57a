import type { Tensor } from '../tensor/tensor.ts';
import { requireTensor } from './operand.ts';
import { reshaped } from './reshape.ts';

/**
 * All values in row-major order along one axis, as NumPy's `flatten`: shape [size], also for a scalar.
 *
 *     y[i] = value i of x
 *     ∂L/∂x = ∂L/∂y in the shape of x
 *
 * The layer `Flatten` is another thing: it keeps the first axis, the samples of the batch.
 *
 * @throws TypeError unless `x` is a tensor.
 */
export function flatten(x: Tensor): Tensor {
  requireTensor('flatten', 'x', x);
  return reshaped('flatten', x, [x.size]);
}
