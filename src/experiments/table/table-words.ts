/** What `simdgrad train` plans and finds, in sentences and tables, the same in a terminal and in a report. */

import { numberText } from '../../report/number-text.ts';
import type { WordTable } from '../comparison-words.ts';
import { countText, listText, percentText, plural } from '../figure-text.ts';
import { meanAndDeviation } from '../mean-and-deviation.ts';
import { isShare, type ScoreName, scoreNames, scoreTitle } from './scores.ts';
import type { TableResults, TestedModel } from './table-results.ts';
import type { TestSplit } from './test-part.ts';
import type { TableTraining } from './train-table.ts';

type Plan = Pick<TableResults, 'task' | 'targets' | 'classes' | 'table'>;

/** A score as people read it. */
export function scoreText(name: ScoreName, value: number): string {
  if (isShare(name)) return percentText(value);
  if (name === 'rmse' || name === 'mae') return magnitudeText(value, value);
  const size = Math.abs(value).toFixed(3);
  return `${value < 0 && Number(size) !== 0 ? '−' : ''}${size}`;
}

/** A score with as many digits as another one of its kind. */
function scoreTextLike(name: ScoreName, value: number, like: number): string {
  return name === 'rmse' || name === 'mae' ? magnitudeText(value, like) : scoreText(name, value);
}

/** With as many digits after the point as give `like` four digits that count, so that figures which belong together line up. */
function magnitudeText(value: number, like: number): string {
  const four = Math.abs(like).toPrecision(4);
  const decimals = four.includes('e-') ? undefined : four.includes('e') ? 0 : (four.split('.')[1] ?? '').length;
  if (decimals === undefined) return numberText(value);
  return decimals === 0 ? numberText(Math.round(value)) : value.toFixed(decimals);
}

const taskTexts = { binary: 'one of two classes', 'multi-class': 'one of several classes', regression: 'numbers' };
const mostClassesShown = 12;

/** What is predicted from what: a sentence each. */
export function planSentences({ task, targets, classes, table }: Plan): string[] {
  const { numeric, categorical, log, leftOut, rows } = table;
  const shown = classes?.slice(0, mostClassesShown).join(', ');
  const more = classes && classes.length > mostClassesShown ? ' …' : '';
  const what = classes
    ? `${taskTexts[task]}: ${shown}${more}`
    : task === 'regression' && targets.length === 1
      ? 'a number'
      : taskTexts[task];
  const kinds = [
    ...(numeric.length > 0
      ? [`${plural(numeric.length, 'column')} of numbers, gaps filled by their median, standardised`]
      : []),
    ...(categorical.length > 0 ? [`${plural(categorical.length, 'column')} of categories, one-hot`] : []),
  ];
  const reasons = (['dropped', 'identifier', 'constant', 'empty'] as const).flatMap((why) => {
    const names = leftOut.filter((one) => one.why === why).map(({ column }) => column);
    const word = {
      dropped: 'as told',
      identifier: names.length > 1 ? 'identifiers' : 'an identifier',
      constant: 'constant',
      empty: 'empty',
    }[why];
    return names.length > 0 ? [`${listText(names)} (${word})`] : [];
  });
  return [
    `${countText(rows)} rows; predicts ${listText(targets)}, ${what}`,
    `from ${listText(kinds)}`,
    ...(log.length > 0 ? [`takes the logarithm of ${listText(log)} first`] : []),
    ...(reasons.length > 0 ? [`leaves out ${reasons.join(', ')}`] : []),
  ];
}

/** How it is trained. */
export function trainingSentence(
  { testSize, groupDuplicates }: TestSplit,
  { seeds, epochs, patience, batchSize, validationSize }: TableTraining,
): string {
  const divided =
    seeds.length > 1 ? 'the test part is one for all seeds, the others are drawn anew for each' : 'drawn by the seed';
  const shares = [1 - validationSize - testSize, validationSize, testSize].map((share) => (100 * share).toFixed(0));
  return (
    `split ${shares.join('/')} into training, validation and test${groupDuplicates ? ', equal rows together' : ''}: ${divided}; ` +
    `batches of ${batchSize}, at most ${plural(epochs, 'epoch')}, until ${plural(patience, 'epoch')} bring no lower validation loss; ${plural(seeds.length, 'seed')}`
  );
}

/** What differs from seed to seed, and so what the deviations over seeds are of; undefined for a single seed. */
export function spreadSentence({ runs }: Pick<TableResults, 'runs'>): string | undefined {
  const seeds = new Set(runs.filter(({ complete }) => complete).map(({ seed }) => seed));
  return seeds.size > 1
    ? 'Deviations over seeds are of other training and validation rows and other initial weights. The rows tested on are one part for all seeds, so that none was chosen by; another test part would move all figures together.'
    : undefined;
}

/** Where others have a table of networks over seeds. */
export const stoppedSentence =
  'Stopped before a network was trained to the end: what follows is of the best epoch until then.';

