import type { Tensor } from '../tensor/tensor.ts';
import { requireTensor } from './operand.ts';
import { type Axes, planAxes, sumAlong } from './reduction.ts';

/**
 * y = Σ x over some axes, or over all of them.
 *
 *     ∂L/∂x = ∂L/∂y for every value that goes into it
 *
 * The order of addition is fixed: 16 interleaved float32 partials in every 4,096 values of the reduced axes, folded by
 * halves, and block sums added in float64. Axes that are not neighbours are summed one run after the other, the innermost
 * first. NaN or Infinity anywhere comes through.
 *
 * @param axis an axis, several, or all where it is left out; negative ones count from the end.
 * @param keepDims keeps reduced axes with size 1, so that the result broadcasts against x.
 * @throws RangeError for an axis that x does not have or that is named twice; TypeError for anything of the wrong kind.
 */
export function sum(x: Tensor, axis?: Axes, keepDims = false): Tensor {
  requireTensor('sum', 'x', x);
  return sumAlong('sum', x, planAxes('sum', x.shape, axis, keepDims), 1);
}
