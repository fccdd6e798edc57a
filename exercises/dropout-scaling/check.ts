import { randomNormal, randomUniform } from '../../src/index.ts';
import { requireNumber, requireValues } from '../runner/compare.ts';
import type { Exercise } from '../runner/exercise.ts';

const f32 = (...values: number[]): Float32Array => Float32Array.from(values);

export const exercise: Exercise<typeof import('./solution.ts')> = {
  title: 'what dropout does to values that it keeps',
  page: 'docs/walkthroughs/wine-quality.md',
  hints: [
    'A value is kept with probability 1 − rate. If kept values stayed as they are, y would be smaller than x on average.',
    'Set (1 − rate) · scale = 1.',
    'y[i] = uniform[i] < rate ? 0 : x[i] / (1 − rate).',
  ],
  checks: [
    {
      name: 'changes nothing at rate 0',
      run({ dropout }) {
        requireValues('y', dropout(f32(1, -2, 3), f32(0, 0.5, 0.99), 0), [1, -2, 3], {
          given: 'x = [1, −2, 3], uniform = [0, 0.5, 0.99], rate = 0',
        });
      },
    },
    {
      name: 'drops where the random number is below the rate, and scales the rest',
      run({ dropout }) {
        requireValues('y', dropout(f32(1, -2, 3, 4), f32(0.1, 0.3, 0.75, 0.9), 0.75), [0, 0, 12, 16], {
          given: 'x = [1, −2, 3, 4], uniform = [0.1, 0.3, 0.75, 0.9], rate = 0.75',
          mistakes: {
            'What is kept is not scaled: on average y is a quarter of x.': [0, 0, 3, 4],
            'The scale is 1 − rate. It has to undo the loss, not repeat it.': [0, 0, 0.75, 1],
            'The scale is 1 / rate; rate is the share that is dropped.': [0, 0, 4, 16 / 3],
            'It keeps where it should drop: rate is the share that is dropped.': [4, -8, 0, 0],
            '0.75 is not below 0.75: drop where uniform < rate.': [0, 0, 0, 16],
          },
        });
      },
    },
    {
      name: 'keeps the mean of 100,000 values',
      run({ dropout }) {
        const x = randomNormal([100_000], { mean: 1, seed: 1 }).toFloat32Array();
        const uniform = randomUniform([100_000], { seed: 2 }).toFloat32Array();
        const y = dropout(x, uniform, 0.3);
        const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
        // Its standard error is √(2·1.43 − 1) / √100,000 = 0.004.
        requireNumber('the mean of y', mean, 1, { tolerance: 0.02, given: 'x with mean 1, rate 0.3' });
      },
    },
  ],
};
