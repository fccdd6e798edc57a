import { Momentum, randomNormal, tensor } from '../../src/index.ts';
import { requireValues, valuesText } from '../runner/compare.ts';
import type { Exercise } from '../runner/exercise.ts';

type Answer = typeof import('./solution.ts');

/** Weights and velocity after steps with these gradients, from θ = 10. */
function after({ momentumStep }: Answer, gradients: readonly number[], rate: number, momentum: number) {
  const [theta, v] = [Float32Array.of(10), new Float32Array(1)];
  for (const g of gradients) momentumStep(theta, Float32Array.of(g), v, rate, momentum);
  return [theta[0], v[0]];
}

export const exercise: Exercise<Answer> = {
  title: 'a weight that keeps some of its speed',
  page: 'docs/read/08-momentum.md',
  hints: [
    'One loop over the weights, two assignments in it.',
    'v first: v[i] = momentum * v[i] + g[i].',
    'Then the weight moves by the new velocity: theta[i] -= rate * v[i].',
  ],
  checks: [
    {
      name: 'is plain gradient descent in the first step, where v is 0',
      run(answer) {
        requireValues('θ, v', after(answer, [4], 0.5, 0.5), [8, 4], {
          given: 'θ = 10, g = 4, v = 0, η = 0.5, μ = 0.5',
          mistakes: {
            'Neither θ nor v has changed: nothing is filled in yet.': [10, 0],
            'The weight went with the gradient, uphill: θ − ηv.': [12, 4],
            'The gradient was multiplied by 1 − μ: that is a running mean, as Adam has it. Here v is a sum.': [9, 2],
            'η went into v. By this rule it multiplies v when the weight moves, so that a later rate holds for all of v.':
              [8, 2],
            'The weight moved by the old velocity, which is 0: v first, then θ.': [10, 4],
            'The weight has moved and the velocity has not been kept.': [8, 0],
          },
        });
      },
    },
    {
      name: 'keeps a part of its speed in the second step',
      run(answer) {
        // v = 0.5·4 + 2 = 4,  θ = 8 − 0.5·4 = 6
        requireValues('θ, v', after(answer, [4, 2], 0.5, 0.5), [6, 4], {
          given: 'θ = 10, gradients 4, 2, η = 0.5, μ = 0.5',
          mistakes: {
            'The old velocity is not in it: that is plain gradient descent.': [7, 2],
            'The old velocity was kept whole: μ is missing.': [5, 6],
          },
        });
      },
    },
    {
      name: 'rolls on where the gradient is 0',
      run(answer) {
        // v = 4, 2, 1;  θ = 10 − 2 − 1 − 0.5
        requireValues('θ, v', after(answer, [4, 0, 0], 0.5, 0.5), [6.5, 1], {
          given: 'θ = 10, gradients 4, 0, 0, η = 0.5, μ = 0.5',
        });
      },
    },
    {
      name: 'agrees with the engine over ten steps of a hundred weights',
      run({ momentumStep }) {
        const start = randomNormal([100], { seed: 1 }).toFloat32Array();
        const weights = tensor(start, [100], { requiresGrad: true });
        const optimizer = new Momentum({ learningRate: 0.1, momentum: 0.9 });
        const [theta, v] = [start.slice(), new Float32Array(100)];
        for (let step = 0; step < 10; step++) {
          const gradient = randomNormal([100], { seed: 2 + step });
          weights.grad = gradient;
          optimizer.step([weights]);
          momentumStep(theta, gradient.toFloat32Array(), v, 0.1, 0.9);
        }
        requireValues('θ', theta, weights.toFloat32Array(), { given: `θ = ${valuesText(start.slice(0, 3))} …` });
      },
    },
  ],
};
