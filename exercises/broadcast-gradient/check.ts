import { add, mul, randomNormal, sum, tensor, zeros } from '../../src/index.ts';
import { requireValues } from '../runner/compare.ts';
import type { Exercise } from '../runner/exercise.ts';

export const exercise: Exercise<typeof import('./solution.ts')> = {
  title: 'what becomes of a gradient where a value was repeated',
  page: 'docs/read/02-operation.md',
  hints: [
    'With two rows b[0] is in y[0, 0] and in y[1, 0]. A small change of b[0] changes both.',
    'Where a value is used several times, the gradients of its uses add.',
    'db[j] is the sum of column j of dy: two loops, and db[j] += dy[i * columns + j].',
  ],
  checks: [
    {
      name: 'is dy where there is one row',
      run({ biasGradient }) {
        requireValues('db', biasGradient(Float32Array.of(1, 2, 3), 1, 3), [1, 2, 3], { given: 'dy = [[1, 2, 3]]' });
      },
    },
    {
      name: 'adds up the rows',
      run({ biasGradient }) {
        requireValues('db', biasGradient(Float32Array.of(1, 2, 3, 40, 50, 60), 2, 3), [41, 52, 63], {
          given: 'dy = [[1, 2, 3], [40, 50, 60]]',
          mistakes: {
            'That is the mean over the rows. A sum forward has a sum backward: who wants a mean divides in the loss.': [
              20.5, 26, 31.5,
            ],
            'That is the last row alone: each row overwrote the one before.': [40, 50, 60],
            'That is the first row alone.': [1, 2, 3],
            'Rows and columns are exchanged: dy[i, j] is dy[i * columns + j].': [4, 92, 60],
          },
        });
      },
    },
    {
      name: 'works for one column',
      run({ biasGradient }) {
        requireValues('db', biasGradient(Float32Array.of(1, 20, 300), 3, 1), [321], {
          given: 'dy = [[1], [20], [300]]',
        });
      },
    },
    {
      name: 'agrees with the engine on 17 rows of 5',
      run({ biasGradient }) {
        const dy = randomNormal([17, 5], { seed: 1 });
        const b = tensor([1, 2, 3, 4, 5], [5], { requiresGrad: true });
        sum(mul(add(zeros([17, 5]), b), dy)).backward();
        requireValues('db', biasGradient(dy.toFloat32Array(), 17, 5), b.grad!.toFloat32Array());
      },
    },
  ],
};
