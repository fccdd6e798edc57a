/** What reports say of optimizers side by side: tables and charts that two studies share. */
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
import type { PairFindings, RateFindings } from './optimizer-pairs.ts';
import { defaultRateOf, studyOptimizers, titleOfOptimizer } from './optimizer-words.ts';
import { testAccuracy } from './share-map.ts';
import type { StudyResults } from './study.ts';
import { shareLoss } from './study-data.ts';
import { targetLoss, targetText, timeToLoss } from './time-to-loss.ts';
import type { CellRun } from './train-cell.ts';

export type At = 'atBest' | 'atDefault';

/** What a study calls those that it sets side by side. */
export interface PairWords {
  /** At the head of their column: 'optimizer and activation'. */
  readonly column: string;
  /** 'all pairs'. */
  readonly all: string;
  readonly nameOf: (pair: PairFindings) => string;
}

/** 'Rates tried: SGD 0.01, 0.03 … Defaults: SGD 0.01 …', of the optimizers that have cells. */
export function ratesText({ settings }: StudyResults): string {
  const tried = studyOptimizers.flatMap((optimizer) => {
    const rates = settings.cells.filter((cell) => cell.optimizer === optimizer).map(({ learningRate }) => learningRate);
    const distinct = [...new Set(rates)].sort((a, b) => a - b);
    return distinct.length === 0 ? [] : [{ optimizer, text: `${titleOfOptimizer(optimizer)} ${distinct.join(', ')}` }];
  });
  const defaults = tried.map(({ optimizer }) => `${titleOfOptimizer(optimizer)} ${defaultRateOf(optimizer)}`);
  return `Rates tried: ${tried.map(({ text }) => text).join('; ')}. Defaults: ${defaults.join(', ')}.`;
}

/** Which pairs are first and last, at the best rates and at the default ones. */
export function firstAndLast(pairs: readonly PairFindings[], { nameOf }: PairWords): string {
  const sentence = (at: At, where: string): string => {
    const order = inOrder(pairs, at).filter((pair) => pair[at].failures === 0);
    if (order.length < 2) return '';
    const text = (pair: PairFindings): string =>
      `${nameOf(pair)} (${percentText(meanAndDeviation(accuracies(pair[at])).mean, 2)})`;
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

export function accuracies({ runs }: RateFindings): number[] {
  return runs.map(({ test }) => test!.accuracy);
}

/** Best rate, default, and what each comes to in the test. */
export function figuresTable(pairs: readonly PairFindings[], words: PairWords): TableBlock {
  const spread = (one: RateFindings): string =>
    one.runs.length === 0 ? 'failed' : percentSpreadText(meanAndDeviation(accuracies(one)), 2);
  const order = inOrder(pairs, 'atBest');
  const rest = pairs.filter((pair) => !order.includes(pair));
  return {
    kind: 'table',
    caption: 'Test accuracy, the highest first',
    columns: columnsOf([words.column, 'best rate', 'at the best rate', 'test loss', 'default', 'at the default']),
    rows: [...order, ...rest].map((pair) => {
      const { atBest, atDefault } = pair;
      const losses = atBest.runs.map(({ test }) => test!.loss);
      return [
        words.nameOf(pair),
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
export function edgeText(pairs: readonly PairFindings[], { nameOf }: PairWords): Block[] {
  const titles = pairs.flatMap((pair) => (pair.isAtEdge && pair.atBest.accuracy ? [nameOf(pair)] : []));
  if (titles.length === 0) return [];
  const text = `The rate chosen for ${listText(titles)} is the lowest or highest that was tried, so there may be better ones beyond.`;
  return [{ kind: 'text', text, tone: 'remark' }];
}

/** Every pair at its best rate against the one that is best on the validation part. */
export function differences(pairs: readonly PairFindings[], { column, nameOf }: PairWords): Block[] {
  const measured = pairs.filter(({ atBest }) => atBest.accuracy);
  const first = bestOf(measured, ({ atBest }) => atBest);
  if (!first) return [];
  const rows = measured.flatMap((pair) => {
    const paired = pair === first ? undefined : seedPairs(first.atBest.runs, pair.atBest.runs, testAccuracy);
    if (!paired || paired.seeds < 2) return [];
    const { mean, interval, seeds } = paired;
    const range = interval ? intervalText(interval, 2) : '–';
    return [{ mean, cells: [nameOf(pair), pointsText(mean, 2), range, String(seeds)] }];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: `Points of test accuracy against ${nameOf(first)}, which is best on the validation part, each at its best rate`,
      columns: columnsOf([column, 'difference', '95 % interval', 'seeds']),
      rows: rows.sort((a, b) => b.mean - a.mean).map(({ cells }) => cells),
    },
    {
      kind: 'text',
      tone: 'remark',
      text: 'Paired bootstrap intervals, seed by seed; each holds by itself and is not corrected for how many there are.',
    },
  ];
}

/** A line for each optimizer. */
export function rateChart(caption: string, pairs: readonly PairFindings[]): Block[] {
  const series = pairs.flatMap((pair) => {
    const points = pair.rates.flatMap(({ setting, accuracy }) => (accuracy ? [{ x: setting, y: accuracy.mean }] : []));
    return points.length === 0 ? [] : [{ name: titleOfOptimizer(pair.optimizer), points }];
  });
  if (series.length === 0) return [];
  return [
    {
      kind: 'chart',
      caption,
      chart: {
        kind: 'lines',
        x: { title: 'learning rate', scale: 'log' },
        y: { title: 'validation accuracy', format: 'percent' },
        series,
      },
    },
  ];
}

/** Loss in training and on the validation part, and accuracy on that, epoch by epoch at the best rates. @param whose ends their captions. */
export function curves(pairs: readonly PairFindings[], whose: string, { nameOf }: PairWords): Block[] {
  if (pairs.length === 0) return [];
  const chart = (title: string, figure: 'loss' | 'share', curve: (run: CellRun) => readonly number[]): ChartBlock => ({
    kind: 'chart',
    caption: `${title} of ${whose}`,
    chart: {
      kind: 'lines',
      x: { title: 'epoch' },
      y:
        figure === 'loss'
          ? { title: title.toLowerCase(), scale: 'log' }
          : { title: title.toLowerCase(), format: 'percent' },
      series: pairs.map((pair) =>
        curveOf(`${nameOf(pair)} ${pair.atBest.setting}`, figure, pair.atBest.runs.map(curve)),
      ),
    },
  });
  return [
    chart('Training loss', 'loss', ({ history }) => history.loss),
    chart('Validation loss', 'loss', ({ history }) => history.validationLoss),
    chart('Validation accuracy', 'share', ({ history }) => history.validationAccuracy),
  ];
}

/** Steps and, if asked for, seconds to a loss, each at its best rate. */
export function timeTable(
  { data, settings }: StudyResults,
  pairs: readonly PairFindings[],
  words: PairWords,
  withSeconds: boolean,
): Block[] {
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
      columns: columnsOf([words.column, 'steps', ...(withSeconds ? ['seconds'] : []), 'seeds that get there']),
      rows: timed.map(({ pair, time: { steps, seconds, reached, runs } }) => [
        words.nameOf(pair),
        steps ? countText(steps.mean) : '–',
        ...(withSeconds ? [seconds ? seconds.mean.toFixed(3) : '–'] : []),
        `${reached} of ${runs}`,
      ]),
    },
    {
      kind: 'text',
      tone: 'remark',
      text:
        `${targetText(words.all)}; it is looked at after every epoch.` +
        (withSeconds
          ? ' Seconds are those of one worker beside the others, with the looks at the validation part.'
          : ''),
    },
  ];
}
