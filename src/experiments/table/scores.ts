import { rowNumbers } from '../../data/row-numbers.ts';
import { accuracyScore } from '../../metrics/accuracy-score.ts';
import {
  type BootstrapIntervalOptions,
  bootstrapInterval,
  type ScoredInterval,
} from '../../metrics/bootstrap-interval.ts';
import { brierScore } from '../../metrics/brier-score.ts';
import { expectedCalibrationError } from '../../metrics/expected-calibration-error.ts';
import { logLoss } from '../../metrics/log-loss.ts';
import { meanAbsoluteError } from '../../metrics/mean-absolute-error.ts';
import { precisionRecallFscore } from '../../metrics/precision-recall-fscore.ts';
import { r2Score } from '../../metrics/r2-score.ts';
import { rocAucScore } from '../../metrics/roc-auc-score.ts';
import { rootMeanSquaredError } from '../../metrics/root-mean-squared-error.ts';
import type { Values } from '../../metrics/scored-values.ts';
import { exp, log } from '../../tensor/scalar-math.ts';
import { largestAt } from '../../training/predict.ts';
import type { TableTask } from './targets.ts';

/** What a model says of some rows, beside the truth: row-major, `columns` outputs a row. */
export interface TableOutputs {
  readonly task: TableTask;
  /** Class indices, or numbers in the units of the table. */
  readonly truth: ArrayLike<number>;
  /** Probabilities, of two classes that of the second; or numbers in the units of the table. */
  readonly outputs: ArrayLike<number>;
  /** Outputs in a row. */
  readonly columns: number;
  /** From which probability on it is the second of two classes. */
  readonly threshold: number;
}

/** What can be said of predictions in a number. */
export type ScoreName =
  | 'accuracy'
  | 'precision'
  | 'recall'
  | 'f1'
  | 'macroF1'
  | 'rocAuc'
  | 'logLoss'
  | 'brier'
  | 'calibrationError'
  | 'r2'
  | 'rmse'
  | 'mae';

export type Scores = Readonly<Partial<Record<ScoreName, number>>>;

/** The rows in the forms that scores take, made once. */
interface Scored extends TableOutputs {
  /** Of classes: the predicted ones, the probabilities, and what each output stands for. */
  readonly classes: readonly number[];
  readonly probabilities: Values;
  readonly labels: readonly number[];
}

interface Kind {
  readonly title: string;
  readonly better: 'higher' | 'lower';
  /** Whether it is a share, which people read in per cent. */
  readonly share?: boolean;
  /** Whether it is defined however often each row counts, so that rows can be drawn anew. */
  readonly drawable: boolean;
  /** Of a share of rows: which rows it is a share of. */
  readonly counts?: (scored: Scored, row: number) => boolean;
  readonly of: (scored: Scored, sampleWeights: Float64Array | undefined) => number;
}

const byClass = ({ truth, classes, labels }: Scored, sampleWeights: Float64Array | undefined) =>
  precisionRecallFscore(truth, classes, { labels, sampleWeights });

const kinds: Readonly<Record<ScoreName, Kind>> = {
  accuracy: {
    title: 'accuracy',
    better: 'higher',
    share: true,
    drawable: true,
    counts: () => true,
    of: ({ truth, classes }, sampleWeights) => accuracyScore(truth, classes, { sampleWeights }),
  },
  precision: {
    title: 'precision',
    better: 'higher',
    share: true,
    drawable: true,
    counts: ({ classes }, row) => classes[row] === 1,
    of: (scored, weights) => byClass(scored, weights).precision[1],
  },
  recall: {
    title: 'recall',
    better: 'higher',
    share: true,
    drawable: true,
    counts: ({ truth }, row) => truth[row] === 1,
    of: (scored, weights) => byClass(scored, weights).recall[1],
  },
  f1: { title: 'F1', better: 'higher', drawable: true, of: (scored, weights) => byClass(scored, weights).fscore[1] },
  macroF1: {
    title: 'macro F1',
    better: 'higher',
    drawable: true,
    of: (scored, weights) => byClass(scored, weights).macro.fscore,
  },
  rocAuc: {
    title: 'ROC-AUC',
    better: 'higher',
    drawable: false,
    of: ({ truth, probabilities }, sampleWeights) => rocAucScore(truth, probabilities, { sampleWeights }),
  },
  logLoss: {
    title: 'cross-entropy',
    better: 'lower',
    drawable: true,
    of: ({ truth, probabilities, labels }, sampleWeights) => logLoss(truth, probabilities, { labels, sampleWeights }),
  },
  brier: {
    title: 'Brier score',
    better: 'lower',
    drawable: true,
    of: ({ truth, probabilities, labels }, sampleWeights) =>
      brierScore(truth, probabilities, { labels, sampleWeights }),
  },
  calibrationError: {
    title: 'calibration error',
    better: 'lower',
    drawable: false,
    of: ({ truth, probabilities, labels }) => expectedCalibrationError(truth, probabilities, { labels }),
  },
  r2: {
    title: 'R²',
    better: 'higher',
    drawable: true,
    of: ({ truth, outputs, columns }, sampleWeights) => r2Score(truth, outputs, { columns, sampleWeights }),
  },
  rmse: {
    title: 'root mean squared error',
    better: 'lower',
    drawable: true,
    of: ({ truth, outputs, columns }, sampleWeights) =>
      rootMeanSquaredError(truth, outputs, { columns, sampleWeights }),
  },
  mae: {
    title: 'mean absolute error',
    better: 'lower',
    drawable: true,
    of: ({ truth, outputs, columns }, sampleWeights) => meanAbsoluteError(truth, outputs, { columns, sampleWeights }),
  },
};

