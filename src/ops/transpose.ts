import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import { ShapeError, shapeText, valueText } from '../errors.ts';
import { normalizeAxis, stridesOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { requireTensor } from './operand.ts';
import { layoutRoom, planStrided, runStrided } from './strided.ts';

/**
 * Axes in another order: axis i of y is axis axes[i] of x.
 *
 *     y[i₀, i₁, …] = x[…]  with  i₀ counting along axis axes[0] of x, i₁ along axes[1], …
 *     ∂L/∂x = ∂L/∂y with its axes put back
 *
 * Without `axes` their order is reversed, which for a matrix is the transpose. Values are copied, whatever they are.
 *
 * @param axes each axis of x once; negative ones count from the end.
 * @throws ShapeError unless `axes` names each axis once; RangeError for an axis that x does not have; TypeError.
 */
export function transpose(x: Tensor, axes?: readonly number[]): Tensor {
  requireTensor('transpose', 'x', x);
  const order = axes === undefined ? x.shape.map((_, i) => x.rank - 1 - i) : requireOrder(axes, x.rank);
  const shape = order.map((axis) => x.shape[axis]);
  const strides = stridesOf(x.shape);
  const plan = planStrided(
    shape,
    stridesOf(shape),
    order.map((axis) => strides[axis]),
  );
  const y = result(shape);
  const room = layoutRoom(plan);
  const backwardRoom = layoutRoom(plan);
  return apply({
    name: 'transpose',
    inputs: [x],
    output: y,
    constants: order,
    scratch: [room],
    backwardScratch: [backwardRoom],
    forward(run) {
      runStrided(plan.there, run.address(y), run.address(x), run.address(room), 0);
    },
    backward(run) {
      runStrided(plan.back, run.gradient(x), run.gradient(y), run.address(backwardRoom), run.adds(x));
    },
  });
}

function requireOrder(axes: readonly number[], rank: number): number[] {
  if (!Array.isArray(axes)) throw new TypeError(`transpose: axes must be an array of axes, got ${valueText(axes)}`);
  const order = axes.map((axis) => normalizeAxis('transpose', axis, rank));
  if (order.length !== rank || new Set(order).size !== rank) {
    throw new ShapeError(`transpose: axes must name each of the ${rank} axes once, got ${shapeText(axes)}`);
  }
  return order;
}
