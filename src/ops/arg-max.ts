import { apply } from '../autodiff/apply.ts';
import { result, workspace } from '../autodiff/node.ts';
import { normalizeAxis } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { requireTensor } from './operand.ts';
import { planAxes, requirePositions } from './reduction.ts';

/**
 * The position of the largest value along an axis: the first one where it stands more than once, the first NaN where
 * there is one. Whole numbers as float32. It has no gradient.
 *
 *     y = min { i : xᵢ = max x }
 *
 * @param axis negative ones count from the end. Left out, the position is that in row-major order of all values.
 * @throws RangeError for an axis that x does not have, or one of more than 2²⁴ values; TypeError.
 */
export function argMax(x: Tensor, axis?: number): Tensor {
  requireTensor('argMax', 'x', x);
  if (axis !== undefined) normalizeAxis('argMax', axis, x.rank); // one axis only
  const { passes } = planAxes('argMax', x.shape, axis, false);
  const { outer, axis: length, inner, shape } = passes[0];
  requirePositions('argMax', length);
  const index = result(shape);
  const largest = workspace(shape);
  return apply({
    name: 'argMax',
    inputs: [x],
    output: index,
    scratch: [largest],
    constants: [outer, length, inner],
    forward(run) {
      kernels.maxAxis(run.address(largest), run.address(index), run.address(x), outer, length, inner);
    },
  });
}
