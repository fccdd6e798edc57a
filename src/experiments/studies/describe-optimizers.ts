import type { Block, ChartBlock, TableBlock } from '../../report/document.ts';
import { bestOf, type Candidate } from '../choose.ts';
import { columnsOf } from '../columns-of.ts';
import { curveOf } from '../curve.ts';
import {
  countText,
  intervalText,
  listText,
  percentSpreadText,
  percentText,
  pointsText,
  spreadText,
} from '../figure-text.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import { seedPairs } from '../seed-pairs.ts';
import { activationTitles, cellActivations } from './cell.ts';
import { findPairs, type PairFindings, type RateFindings, titleOfPair } from './optimizer-pairs.ts';
import { defaultRateOf, studyOptimizers, titleOfOptimizer } from './optimizer-words.ts';
import { shareMap, testAccuracy } from './share-map.ts';
import type { StudyResults } from './study.ts';
import { shareLoss } from './study-data.ts';
import { targetLoss, targetText, timeToLoss } from './time-to-loss.ts';
import type { CellRun } from './train-cell.ts';

type At = 'atBest' | 'atDefault';

export function optimizerSetup({ settings }: StudyResults): string[] {
  const { hidden } = settings.cells[0] ?? { hidden: [] };
  const rates = studyOptimizers.flatMap((optimizer) => {
    const tried = settings.cells.filter((cell) => cell.optimizer === optimizer).map(({ learningRate }) => learningRate);
    const distinct = [...new Set(tried)].sort((a, b) => a - b);
    return distinct.length === 0 ? [] : [`${titleOfOptimizer(optimizer)} ${distinct.join(', ')}`];
  });
  return [
    `Networks: hidden layers of ${listText(hidden.map(String))} with the activation, then softmax; weights begin as He uniform before ReLU, else Glorot uniform. ` +
      'Optimizers are as the library has them but for the rate, which is constant: Momentum and Nesterov with 0.9, AdamW with a weight decay of 0.01.',
    `Rates tried: ${rates.join('; ')}. Defaults: ${studyOptimizers.map((one) => `${titleOfOptimizer(one)} ${defaultRateOf(one)}`).join(', ')}.`,
  ];
}

/** Which pairs are first and last, at the best rates and at the default ones. */
export function answerOptimizers(results: StudyResults): string {
  const pairs = findPairs(results);
  const sentence = (at: At, where: string): string => {
    const order = inOrder(pairs, at).filter((pair) => pair[at].failures === 0);
    if (order.length < 2) return '';
    const text = (pair: PairFindings): string =>
      `${titleOfPair(pair)} (${percentText(meanAndDeviation(accuracies(pair[at])).mean, 2)})`;
    return `${where}, test accuracy goes from ${text(order.at(-1)!)} to ${text(order[0])}.`;
  };
  return [sentence('atBest', 'Each at its best rate'), sentence('atDefault', 'At the default rates')]
    .filter((text) => text !== '')
    .join(' ');
}

/** The pairs that have figures, the most accurate on the test part first. */
function inOrder(pairs: readonly PairFindings[], at: At): PairFindings[] {
  const mean = (pair: PairFindings): number => meanAndDeviation(accuracies(pair[at])).mean;
  return pairs.filter((pair) => pair[at].runs.length > 0).sort((a, b) => mean(b) - mean(a));
}

function accuracies({ runs }: RateFindings): number[] {
  return runs.map(({ test }) => test!.accuracy);
}

