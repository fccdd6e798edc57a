import { requireOneOf } from '../errors.ts';
import { meanBrierScore } from './brier-score.ts';
import { meanLogLoss } from './log-loss.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';
import { meanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { accuracyOf, binaryOrMacro, ofClasses } from './named-class-metric.ts';
import { meanOfAreas, ofProbabilities, topAccuracy } from './named-probability-metric.ts';
import { r2Score } from './r2-score.ts';
import { rootMeanSquaredError } from './root-mean-squared-error.ts';
import type { RegressionScoreOptions, Values } from './scored-values.ts';

/**
 * The metrics that `fit` and `evaluate` know by name: scikit-learn's scores of the same names, of predicted classes
 * (`accuracy`, `precision`, `recall`, `f1`), of their probabilities (`logLoss`, `brierScore`, `rocAuc`, `top2Accuracy`,
 * `top3Accuracy`, `top5Accuracy`) or of numbers (`r2`, `mae`, `rmse`, `mape`).
 *
 * With two classes, `precision`, `recall` and `f1` are those of class 1. With more they are the plain (macro) mean over the
 * classes that occur in targets or predictions, and `rocAuc` that over the classes that occur in targets, each against all the
 * others. A score that would be 0 / 0 is 0; `rocAuc` needs two classes in the targets.
 */
export type MetricName =
  | 'accuracy'
  | 'precision'
  | 'recall'
  | 'f1'
  | 'logLoss'
  | 'brierScore'
  | 'rocAuc'
  | 'top2Accuracy'
  | 'top3Accuracy'
  | 'top5Accuracy'
  | 'r2'
  | 'mae'
  | 'rmse'
  | 'mape';

/** A metric as the trainer uses it: over all samples of an epoch at once, row-major. */
export interface NamedMetric {
  readonly name: MetricName;
  /**
   * What it is computed from: 'classes' from class indices; 'probabilities' from those of all classes; 'values' from numbers,
   * row-major with `columns` outputs a row.
   */
  readonly kind: 'classes' | 'probabilities' | 'values';
  /** Which way is better: for early stopping. */
  readonly better: 'higher' | 'lower';
  /** With fewer classes it would be the same whatever is predicted. 2 unless given. */
  readonly fewestClasses?: number;
  /**
   * @param targets for 'values' `columns` numbers a sample, else one class index.
   * @param predictions for 'classes' one class index a sample, else `columns` numbers.
   * @param columns for 'values' the outputs of a row, else the number of classes, where 1 (a single sigmoid output, the
   *   probability of class 1) means 2.
   * @param sampleWeights one factor a sample.
   * @throws ShapeError if lengths differ. DataError if there are no samples (for r2, fewer than 2), for rocAuc if all are of
   *   one class, or naming the row of what is no class, no probability or no finite number.
   */
  score(
    targets: ArrayLike<number>,
    predictions: ArrayLike<number>,
    columns: number,
    sampleWeights?: ArrayLike<number>,
  ): number;
}

const metrics: Readonly<Record<MetricName, NamedMetric>> = {
  accuracy: ofClasses('accuracy', accuracyOf),
  precision: ofClasses('precision', (counts) => binaryOrMacro(counts, 'precision')),
  recall: ofClasses('recall', (counts) => binaryOrMacro(counts, 'recall')),
  f1: ofClasses('f1', (counts) => binaryOrMacro(counts, 'fscore')),
  logLoss: ofProbabilities('logLoss', 'lower', meanLogLoss),
  brierScore: ofProbabilities('brierScore', 'lower', meanBrierScore),
  rocAuc: ofProbabilities('rocAuc', 'higher', meanOfAreas),
  top2Accuracy: topAccuracy('top2Accuracy', 2),
  top3Accuracy: topAccuracy('top3Accuracy', 3),
  top5Accuracy: topAccuracy('top5Accuracy', 5),
  r2: ofValues('r2', 'higher', r2Score),
  mae: ofValues('mae', 'lower', meanAbsoluteError),
  rmse: ofValues('rmse', 'lower', rootMeanSquaredError),
  mape: ofValues('mape', 'lower', meanAbsolutePercentageError),
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
