import { ShapeError, shapeText } from '../errors.ts';
import { normalizeAxis, sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { join, requireTensors } from './join.ts';

/**
 * Tensors of one shape along a new axis.
 *
 *     stack([1, 2], [3, 4]) = [[1, 2], [3, 4]] along 0, [[1, 3], [2, 4]] along 1
 *     ∂L/∂xᵢ = the part of ∂L/∂y at index i of the new axis
 *
 * @param axis where the new axis stands in the result; negative ones count from the end.
 * @throws ShapeError where shapes differ; RangeError for an axis the result does not have; TypeError.
 */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  const list = requireTensors('stack', tensors);
  const { shape } = list[0];
  const along = normalizeAxis('stack', axis, shape.length + 1);
  list.forEach((tensor, i) => {
    if (sameShape(tensor.shape, shape)) return;
    throw new ShapeError(
      `stack: shapes must be equal: [0] is ${shapeText(shape)}, [${i}] is ${shapeText(tensor.shape)}`,
    );
  });
  return join('stack', list, [...shape.slice(0, along), list.length, ...shape.slice(along)], along);
}