/** Scores on the test part over seeds, a column for each network. */
export function networksTable({ task, runs, networks }: TableResults): WordTable {
  const complete = runs.filter((run) => run.complete);
  const shown = networks.filter(({ name }) => complete.some(({ network }) => network === name));
  const of = (name: string) => complete.filter(({ network }) => network === name);
  const spread = (name: ScoreName, values: readonly number[]): string => {
    const { mean, deviation } = meanAndDeviation(values);
    return deviation === undefined
      ? scoreText(name, mean)
      : `${scoreText(name, mean).replace(' %', '')} ± ${scoreTextLike(name, deviation, mean)}`;
  };
  const seeds = shown.map(({ name }) => of(name).length);
  const rows = scoreNames[task].map((name) => [
    `test ${scoreTitle(name)}`,
    ...shown.map((network) =>
      spread(
        name,
        of(network.name).map(({ scores }) => scores.test[name]!),
      ),
    ),
  ]);
  const figure = (title: string, text: (network: string) => string): string[] => [
    title,
    ...shown.map(({ name }) => text(name)),
  ];
  const mean = (network: string, value: (run: TableResults['runs'][number]) => number): number =>
    meanAndDeviation(of(network).map(value)).mean;
  return {
    head: [
      seeds.every((count) => count === 1) ? 'one seed' : `mean ± over ${plural(Math.max(0, ...seeds), 'seed')}`,
      ...shown.map(({ name }) => name),
    ],
    rows: [
      ...rows,
      figure('validation loss', (name) => mean(name, (run) => run.validationLoss).toFixed(4)),
      figure('best epoch', (name) => mean(name, (run) => run.bestEpoch).toFixed(0)),
      figure('parameters', (name) => countText(of(name)[0].parameters)),
      figure('seconds a run', (name) => mean(name, (run) => run.seconds).toFixed(1)),
    ],
    strong: 0,
  };
}

/** Scores of the kept model with their intervals, the first beside that of a constant answer. */
export function testedTable({ task }: Pick<TableResults, 'task'>, { scores, intervals }: TestedModel): WordTable {
  return {
    head: ['on the test part', 'score', '95 % interval'],
    rows: scoreNames[task].map((name) => {
      const interval = intervals[name];
      const end = (value: number): string => scoreTextLike(name, value, scores[name]!);
      const range = interval ? `${end(interval[0])} to ${end(interval[1])}` : '–';
      return [scoreTitle(name), scoreText(name, scores[name]!), range];
    }),
    strong: 0,
  };
}

/** Which model is kept, and by what. */
export function keptSentence({ network, seed, threshold }: TestedModel, { task, classes }: Plan): string {
  const answer =
    task === 'binary'
      ? `; answers ${classes![1]} from a probability of ${threshold.toFixed(3)} on, chosen on the validation part`
      : '';
  return `Kept: ${network}, seed ${seed}, by validation loss${answer}`;
}

/** What a constant answer comes to, and whether the model is clearly better. */
export function constantSentence({ main, constant, scores, intervals }: TestedModel, { task, targets }: Plan): string {
  const title = scoreTitle(main);
  const [low] = intervals[main] ?? [scores[main]!];
  const verdict =
    low > constant.score
      ? 'the model is better'
      : scores[main]! > constant.score
        ? 'the model is not clearly better'
        : 'the model is no better';
  const mean = targets.length > 1 ? 'the mean of each target' : 'the mean';
  const what = task === 'regression' ? `${mean}, ${constant.answer}` : `${constant.answer}, the largest class`;
  return `Always answering ${what}, has ${title} ${scoreText(main, constant.score)}: ${verdict}.`;
}

/** What the main score loses when a column is shuffled: in points of a share, else as it is. */
export function lostText(main: ScoreName, lost: number): string {
  const size = Math.abs(isShare(main) ? 100 * lost : lost).toFixed(isShare(main) ? 1 : 3);
  return `${lost < 0 && Number(size) !== 0 ? '−' : ''}${size}`;
}

/** That of each column. */
export function importanceTable({ importance, main }: TestedModel): WordTable {
  return {
    head: ['column shuffled', `${isShare(main) ? 'points of ' : ''}${scoreTitle(main)} lost`, '95 % interval'],
    rows: importance.map(({ column, mean, interval: [low, high] }) => [
      column,
      lostText(main, mean),
      `${lostText(main, low)} to ${lostText(main, high)}`,
    ]),
  };
}

/** The rows it predicts worst. */
export function worstTable({ worst }: TestedModel, { task }: Plan): WordTable {
  const several = worst.some(({ target }) => target !== undefined);
  const isRegression = task === 'regression';
  return {
    head: [
      'row',
      ...(several ? ['target'] : []),
      'true',
      'predicted',
      ...(isRegression ? ['error'] : ['probability of the true', 'of the predicted']),
    ],
    rows: worst.map(({ row, target, truth, predicted, probabilityOfTruth, probabilityOfPredicted }) => [
      String(row),
      ...(several ? [target ?? ''] : []),
      truth,
      predicted,
      ...(isRegression
        ? [String(Number((Number(predicted) - Number(truth)).toPrecision(4)))]
        : [probabilityText(probabilityOfTruth!), probabilityText(probabilityOfPredicted!)]),
    ]),
  };
}

/** Three digits after the point; what would round to 0 as a power of ten. */
function probabilityText(probability: number): string {
  return probability >= 0.0005 || probability === 0 ? probability.toFixed(3) : probability.toExponential(0);
}
