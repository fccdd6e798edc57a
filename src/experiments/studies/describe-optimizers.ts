import type { Block, ChartBlock } from '../../report/document.ts';
import { bestOf } from '../choose.ts';
import { listText } from '../figure-text.ts';
import { activationTitles, cellActivations } from './cell.ts';
import {
  type At,
  curves,
  differences,
  edgeText,
  figuresTable,
  firstAndLast,
  type PairWords,
  rateChart,
  ratesText,
  timeTable,
} from './optimizer-blocks.ts';
import { findPairs, type PairFindings, titleOfPair } from './optimizer-pairs.ts';
import { studyOptimizers, titleOfOptimizer } from './optimizer-words.ts';
import { shareMap } from './share-map.ts';
import type { StudyResults } from './study.ts';

const words: PairWords = { column: 'optimizer and activation', all: 'all pairs', nameOf: titleOfPair };

export function optimizerSetup(results: StudyResults): string[] {
  const { hidden } = results.settings.cells[0] ?? { hidden: [] };
  return [
    `Networks: hidden layers of ${listText(hidden.map(String))} with the activation, then softmax; weights begin as He uniform before ReLU, else Glorot uniform. ` +
      'Optimizers are as the library has them but for the rate, which is constant: Momentum and Nesterov with 0.9, AdamW with a weight decay of 0.01.',
    ratesText(results),
  ];
}

export function answerOptimizers(results: StudyResults): string {
  return firstAndLast(findPairs(results), words);
}

export function optimizerSections(results: StudyResults): Block[] {
  const pairs = findPairs(results);
  if (pairs.length === 0) return [];
  return [
    { kind: 'heading', text: 'Test accuracy of optimizer and activation' },
    heatMap(pairs, 'atBest', 'at the rate that is best on the validation part'),
    heatMap(pairs, 'atDefault', 'at the default rate'),
    figuresTable(pairs, words),
    ...edgeText(pairs, words),
    ...differences(pairs, words),
    { kind: 'heading', text: 'What the rate decides' },
    ...cellActivations.flatMap((activation) => {
      const own = pairs.filter((pair) => pair.activation === activation);
      return rateChart(`Validation accuracy by learning rate: ${activationTitles[activation]}`, own);
    }),
    { kind: 'heading', text: 'How fast they learn' },
    ...curves(bestActivations(pairs), 'each optimizer with its best activation, at its best rate', words),
    ...timeTable(results, pairs, words, true),
  ];
}

function heatMap(pairs: readonly PairFindings[], at: At, where: string): ChartBlock {
  const optimizers = studyOptimizers.filter((one) => pairs.some(({ optimizer }) => optimizer === one));
  const activations = cellActivations.filter((one) => pairs.some(({ activation }) => activation === one));
  return shareMap(
    `Test accuracy ${where}`,
    {
      rowTitle: 'optimizer',
      columnTitle: 'activation',
      rows: optimizers.map(titleOfOptimizer),
      columns: activations.map((activation) => activationTitles[activation]),
    },
    (row, column) =>
      pairs.find((one) => one.optimizer === optimizers[row] && one.activation === activations[column])?.[at].runs ?? [],
  );
}

/** Of each optimizer, that with the activation which is best on the validation part. */
function bestActivations(pairs: readonly PairFindings[]): PairFindings[] {
  return studyOptimizers.flatMap((optimizer) => {
    const own = pairs.filter((pair) => pair.optimizer === optimizer);
    return bestOf(own, ({ atBest }) => atBest) ?? [];
  });
}
