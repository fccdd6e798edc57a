import type { Tensor } from '../tensor/tensor.ts';
import { requireTensor } from './operand.ts';
import { type Axes, extremeAlong, planAxes } from './reduction.ts';

/**
 * y = the smallest value of x along some axes, or of all.
 *
 *     ∂L/∂x = ∂L/∂y at the first place, in row-major order, where the smallest stands, 0 elsewhere
 *
 * NaN counts as smallest: where there is one, the result is NaN. Of −0 and +0, which are equal, the first is taken. For the
 * smaller of two tensors see `minimum`.
 *
 * @param axis an axis, several, or all where it is left out; negative ones count from the end.
 * @param keepDims keeps reduced axes with size 1, so that the result broadcasts against x.
 * @throws RangeError for an axis that x does not have or that is named twice, and, where a gradient is wanted, for more
 *   than 2²⁴ values along neighbouring axes; TypeError for anything of the wrong kind.
 */
export function min(x: Tensor, axis?: Axes, keepDims = false): Tensor {
  requireTensor('min', 'x', x);
  return extremeAlong('min', x, planAxes('min', x.shape, axis, keepDims));
}
