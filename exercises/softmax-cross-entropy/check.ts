import { randomNormal, softmaxCrossEntropy, tensor } from '../../src/index.ts';
import { requireValues } from '../runner/compare.ts';
import type { Exercise } from '../runner/exercise.ts';

export const exercise: Exercise<typeof import('./solution.ts')> = {
  title: 'why softmax and cross-entropy belong together',
  page: 'docs/read/03-backward.md',
  hints: [
    'log Σ exp(z[k]) differentiated by z[c] is exp(z[c]) / Σ exp(z[k]): that is p[c].',
    'z[label] differentiated by z[c] is 1 where c = label, else 0. So one row has dz[c] = p[c] − (1 or 0).',
    'L is a mean over rows: divide by rows.',
    'For large z: subtract the largest logit of the row from all of them before exp.',
  ],
  checks: [
    {
      name: 'is p − 1 at the label and p elsewhere, for one row',
      run({ softmaxCrossEntropyGradient }) {
        // exp(log 1), exp(log 2), exp(log 5): p = 1/8, 2/8, 5/8
        const z = Float32Array.of(0, Math.log(2), Math.log(5));
        requireValues('dz', softmaxCrossEntropyGradient(z, [1], 1, 3), [0.125, -0.75, 0.625], {
          given: 'z = [[log 1, log 2, log 5]], so p = 1/8  2/8  5/8;  label 1',
          mistakes: {
            'That is p: at the label 1 has to be subtracted.': [0.125, 0.25, 0.625],
            'The signs are the other way: this goes uphill.': [-0.125, 0.75, -0.625],
            'That is the gradient by p, −1/p at the label; go on to z.': [0, -4, 0],
          },
        });
      },
    },
    {
      name: 'is a mean over the rows',
      run({ softmaxCrossEntropyGradient }) {
        const z = Float32Array.of(0, 0, 0, Math.log(3));
        requireValues('dz', softmaxCrossEntropyGradient(z, [0, 1], 2, 2), [-0.25, 0.25, 0.125, -0.125], {
          given: 'z = [[0, 0], [0, log 3]], labels 0, 1',
          mistakes: {
            'Every row has its own gradient, but L is their mean: divide by rows.': [-0.5, 0.5, 0.25, -0.25],
            'All rows were normalised by one sum; each row has its own.': [-5 / 12, 1 / 12, 1 / 12, -0.25],
          },
        });
      },
    },
    {
      name: 'bears large logits',
      run({ softmaxCrossEntropyGradient }) {
        const z = Float32Array.of(1000, 1000, 0, -1000);
        requireValues('dz', softmaxCrossEntropyGradient(z, [0, 0], 2, 2), [-0.25, 0.25, 0, 0], {
          given: 'z = [[1000, 1000], [0, −1000]], labels 0, 0',
        });
      },
    },
    {
      name: 'agrees with the engine on 20 rows of 7 classes',
      run({ softmaxCrossEntropyGradient }) {
        const z = tensor(randomNormal([20, 7], { seed: 1, standardDeviation: 3 }).toFloat32Array(), [20, 7], {
          requiresGrad: true,
        });
        const labels = Array.from({ length: 20 }, (_, i) => (i * 3) % 7);
        softmaxCrossEntropy(z, tensor(labels)).backward();
        const dz = softmaxCrossEntropyGradient(z.toFloat32Array(), labels, 20, 7);
        requireValues('dz', dz, z.grad!.toFloat32Array(), { tolerance: 1e-6 });
      },
    },
  ],
};
