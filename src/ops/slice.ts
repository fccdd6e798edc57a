import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import { ShapeError, shapeText, valueText } from '../errors.ts';
import { stridesOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { requireTensor } from './operand.ts';
import { layoutRoom, planStrided, runStrided } from './strided.ts';

/**
 * A block of x: along axis i the `size[i]` values from `begin[i]` on.
 *
 *     y[i, j, …] = x[begin[0] + i, begin[1] + j, …]      ∂L/∂x = ∂L/∂y in the block, 0 around it
 *
 * @param begin one start for each axis, counted from 0.
 * @param size one size for each axis; −1 takes everything to the end.
 * @throws ShapeError unless both have one entry for each axis; RangeError where the block leaves x; TypeError.
 */
export function slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  requireTensor('slice', 'x', x);
  const shape = requireBlock(x, begin, size);
  const strides = stridesOf(x.shape);
  const plan = planStrided(shape, stridesOf(shape), strides);
  const startBytes = 4 * begin.reduce((offset, start, axis) => offset + start * strides[axis], 0);
  const y = result(shape);
  const room = layoutRoom(plan);
  const backwardRoom = layoutRoom(plan);
  return apply({
    name: 'slice',
    inputs: [x],
    output: y,
    constants: [...begin],
    scratch: [room],
    backwardScratch: [backwardRoom],
    forward(run) {
      runStrided(plan.there, run.address(y), run.address(x) + startBytes, run.address(room), 0);
    },
    backward(run) {
      const dx = run.gradient(x);
      const adds = run.adds(x);
      if (adds === 0 && y.size < x.size) kernels.fill(dx, x.size, 0);
      runStrided(plan.back, dx + startBytes, run.gradient(y), run.address(backwardRoom), adds);
    },
  });
}

/** The shape of the block. */
function requireBlock(x: Tensor, begin: readonly number[], size: readonly number[]): number[] {
  for (const [name, list] of Object.entries({ begin, size })) {
    if (!Array.isArray(list)) {
      throw new TypeError(`slice: ${name} must be an array, one number for each axis, got ${valueText(list)}`);
    }
    if (list.length !== x.rank) {
      throw new ShapeError(
        `slice: ${name} needs one number for each of the ${x.rank} axes of ${shapeText(x.shape)}, got ${list.length}`,
      );
    }
  }
  return x.shape.map((length, axis) => {
    const start = begin[axis];
    if (!Number.isInteger(start) || start < 0 || start >= length) {
      throw new RangeError(
        `slice: begin[${axis}] must be a whole number in [0, ${length - 1}] for ${shapeText(x.shape)}, got ${valueText(start)}`,
      );
    }
    const most = length - start;
    const taken = size[axis] === -1 ? most : size[axis];
    if (!Number.isInteger(taken) || taken < 1 || taken > most) {
      throw new RangeError(
        `slice: size[${axis}] must be −1 or a whole number in [1, ${most}] from ${start} on for ${shapeText(x.shape)}, got ${valueText(size[axis])}`,
      );
    }
    return taken;
  });
}
