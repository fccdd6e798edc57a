/** Which optimizer goes with which activation, each at its own best learning rate and at the default. */
import { bestOf, worstOf } from '../choose.ts';
import { type Cell, type CellActivation, cellActivations } from './cell.ts';
import { answerOptimizers, optimizerSections, optimizerSetup } from './describe-optimizers.ts';
import { type Statement, testAccuracies } from './judge-statements.ts';
import { findPairs, type PairFindings, type RateFindings, titleOfPair } from './optimizer-pairs.ts';
import { optimizerRates } from './optimizer-rates.ts';
import type { StudyOptimizer } from './optimizer-words.ts';
import type { Study, StudyResults } from './study.ts';

const hidden = [64, 64];

const contestants: readonly StudyOptimizer[] = ['sgd', 'momentum', 'nesterov', 'rmsProp', 'adam', 'adamW'];

export const optimizersStudy: Study = {
  name: 'optimizers',
  title: 'Optimizers and activations',
  question:
    'Which optimizer goes with which activation, what is each worth at its own best learning rate, and how much of the difference ' +
    'between them is left of what one sees at the default rates?',
  summary: '6 optimizers x 3 activations x 6 learning rates, each at its best rate and at the default',
  cells: contestants.flatMap((optimizer) =>
    cellActivations.flatMap((activation) =>
      optimizerRates[optimizer].map(
        (learningRate): Cell => ({
          name: `${optimizer} ${activation} ${learningRate}`,
          ...{ hidden, activation, optimizer, learningRate },
        }),
      ),
    ),
  ),
  setup: optimizerSetup,
  statements: statementsOf,
  answer: answerOptimizers,
  sections: optimizerSections,
};

/**
 * "ReLU with Adam and with RMSProp reach the highest accuracy, sigmoid with Momentum the lowest", as single statements: at the default
 * rates, as it was published, and at the best ones. The best or worst of the others is what the validation part says it is.
 */
function statementsOf(results: StudyResults): Statement[] {
  const pairs = findPairs(results);
  const high: readonly (readonly [StudyOptimizer, CellActivation])[] = [
    ['adam', 'relu'],
    ['rmsProp', 'relu'],
  ];
  const is = (one: PairFindings, [optimizer, activation]: (typeof high)[number]): boolean =>
    one.optimizer === optimizer && one.activation === activation;
  const low = ['momentum', 'sigmoid'] as const;
  return (['atDefault', 'atBest'] as const).flatMap((at) => {
    const where = at === 'atBest' ? 'Each at its best rate' : 'At the default rates';
    const measured = pairs.filter((pair) => pair[at].accuracy);
    const compare = (
      name: string,
      says: Statement['says'],
      one: PairFindings | undefined,
      other: PairFindings | undefined,
    ): Statement => ({
      name: `${where}, ${name}`,
      about:
        one && other ? `${titleOfPair(one)} ${one[at].setting} and ${titleOfPair(other)} ${other[at].setting}` : '–',
      before: testAccuracies(other?.[at].runs ?? []),
      after: testAccuracies(one?.[at].runs ?? []),
      says,
    });
    const worst = measured.find((pair) => is(pair, low));
    const figuresOf = (pair: PairFindings): RateFindings => pair[at];
    const bestOfOthers = bestOf(
      measured.filter((pair) => !high.some((one) => is(pair, one))),
      figuresOf,
    );
    const worstOfOthers = worstOf(
      measured.filter((pair) => !is(pair, low)),
      figuresOf,
    );
    return [
      ...high.flatMap((one) => {
        const pair = measured.find((other) => is(other, one));
        const title = one[0] === 'adam' ? 'ReLU with Adam' : 'ReLU with RMSProp';
        return [
          compare(`${title} is more accurate than the best of the others`, 'higher', pair, bestOfOthers),
          compare(`${title} is more accurate than sigmoid with Momentum`, 'higher', pair, worst),
        ];
      }),
      compare('sigmoid with Momentum is less accurate than the worst of the others', 'lower', worst, worstOfOthers),
    ];
  });
}
