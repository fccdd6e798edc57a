import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import { requireInteger } from '../errors.ts';
import type { NestedArray } from '../tensor/shape.ts';
import { Tensor, tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { floats } from '../wasm/memory.ts';
import { indexError } from './indices.ts';

/**
 * Class indices as rows that are 1 at the class and 0 elsewhere: y[…, c] = 1 where c = labels[…].
 *
 * Shapes: labels of any shape […], y […, classes]. It has no gradient. Whenever it runs, every label is checked.
 *
 * @param labels a tensor or numbers, whole ones in [0, classes).
 * @throws RangeError for a number of classes below 1 and, when it runs, for a label outside [0, classes), naming its
 *   position; TypeError, ShapeError for labels that `tensor` refuses.
 */
export function oneHot(labels: Tensor | NestedArray | ArrayLike<number>, classes: number): Tensor {
  requireInteger('oneHot', { classes }, 1);
  const indices = labels instanceof Tensor ? labels : tensor(labels);
  const y = result([...indices.shape, classes]);
  return apply({
    name: 'oneHot',
    inputs: [indices],
    output: y,
    forward(run) {
      const [out, at] = [run.address(y), run.address(indices)];
      kernels.fill(out, y.size, 0);
      const memory = floats();
      for (let i = 0; i < indices.size; i++) {
        const label = memory[at / 4 + i];
        const isClass = Number.isInteger(label) && label >= 0 && label < classes;
        if (!isClass) throw indexError('oneHot', 'label', indices.shape, at, i, classes);
        memory[out / 4 + i * classes + label] = 1;
      }
    },
  });
}