/** The scores of each task, the one that counts first. */
export const scoreNames: Readonly<Record<TableTask, readonly ScoreName[]>> = {
  binary: ['accuracy', 'precision', 'recall', 'f1', 'rocAuc', 'logLoss', 'brier', 'calibrationError'],
  'multi-class': ['accuracy', 'macroF1', 'logLoss', 'calibrationError'],
  regression: ['r2', 'rmse', 'mae'],
};

export function scoreTitle(name: ScoreName): string {
  return kinds[name].title;
}

export function isShare(name: ScoreName): boolean {
  return kinds[name].share === true;
}

export function betterWay(name: ScoreName): 'higher' | 'lower' {
  return kinds[name].better;
}

/** The class of each row: the most probable one, or of two the second from the threshold on. */
export function classesOf({ outputs, columns, threshold }: TableOutputs): number[] {
  return Array.from({ length: outputs.length / columns }, (_, row) =>
    columns === 1 ? (outputs[row] >= threshold ? 1 : 0) : largestAt(outputs, row * columns, columns),
  );
}

/** Below a 95 % interval, and above. */
const tail = 0.025;

/** All scores of a task. */
export function scoresOf(rows: TableOutputs): Scores {
  const scored = scoredOf(rows);
  return Object.fromEntries(scoreNames[rows.task].map((name) => [name, kinds[name].of(scored, undefined)]));
}

/** One score, of rows that count as often as their weights say, or once. */
export function scoreOf(name: ScoreName, rows: TableOutputs, sampleWeights?: Float64Array): number {
  return kinds[name].of(scoredOf(rows), sampleWeights);
}

/**
 * Intervals over the rows tested on, by score; a score that is not defined for every draw of rows has none.
 *
 * Where nothing or everything is right, rows drawn anew say so each time, which would be an interval of no width: a share of
 * rows has the exact one instead (Clopper and Pearson 1934), with rows or groups n that it is a share of: from 0.025^(1/n) to 1,
 * or from 0 to 1 − 0.025^(1/n). Other scores have none then.
 */
export function scoreIntervals(
  rows: TableOutputs,
  options: BootstrapIntervalOptions,
): Readonly<Partial<Record<ScoreName, Pick<ScoredInterval, 'low' | 'high'>>>> {
  const scored = scoredOf(rows);
  const places = rowNumbers(rows.outputs.length / rows.columns);
  const drawable = scoreNames[rows.task].filter((name) => kinds[name].drawable);
  return Object.fromEntries(
    drawable.flatMap((name) => {
      const { counts, of } = kinds[name];
      const drawn = bootstrapInterval(
        places,
        places,
        (_rows, _same, { sampleWeights }) => of(scored, sampleWeights),
        options,
      );
      if (drawn.low < drawn.high) return [[name, drawn]];
      const counted = counts ? places.filter((row) => counts(scored, row)) : places.subarray(0, 0);
      const n = new Set(counted.map((row) => Number(options.groups?.[row] ?? row))).size;
      if (n === 0 || (drawn.score !== 0 && drawn.score !== 1)) return [];
      const most = exp(log(tail) / n); // all of n are right that often where a share of `most` is
      return [[name, drawn.score === 1 ? { low: most, high: 1 } : { low: 0, high: 1 - most }]];
    }),
  );
}

function scoredOf(rows: TableOutputs): Scored {
  const { task, truth, outputs, columns } = rows;
  if (task === 'regression') return { ...rows, classes: [], probabilities: [], labels: [] };
  return {
    ...rows,
    classes: classesOf(rows),
    labels: Array.from({ length: task === 'binary' ? 2 : columns }, (_, label) => label),
    probabilities:
      columns === 1
        ? Float64Array.from(outputs)
        : { data: Float64Array.from(outputs), shape: [truth.length, columns] as const },
  };
}
