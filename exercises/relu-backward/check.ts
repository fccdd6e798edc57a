import { mul, randomNormal, relu, sum, tensor } from '../../src/index.ts';
import { requireValues, valuesText } from '../runner/compare.ts';
import { type Exercise, Wrong } from '../runner/exercise.ts';

const f32 = (...values: number[]): Float32Array => Float32Array.from(values);
const givenText = (dy: Float32Array, x: Float32Array): string => `dy = ${valuesText(dy)},  x = ${valuesText(x)}`;

export const exercise: Exercise<typeof import('./solution.ts')> = {
  title: 'where a gradient passes through relu',
  page: 'docs/read/02-operation.md',
  hints: [
    'Draw y over x. What is its slope at x = 2, and at x = −2?',
    'The slope is 1 or 0, so dx[i] is dy[i] or 0. The sign of dy does not matter.',
    'It is x, not y and not dy, that decides: x[i] > 0.',
  ],
  checks: [
    {
      name: 'passes the gradient on where x is positive',
      run({ reluBackward }) {
        const [dy, x] = [f32(3, -4), f32(1, 2)];
        requireValues('dx', reluBackward(dy, x), [3, -4], {
          given: givenText(dy, x),
          mistakes: {
            'That is relu of the gradient: a negative gradient passes, too.': [3, 0],
            'That is y. The gradient dy has to appear.': [1, 2],
            'That is dy · x: the slope of y = x is 1, not x.': [3, -8],
          },
        });
      },
    },
    {
      name: 'stops it where x is negative',
      run({ reluBackward }) {
        const [dy, x] = [f32(3, -4, 5), f32(-1, 2, -0.001)];
        requireValues('dx', reluBackward(dy, x), [0, -4, 0], {
          given: givenText(dy, x),
          mistakes: { 'That is dy: nothing was stopped.': [3, -4, 5] },
        });
      },
    },
    {
      name: 'is 0 at the kink',
      run({ reluBackward }) {
        const [dy, x] = [f32(3, 3, 3), f32(0, -0, 1)];
        requireValues('dx', reluBackward(dy, x), [0, 0, 3], {
          given: givenText(dy, x),
          mistakes: { 'At x = 0 the slope was taken as 1: x > 0, not x >= 0.': [3, 3, 3] },
        });
      },
    },
    {
      name: 'leaves its arguments as they were',
      run({ reluBackward }) {
        const [dy, x] = [f32(3, -4), f32(-1, 2)];
        reluBackward(dy, x);
        requireValues('dy afterwards', dy, [3, -4]);
        requireValues('x afterwards', x, [-1, 2]);
      },
    },
    {
      name: 'agrees with the engine on a thousand random numbers',
      run({ reluBackward }) {
        const x = randomNormal([1000], { seed: 1 });
        const dy = randomNormal([1000], { seed: 2 });
        const leaf = tensor(x.toFloat32Array(), [1000], { requiresGrad: true });
        sum(mul(relu(leaf), dy)).backward();
        const dx = reluBackward(dy.toFloat32Array(), x.toFloat32Array());
        if (!(dx instanceof Float32Array)) throw new Wrong(`dx is no Float32Array: ${String(dx)}`);
        requireValues('dx', dx, leaf.grad!.toFloat32Array(), { tolerance: 0 });
      },
    },
  ],
};
