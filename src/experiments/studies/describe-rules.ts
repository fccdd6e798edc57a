import type { Block, TableBlock } from '../../report/document.ts';
import { columnsOf } from '../columns-of.ts';
import { listText, percentText, tableSpreadText } from '../figure-text.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import {
  accuracies,
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
import { findPairs, type PairFindings } from './optimizer-pairs.ts';
import { type StudyOptimizer, titleOfOptimizer } from './optimizer-words.ts';
import { rangesBySeed } from './rate-ranges.ts';
import type { StudyResults } from './study.ts';

const words: PairWords = { column: 'rule', all: 'all rules', nameOf: ({ optimizer }) => titleOfOptimizer(optimizer) };

/** Two charts of six lines each can be read where one of twelve cannot. */
const families: readonly (readonly [title: string, optimizers: readonly StudyOptimizer[]])[] = [
  ['the rules before Adam', ['sgd', 'momentum', 'nesterov', 'adagrad', 'adadelta', 'rmsProp']],
  ['Adam and what came after it', ['adam', 'adamax', 'nadam', 'adamW', 'rAdam', 'lion']],
];

export function ruleSetup(results: StudyResults): string[] {
  const { hidden } = results.settings.cells[0] ?? { hidden: [] };
  return [
    `Networks: hidden layers of ${listText(hidden.map(String))} ReLU units, then softmax; weights begin as He uniform, in the last layer Glorot uniform. ` +
      'Rules are as the library has them but for the rate, which is constant: Momentum and Nesterov with 0.9, AdamW with a weight decay of 0.01, Lion with none.',
    ratesText(results),
  ];
}

export function ruleAnswer(results: StudyResults): string {
  return firstAndLast(findPairs(results), words);
}

export function ruleSections(results: StudyResults): Block[] {
  const pairs = findPairs(results);
  if (pairs.length === 0) return [];
  const own = families.map(([title, optimizers]) => ({
    title,
    pairs: optimizers.flatMap((one) => pairs.filter(({ optimizer }) => optimizer === one)),
  }));
  return [
    { kind: 'heading', text: 'Test accuracy of each rule' },
    figuresTable(pairs, words),
    ...edgeText(pairs, words),
    ...differences(pairs, words),
    { kind: 'heading', text: 'What the rate decides' },
    ...own.flatMap((family) => rateChart(`Validation accuracy by learning rate: ${family.title}`, family.pairs)),
    rangeTable(pairs),
    { kind: 'heading', text: 'How fast they learn' },
    ...own.flatMap((family) => curves(family.pairs, `${family.title}, each at its best rate`, words)),
    ...timeTable(results, pairs, words, false),
  ];
}

/** How much each rule depends on its rate, the least first. */
function rangeTable(pairs: readonly PairFindings[]): TableBlock {
  const rows = pairs.map(({ optimizer, rates }) => {
    const means = rates.flatMap((one) => (one.runs.length > 0 ? [meanAndDeviation(accuracies(one)).mean] : []));
    const ranges = [...rangesBySeed(rates).values()];
    const range = ranges.length > 0 ? meanAndDeviation(ranges) : undefined;
    return {
      range: range?.mean ?? Number.POSITIVE_INFINITY,
      cells: [
        titleOfOptimizer(optimizer),
        `${rates[0].setting} to ${rates.at(-1)!.setting}`,
        means.length > 0 ? percentText(Math.min(...means), 2) : 'failed',
        means.length > 0 ? percentText(Math.max(...means), 2) : 'failed',
        range ? tableSpreadText(range) : '–',
        String(ranges.length),
      ],
    };
  });
  return {
    kind: 'table',
    caption: 'Test accuracy over the six rates: lowest and highest mean, and the range with each seed, in points',
    columns: columnsOf(['rule', 'rates', 'lowest', 'highest', 'range', 'seeds']),
    rows: rows.sort((a, b) => a.range - b.range).map(({ cells }) => cells),
  };
}
