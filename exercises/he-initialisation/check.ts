import { matmul, mul, noGrad, randomNormal, relu, variance } from '../../src/index.ts';
import { numberText, requireNumber } from '../runner/compare.ts';
import { type Exercise, Wrong } from '../runner/exercise.ts';

/** The variance of a signal after each layer of 256 units with relu. */
function variances(deviation: number, layers: number): number[] {
  return noGrad(() => {
    let z = randomNormal([256, 256], { seed: 1 });
    return Array.from({ length: layers }, (_, layer) => {
      const weights = mul(randomNormal([256, 256], { seed: 2 + layer }), deviation);
      z = matmul(layer === 0 ? z : relu(z), weights);
      return variance(z).item();
    });
  });
}

export const exercise: Exercise<typeof import('./solution.ts')> = {
  title: 'weights that keep the size of a signal',
  page: 'docs/read/05-dense.md',
  hints: [
    'Put E[x²] = Var(z′)/2 into Var(z) = fanIn · s² · E[x²], and set Var(z) = Var(z′).',
    's² = 2 / fanIn. What is asked for is s.',
  ],
  checks: [
    {
      name: 'is 1 for two inputs',
      run({ heDeviation }) {
        requireNumber('s', heDeviation(2), 1, {
          given: 'fanIn = 2',
          mistakes: { 'That is the rule without relu, s² = 1/fanIn (LeCun).': [Math.SQRT1_2] },
        });
      },
    },
    {
      name: 'falls with the root of the inputs',
      run({ heDeviation }) {
        for (const fanIn of [8, 50, 800]) {
          requireNumber('s', heDeviation(fanIn), Math.sqrt(2 / fanIn), {
            tolerance: 1e-9,
            given: `fanIn = ${fanIn}`,
            mistakes: {
              'That is the variance s²; the root of it is asked for.': [2 / fanIn],
              'That is the rule without relu, s² = 1/fanIn (LeCun).': [Math.sqrt(1 / fanIn)],
            },
          });
        }
      },
    },
    {
      name: 'holds a signal over ten layers of 256 units',
      run({ heDeviation }) {
        const all = variances(heDeviation(256), 10);
        const last = all[9] / all[0];
        if (last > 0.5 && last < 2) return;
        throw new Wrong(
          `the variance of z goes ${all.map(numberText).join(', ')}; it should stay about ${numberText(all[0])}`,
        );
      },
    },
  ],
};
