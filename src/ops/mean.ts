import type { Tensor } from '../tensor/tensor.ts';
import { requireTensor } from './operand.ts';
import { type Axes, planAxes, sumAlong } from './reduction.ts';

/**
 * y = Σ x / n over some axes, or over all of them, n values going into each of y.
 *
 *     ∂L/∂x = ∂L/∂y / n
 *
 * Summed as in `sum`, and divided once, in float64, before rounding.
 *
 * @param axis an axis, several, or all where it is left out; negative ones count from the end.
 * @param keepDims keeps reduced axes with size 1, so that the result broadcasts against x.
 * @throws RangeError for an axis that x does not have or that is named twice; TypeError for anything of the wrong kind.
 */
export function mean(x: Tensor, axis?: Axes, keepDims = false): Tensor {
  requireTensor('mean', 'x', x);
  const plan = planAxes('mean', x.shape, axis, keepDims);
  return sumAlong('mean', x, plan, plan.count);
}