export function optimizerSections(results: StudyResults): Block[] {
  const pairs = findPairs(results);
  if (pairs.length === 0) return [];
  return [
    { kind: 'heading', text: 'Test accuracy of optimizer and activation' },
    heatMap(pairs, 'atBest', 'at the rate that is best on the validation part'),
    heatMap(pairs, 'atDefault', 'at the default rate'),
    figuresTable(pairs),
    ...edgeText(pairs),
    ...differences(pairs),
    { kind: 'heading', text: 'What the rate decides' },
    ...cellActivations.flatMap((activation) => rateChart(pairs, activation)),
    { kind: 'heading', text: 'How fast they learn' },
    ...curves(pairs),
    ...timeTable(results, pairs),
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

function figuresTable(pairs: readonly PairFindings[]): TableBlock {
  const spread = (one: RateFindings): string =>
    one.runs.length === 0 ? 'failed' : percentSpreadText(meanAndDeviation(accuracies(one)), 2);
  const order = inOrder(pairs, 'atBest');
  const rest = pairs.filter((pair) => !order.includes(pair));
  return {
    kind: 'table',
    caption: 'Test accuracy, the highest first',
    columns: columnsOf([
      'optimizer and activation',
      'best rate',
      'at the best rate',
      'test loss',
      'default',
      'at the default',
    ]),
    rows: [...order, ...rest].map((pair) => {
      const { atBest, atDefault } = pair;
      const losses = atBest.runs.map(({ test }) => test!.loss);
      return [
        titleOfPair(pair),
        `${atBest.setting}${failuresText(atBest)}`,
        spread(atBest),
        losses.length === 0 ? '–' : spreadText(meanAndDeviation(losses), 4),
        `${atDefault.setting}${failuresText(atDefault)}`,
        spread(atDefault),
      ];
    }),
  };
}

function failuresText({ failures }: Candidate<unknown>): string {
  return failures > 0 ? `, ${failures} failed` : '';
}

/** Which chosen rates may not be the best that there are. */
function edgeText(pairs: readonly PairFindings[]): Block[] {
  const titles = pairs.flatMap((pair) => (pair.isAtEdge && pair.atBest.accuracy ? [titleOfPair(pair)] : []));
  if (titles.length === 0) return [];
  const text = `The rate chosen for ${listText(titles)} is the lowest or highest that was tried, so there may be better ones beyond.`;
  return [{ kind: 'text', text, tone: 'remark' }];
}

/** Every pair at its best rate against the one that is best on the validation part. */
function differences(pairs: readonly PairFindings[]): Block[] {
  const measured = pairs.filter(({ atBest }) => atBest.accuracy);
  const first = bestOf(measured, ({ atBest }) => atBest);
  if (!first) return [];
  const rows = measured.flatMap((pair) => {
    const paired = pair === first ? undefined : seedPairs(first.atBest.runs, pair.atBest.runs, testAccuracy);
    if (!paired || paired.seeds < 2) return [];
    const { mean, interval, seeds } = paired;
    const range = interval ? intervalText(interval, 2) : '–';
    return [{ mean, cells: [titleOfPair(pair), pointsText(mean, 2), range, String(seeds)] }];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: `Points of test accuracy against ${titleOfPair(first)}, which is best on the validation part, each at its best rate`,
      columns: columnsOf(['optimizer and activation', 'difference', '95 % interval', 'seeds']),
      rows: rows.sort((a, b) => b.mean - a.mean).map(({ cells }) => cells),
    },
    {
      kind: 'text',
      tone: 'remark',
      text: 'Paired bootstrap intervals, seed by seed; each holds by itself and is not corrected for how many there are.',
    },
  ];
}

function rateChart(pairs: readonly PairFindings[], activation: PairFindings['activation']): Block[] {
  const series = pairs.flatMap((pair) => {
    if (pair.activation !== activation) return [];
    const points = pair.rates.flatMap(({ setting, accuracy }) => (accuracy ? [{ x: setting, y: accuracy.mean }] : []));
    return points.length === 0 ? [] : [{ name: titleOfOptimizer(pair.optimizer), points }];
  });
  if (series.length === 0) return [];
  return [
    {
      kind: 'chart',
      caption: `Validation accuracy by learning rate: ${activationTitles[activation]}`,
      chart: {
        kind: 'lines',
        x: { title: 'learning rate', scale: 'log' },
        y: { title: 'validation accuracy', format: 'percent' },
        series,
      },
    },
  ];
}

/** Of each optimizer with the activation that is best on the validation part, at its best rate. */
function curves(pairs: readonly PairFindings[]): Block[] {
  const best = studyOptimizers.flatMap((optimizer) => {
    const own = pairs.filter((pair) => pair.optimizer === optimizer);
    return bestOf(own, ({ atBest }) => atBest) ?? [];
  });
  if (best.length === 0) return [];
  const chart = (title: string, figure: 'loss' | 'share', curve: (run: CellRun) => readonly number[]): ChartBlock => ({
    kind: 'chart',
    caption: `${title} of each optimizer with its best activation, at its best rate`,
    chart: {
      kind: 'lines',
      x: { title: 'epoch' },
      y:
        figure === 'loss'
          ? { title: title.toLowerCase(), scale: 'log' }
          : { title: title.toLowerCase(), format: 'percent' },
      series: best.map((pair) =>
        curveOf(`${titleOfPair(pair)} ${pair.atBest.setting}`, figure, pair.atBest.runs.map(curve)),
      ),
    },
  });
  return [
    chart('Training loss', 'loss', ({ history }) => history.loss),
    chart('Validation loss', 'loss', ({ history }) => history.validationLoss),
    chart('Validation accuracy', 'share', ({ history }) => history.validationAccuracy),
  ];
}

function timeTable({ data, settings }: StudyResults, pairs: readonly PairFindings[]): Block[] {
  const target = targetLoss(
    shareLoss(data),
    pairs.map(({ atBest }) => atBest.runs),
  );
  if (target === undefined) return [];
  const timed = pairs
    .map((pair) => ({ pair, time: timeToLoss(pair.atBest.runs, target, settings) }))
    .sort((a, b) => b.time.reached - a.time.reached || (a.time.steps?.mean ?? 0) - (b.time.steps?.mean ?? 0));
  return [
    {
      kind: 'table',
      caption: `Until the validation loss is ${target.toFixed(4)}, each at its best rate`,
      columns: columnsOf(['optimizer and activation', 'steps', 'seconds', 'seeds that get there']),
      rows: timed.map(({ pair, time: { steps, seconds, reached, runs } }) => [
        titleOfPair(pair),
        steps ? countText(steps.mean) : '–',
        seconds ? seconds.mean.toFixed(3) : '–',
        `${reached} of ${runs}`,
      ]),
    },
    {
      kind: 'text',
      tone: 'remark',
      text:
        `${targetText('all pairs')}; it is looked at after every epoch. ` +
        'Seconds are those of one worker beside the others, with the looks at the validation part.',
    },
  ];
}
