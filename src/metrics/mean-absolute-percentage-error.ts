import { meanOfOutputs, meanOfRows, type RegressionScoreOptions, scoredValues, type Values } from './scored-values.ts';

/**
 * The mean distance of predictions from the truth, as a fraction of the truth: 0.1 is 10 %; 0 is best. As scikit-learn's
 * `mean_absolute_percentage_error`.
 *
 *     MAPE = Σ w[i]·|yTrue[i] − yPred[i]| / max(|yTrue[i]|, ε) / Σ w[i]        ε = 2⁻⁵²; w = 1 without sampleWeights
 *
 * yTrue, yPred: [n] numbers, or rows of several outputs, of which each is scored by itself and the scores averaged; flat
 * values of several outputs need `columns`. Sums are float64.
 *
 * A target of 0 that is missed divides by ε, scikit-learn's convention: the result is then about 10¹⁵ and means nothing.
 *
 *     meanAbsolutePercentageError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.3273809523809524
 *
 * @throws ShapeError if shapes differ. DataError if there are no samples, a value is NaN or infinite (with its row), or a
 *   weight is negative or not finite.
 */
export function meanAbsolutePercentageError(
  yTrue: Values,
  yPred: Values,
  options: RegressionScoreOptions = {},
): number {
  const who = 'meanAbsolutePercentageError';
  const values = scoredValues(who, yTrue, yPred, options);
  const errors = meanOfRows(
    values,
    (target, prediction) => Math.abs(target - prediction) / Math.max(Math.abs(target), Number.EPSILON),
  );
  return meanOfOutputs(who, errors);
}
