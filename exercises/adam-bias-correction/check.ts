import { Adam, tensor } from '../../src/index.ts';
import { numberText, requireNumber, requireValues } from '../runner/compare.ts';
import type { Exercise } from '../runner/exercise.ts';

type Answer = typeof import('./solution.ts');

const usual = { rate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const given = (m: number, v: number, t: number): string =>
  `m = ${numberText(m)}, v = ${numberText(v)}, t = ${t}, η = 0.1, β₁ = 0.9, β₂ = 0.999, ε = 1e-8`;

export const exercise: Exercise<Answer> = {
  title: 'why the first steps of Adam are as long as the others',
  page: 'docs/read/10-adam.md',
  hints: [
    'Unroll m for a constant g: m = (1 − β₁)(1 + β₁ + β₁² + … + β₁ᵗ⁻¹) · g.',
    'The bracket is a geometric series: (1 − β₁ᵗ)/(1 − β₁). So m = (1 − β₁ᵗ) · g.',
    'm̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ). In TypeScript a power is beta1 ** t.',
  ],
  checks: [
    {
      name: 'steps by η at t = 1, however large the gradient is',
      run({ adamStep }) {
        for (const g of [2, -0.01, 300]) {
          const [m, v] = [0.1 * g, 0.001 * g * g];
          requireNumber('the step', adamStep(m, v, 1, usual), 0.1 * Math.sign(g), {
            given: `g = ${numberText(g)}, so ${given(m, v, 1)}`,
            mistakes: {
              'That is the step without correction: √0.001 is too small a divisor.': [
                (0.1 * m) / (Math.sqrt(v) + 1e-8),
              ],
              'm and v were multiplied by 1 − βᵗ, not divided.': [(0.1 * m * 0.1) / (Math.sqrt(v * 0.001) + 1e-8)],
              'm was corrected and v was not.': [(0.1 * g) / (Math.sqrt(v) + 1e-8)],
              'v was corrected and m was not.': [(0.1 * m) / (Math.abs(g) + 1e-8)],
              'The exponent was t − 1: at t = 1 that divides by 1 − 1.': [Number.NaN],
            },
          });
        }
      },
    },
    {
      name: 'steps by η at every t under a steady gradient',
      run({ adamStep }) {
        for (const t of [2, 12, 100, 1000]) {
          const [m, v] = [3 * (1 - 0.9 ** t), 9 * (1 - 0.999 ** t)];
          requireNumber('the step', adamStep(m, v, t, usual), 0.1, {
            given: `g = 3 at all steps, so ${given(m, v, t)}`,
            mistakes: {
              'The correction is that of t = 1: βᵗ is missing its exponent.': [
                (0.1 * (m / 0.1)) / Math.sqrt(v / 0.001),
              ],
            },
          });
        }
      },
    },
    {
      name: 'does not move where there never was a gradient',
      run({ adamStep }) {
        requireNumber('the step', adamStep(0, 0, 5, usual), 0, { given: given(0, 0, 5) });
      },
    },
    {
      name: 'puts ε outside the root',
      run({ adamStep }) {
        const options = { ...usual, epsilon: 1 };
        // m̂ = 3, √v̂ = 3:  0.1 · 3 / (3 + 1)
        requireNumber('the step', adamStep(0.3, 0.009, 1, options), 0.075, {
          given: 'm = 0.3, v = 0.009, t = 1, ε = 1',
          mistakes: {
            'ε stands inside the root.': [(0.1 * 3) / Math.sqrt(9 + 1)],
            'ε is missing.': [0.1],
          },
        });
      },
    },
    {
      name: 'agrees with the engine over twenty steps',
      run({ adamStep }) {
        const theta = tensor([0], [1], { requiresGrad: true });
        const optimizer = new Adam({ learningRate: 0.1 });
        let [m, v, by] = [0, 0, 0];
        const mine: number[] = [];
        const theirs: number[] = [];
        for (let t = 1; t <= 20; t++) {
          const g = Math.fround(Math.cos(t));
          theta.grad = tensor([g]);
          optimizer.step([theta]);
          m = 0.9 * m + 0.1 * g;
          v = 0.999 * v + 0.001 * g * g;
          by -= adamStep(m, v, t, usual);
          mine.push(by);
          theirs.push(theta.item());
        }
        requireValues('θ after each step', mine, theirs, { given: 'gradients cos 1, cos 2, …' });
      },
    },
  ],
};
