import { ShapeError, shapeText } from '../errors.ts';
import { normalizeAxis } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { join, requireTensors } from './join.ts';

/**
 * Tensors one after the other along an axis that they have.
 *
 *     concat([[1, 2]], [[3, 4]]) = [[1, 2], [3, 4]] along 0, [[1, 2, 3, 4]] along 1
 *     ∂L/∂xᵢ = the block of ∂L/∂y where xᵢ stands
 *
 * Shapes are equal but along `axis`, where that of the result is their sum. The same tensor may come more than once.
 *
 * @param axis negative ones count from the end.
 * @throws ShapeError where ranks or other sizes differ; RangeError for an axis they do not have; TypeError.
 */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  const list = requireTensors('concat', tensors);
  const first = list[0];
  const along = normalizeAxis('concat', axis, first.rank);
  list.forEach((tensor, i) => {
    if (tensor.rank === first.rank && tensor.shape.every((size, j) => j === along || size === first.shape[j])) return;
    throw new ShapeError(
      `concat: sizes may differ along axis ${along} only: [0] is ${shapeText(first.shape)}, [${i}] is ${shapeText(tensor.shape)}`,
    );
  });
  const total = list.reduce((sum, tensor) => sum + tensor.shape[along], 0);
  const shape = first.shape.map((size, i) => (i === along ? total : size));
  return join('concat', list, shape, along);
}
