import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import { ShapeError, shapeText } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { indexError } from './indices.ts';
import { noGradientBy, requireTensor } from './operand.ts';

/**
 * Rows of a table by their numbers: y[…, :] = table[indices[…], :].
 *
 *     ∂L/∂table[r] = Σ ∂L/∂y[i] over the places i with index r, in the order of i; 0 for rows that nobody asked for
 *
 * Shapes: table [entries, columns], indices of any shape […], y […, columns]. No gradient by the indices. Whenever it
 * runs, also in replays of a recorded graph, every index is checked.
 *
 * @throws ShapeError unless the table has two axes; TypeError for anything but tensors; RangeError, when it runs, for an
 *   index that is not a whole number in [0, entries), naming its position.
 */
export function embedding(table: Tensor, indices: Tensor): Tensor {
  requireTensor('embedding', 'table', table);
  requireTensor('embedding', 'indices', indices);
  if (table.rank !== 2) {
    throw new ShapeError(`embedding: expected a table [entries, columns], got ${shapeText(table.shape)}`);
  }
  const [entries, columns] = table.shape;
  const rows = indices.size;
  const y = result([...indices.shape, columns]);
  return apply({
    name: 'embedding',
    inputs: [table, indices],
    output: y,
    backwardReads: [indices],
    forward(run) {
      const at = run.address(indices);
      const wrong = kernels.gatherRows(run.address(y), run.address(table), at, rows, columns, entries);
      if (wrong >= 0) throw indexError('embedding', 'index', indices.shape, at, wrong, entries);
    },
    backward(run) {
      noGradientBy(indices, run);
      const dTable = run.gradient(table);
      if (dTable === 0) return;
      const at = run.address(indices);
      kernels.scatterRows(dTable, run.gradient(y), at, rows, columns, entries, run.adds(table));
    },
  });
}
