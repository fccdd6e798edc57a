import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import { ShapeError, shapeText, valueText } from '../errors.ts';
import { requireShape, type Shape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { requireTensor } from './operand.ts';

/**
 * The same values in row-major order under another shape.
 *
 *     value i of y = value i of x
 *     ∂L/∂x = ∂L/∂y in the shape of x
 *
 * @param shape sizes whose product is the size of x; one of them may be −1 and is then worked out.
 * @throws ShapeError where the sizes do not fit; TypeError unless `shape` is an array.
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  requireTensor('reshape', 'x', x);
  return reshaped('reshape', x, complete(x, shape));
}

/** The node itself: y is a copy of x under `shape`, which has as many values. */
export function reshaped(name: string, x: Tensor, shape: Shape): Tensor {
  const y = result(shape);
  return apply({
    name,
    inputs: [x],
    output: y,
    forward(run) {
      kernels.scale(run.address(y), run.address(x), x.size, 1, 0);
    },
    backward(run) {
      kernels.scale(run.gradient(x), run.gradient(y), x.size, 1, run.adds(x));
    },
  });
}

/** `shape` with −1 worked out. */
function complete(x: Tensor, shape: Shape): Shape {
  if (!Array.isArray(shape)) throw new TypeError(`reshape: shape must be an array of sizes, got ${valueText(shape)}`);
  const open = shape.indexOf(-1);
  if (open >= 0 && shape.indexOf(-1, open + 1) >= 0) {
    throw new ShapeError(`reshape: only one size may be −1, got ${shapeText(shape)}`);
  }
  const known = requireShape(
    'reshape',
    shape.map((size, i) => (i === open ? 1 : size)),
  );
  const rest = x.size / sizeOf(known);
  if (open < 0 ? rest !== 1 : !Number.isInteger(rest)) {
    throw new ShapeError(
      `reshape: ${shapeText(x.shape)} has ${x.size} values, ${shapeText(shape)} ${open < 0 ? `has ${sizeOf(known)}` : `needs a multiple of ${sizeOf(known)}`}`,
    );
  }
  return known.map((size, i) => (i === open ? rest : size));
}
