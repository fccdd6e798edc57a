import { meanOfOutputs, meanOfRows, type RegressionScoreOptions, scoredValues, type Values } from './scored-values.ts';

/**
 * The mean distance of predictions from the truth, in the targets' unit; 0 is best. As scikit-learn's
 * `mean_absolute_error`.
 *
 *     MAE = Σ w[i]·|yTrue[i] − yPred[i]| / Σ w[i]        w = 1 without sampleWeights
 *
 * yTrue, yPred: [n] numbers, or rows of several outputs, of which each is scored by itself and the scores averaged; flat
 * values of several outputs need `columns`. Sums are float64.
 *
 *     meanAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8]);       // 0.5
 *     meanAbsoluteError([[0.5, 1], [-1, 1]], [[0, 2], [-1, 2]]); // 0.625
 *
 * @throws ShapeError if shapes differ. DataError if there are no samples, a value is NaN or infinite (with its row), or a
 *   weight is negative or not finite.
 */
export function meanAbsoluteError(yTrue: Values, yPred: Values, options: RegressionScoreOptions = {}): number {
  const who = 'meanAbsoluteError';
  const values = scoredValues(who, yTrue, yPred, options);
  return meanOfOutputs(
    who,
    meanOfRows(values, (target, prediction) => Math.abs(target - prediction)),
  );
}
