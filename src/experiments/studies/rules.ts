/** All update rules on one network, each at six rates around its own: what their papers say of them, judged. */
import type { Cell } from './cell.ts';
import { ruleAnswer, ruleSections, ruleSetup } from './describe-rules.ts';
import { optimizerRates } from './optimizer-rates.ts';
import { studyOptimizers } from './optimizer-words.ts';
import { ruleStatements } from './rule-statements.ts';
import type { Study } from './study.ts';

export const rulesStudy: Study = {
  name: 'rules',
  title: 'Update rules',
  question:
    'What is each of twelve update rules worth at its own best learning rate and at its default, how much does it depend on the ' +
    'rate, and do those that were meant to mend another one do so?',
  summary: '12 update rules x 6 learning rates, with ReLU: what their papers say, judged',
  cells: studyOptimizers.flatMap((optimizer) =>
    optimizerRates[optimizer].map(
      (learningRate): Cell => ({
        name: `${optimizer} relu ${learningRate}`,
        ...{ hidden: [64, 64], activation: 'relu', optimizer, learningRate },
      }),
    ),
  ),
  setup: ruleSetup,
  statements: ruleStatements,
  answer: ruleAnswer,
  sections: ruleSections,
};
