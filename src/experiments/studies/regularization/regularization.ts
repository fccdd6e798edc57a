/** What methods against overfitting are worth, each along its strengths and at its own best one. */
import type { Block } from '../../../report/document.ts';
import { bestOf } from '../../choose.ts';
import { listText, percentText } from '../../figure-text.ts';
import type { Study } from '../study.ts';
import { aboutMethod, methodNames, regularizationCells } from './cells.ts';
import { describeColumns } from './describe-columns.ts';
import { describeConvergence } from './describe-convergence.ts';
import { describeBest, describeCells, describeStrengths } from './describe-methods.ts';
import { describeSizes, describeZeros, zerosText } from './describe-weights.ts';
import { differenceCell, differenceOf } from './difference.ts';
import { evidenceFrom, looksAtColumns, type RegularizationEvidence, regularizationLooks } from './evidence.ts';
import { findMethod, findMethods, type RegularizationResults } from './findings.ts';
import { regularizationStatements } from './statements.ts';

export const regularizationStudy: Study<RegularizationEvidence> = {
  name: 'regularization',
  title: 'Regularization',
  question:
    'What are L1, L2, both, dropout, batch normalisation and weight decay worth against no regularization, each along its strengths and at its own ' +
    'best one, which weights and columns does L1 switch off, and what does dropping these columns cost?',
  summary: 'L1, L2, both, dropout, batch normalisation, weight decay along their strengths',
  cells: regularizationCells,
  looks: regularizationLooks,
  trainingsOf: ({ name }) => (looksAtColumns(name) ? 3 : 1),
  evidenceFrom,
  setup,
  statements: regularizationStatements,
  answer,
  sections(results): Block[] {
    const all = findMethods(results);
    return [
      ...describeBest(all),
      ...describeStrengths(all),
      ...describeZeros(all),
      ...describeSizes(all),
      ...describeColumns(all),
      ...describeConvergence(all, results),
      ...describeCells(all),
    ];
  },
};

function setup({ settings }: RegularizationResults): string[] {
  const { hidden } = settings.cells[0];
  const strengths = methodNames.flatMap((method) => {
    const { title, strength, strengths } = aboutMethod(method);
    return strength === undefined ? [] : [`${title} ${strength} ${strengths.join(', ')}`];
  });
  return [
    `Networks: hidden layers of ${listText(hidden.map(String))} ReLU units, then softmax; Adam 0.001, with weight decay AdamW. Every network trains for all its epochs: ` +
      'to stop early would be one more method against overfitting. Penalties are on the weights of all layers and not on biases, dropout and batch normalisation ' +
      'after each hidden layer; weight decay is on everything that is learned.',
    `Strengths: ${strengths.join('; ')}. L1 is applied by its proximal step, which makes weights exactly 0; beside it by its subgradient, as libraries usually do.`,
  ];
}

/** The method that is best, and what L1 does to weights. */
function answer(results: RegularizationResults): string {
  const all = findMethods(results);
  const none = findMethod(all, 'none')?.chosen;
  const chosen = all.flatMap((one) => (one.chosen && one.method !== 'none' ? [one.chosen] : []));
  if (!none?.test || chosen.length === 0) return '';
  const best = bestOf(chosen, ({ validation }) => validation);
  const gap = none.gap!.mean;
  const points = `${(100 * Math.abs(gap)).toFixed(1)} points ${gap < 0 ? 'above' : 'below'}`;
  const plain = `Without regularization test accuracy is ${percentText(none.test.mean, 2)}, ${points} that on the rows trained on.`;
  const chosenText = best
    ? `Of the methods, ${best.name} is best on the validation part: ${percentText(best.test!.mean, 2)} in the test, a difference of ${differenceCell(differenceOf(none, best))} points.`
    : '';
  return [plain, chosenText, zerosText(all)].filter((text) => text !== '').join(' ');
}
