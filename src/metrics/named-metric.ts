import { DataError, requireInteger, requireOneOf, ShapeError, valueText } from '../errors.ts';
import { type ClassCounts, type ClassScores, classScores, noCounts, totalOf } from './class-counts.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { r2Score } from './r2-score.ts';
import { rootMeanSquaredError } from './root-mean-squared-error.ts';
import { requireSampleWeights } from './sample-weights.ts';
import type { RegressionScoreOptions, Values } from './scored-values.ts';

/**
 * The metrics that `fit` and `evaluate` know by name: scikit-learn's scores of the same names, of class indices
 * (`accuracy`, `precision`, `recall`, `f1`) or of numbers (`r2`, `mae`, `rmse`).
 *
 * With two classes, `precision`, `recall` and `f1` are those of class 1. With more they are the plain (macro) mean over the
 * classes that occur in targets or predictions. A score that would be 0 / 0 is 0.
 */
export type MetricName = 'accuracy' | 'precision' | 'recall' | 'f1' | 'r2' | 'mae' | 'rmse';

/** A metric as the trainer uses it: over all samples of an epoch at once, row-major. */
export interface NamedMetric {
  readonly name: MetricName;
  /** 'classes': computed from class indices; 'values': from numbers, row-major with `columns` outputs a row. */
  readonly kind: 'classes' | 'values';
  /** Which way is better: for early stopping. */
  readonly better: 'higher' | 'lower';
  /**
   * @param targets for 'classes' one index a sample, for 'values' `columns` numbers a sample.
   * @param columns for 'classes' the number of classes, where 1 (a single sigmoid output) means 2; for 'values' the
   *   outputs of a row.
   * @param sampleWeights one factor a sample.
   * @throws ShapeError if lengths differ. DataError if there are no samples (for r2, fewer than 2), or naming the row of
   *   what is no class or no finite number.
   */
  score(
    targets: ArrayLike<number>,
    predictions: ArrayLike<number>,
    columns: number,
    sampleWeights?: ArrayLike<number>,
  ): number;
}

const metrics: Readonly<Record<MetricName, NamedMetric>> = {
  accuracy: ofClasses('accuracy', ({ truePositives, support }) => totalOf(truePositives) / totalOf(support)),
  precision: ofClasses('precision', (counts) => binaryOrMacro(counts, 'precision')),
  recall: ofClasses('recall', (counts) => binaryOrMacro(counts, 'recall')),
  f1: ofClasses('f1', (counts) => binaryOrMacro(counts, 'fscore')),
  r2: ofValues('r2', 'higher', r2Score),
  mae: ofValues('mae', 'lower', meanAbsoluteError),
  rmse: ofValues('rmse', 'lower', rootMeanSquaredError),
};
const names = Object.keys(metrics) as MetricName[];

/** The metric that `name` means. @throws RangeError listing the names if it is none of them. */
export function namedMetric(who: string, name: unknown): NamedMetric {
  return metrics[requireOneOf(who, 'metric', name, names)];
}

/**
 * Whether more is better of what a history holds under `monitor`: a metric or `loss`, of the training part (`accuracy`) or
 * of the validation part (`validationAccuracy`). Undefined for any other name.
 */
export function isHigherBetter(monitor: string): boolean | undefined {
  for (const name of ['loss', ...names]) {
    const ofValidation = `validation${name[0].toUpperCase()}${name.slice(1)}`;
    if (monitor === name || monitor === ofValidation) {
      return name !== 'loss' && metrics[name as MetricName].better === 'higher';
    }
  }
  return undefined;
}

function ofValues(
  name: MetricName,
  better: 'higher' | 'lower',
  score: (yTrue: Values, yPred: Values, options: RegressionScoreOptions) => number,
): NamedMetric {
  return {
    name,
    kind: 'values',
    better,
    score: (targets, predictions, columns, sampleWeights) => score(targets, predictions, { columns, sampleWeights }),
  };
}

interface OccurringCounts extends ClassCounts {
  /** 1 for each class that is in targets or predictions, whatever its samples weigh. */
  readonly occurs: Uint8Array;
}

function ofClasses(name: MetricName, score: (counts: OccurringCounts) => number): NamedMetric {
  return {
    name,
    kind: 'classes',
    better: 'higher',
    score: (targets, predictions, columns, sampleWeights) =>
      score(countsOf(name, targets, predictions, columns, sampleWeights)),
  };
}

/** The score of class 1 of two; of more classes, the mean over those that occur. */
function binaryOrMacro(counts: OccurringCounts, score: keyof ClassScores): number {
  const { truePositives, predicted, support, occurs } = counts;
  const of = (c: number) => classScores(truePositives[c], predicted[c], support[c], 1, 0)[score];
  if (occurs.length === 2) return of(1);
  let sum = 0;
  let occurring = 0;
  for (let c = 0; c < occurs.length; c++) {
    if (!occurs[c]) continue;
    sum += of(c);
    occurring++;
  }
  return sum / occurring;
}

function countsOf(
  who: string,
  targets: ArrayLike<number>,
  predictions: ArrayLike<number>,
  columns: number,
  sampleWeights: ArrayLike<number> | undefined,
): OccurringCounts {
  requireInteger(who, { columns }, 1);
  const n = targets.length;
  if (predictions.length !== n) {
    throw new ShapeError(`${who}: targets and predictions must have one length, got ${n} and ${predictions.length}`);
  }
  if (n === 0) throw new DataError(`${who}: no samples`);
  const classes = Math.max(2, columns);
  const weights = requireSampleWeights(who, sampleWeights, n);
  const { truePositives, predicted, support } = noCounts(classes);
  const occurs = new Uint8Array(classes);
  for (let s = 0; s < n; s++) {
    const target = targets[s];
    const prediction = predictions[s];
    if (!isClass(target, classes)) throw noClass(who, 'target', target, classes, s);
    if (!isClass(prediction, classes)) throw noClass(who, 'prediction', prediction, classes, s);
    const weight = weights ? weights[s] : 1;
    occurs[target] = 1;
    occurs[prediction] = 1;
    support[target] += weight;
    predicted[prediction] += weight;
    if (target === prediction) truePositives[target] += weight;
  }
  return { truePositives, predicted, support, occurs };
}

function isClass(index: number, classes: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < classes;
}

function noClass(who: string, what: string, index: number, classes: number, sample: number): DataError {
  const row = sample + 1;
  return new DataError(
    `${who}: a ${what} must be a class index from 0 to ${classes - 1}, got ${valueText(index)} at row ${row}`,
    { row },
  );
}
