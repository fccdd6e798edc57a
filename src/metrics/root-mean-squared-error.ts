import { meanOfOutputs, meanOfRows, type RegressionScoreOptions, scoredValues, type Values } from './scored-values.ts';

/**
 * The root of the mean squared difference, in the targets' unit; 0 is best, and large errors weigh more than in
 * `meanAbsoluteError`. As scikit-learn's `root_mean_squared_error`.
 *
 *     RMSE = √( Σ w[i]·(yTrue[i] − yPred[i])² / Σ w[i] )        w = 1 without sampleWeights
 *
 * yTrue, yPred: [n] numbers, or rows of several outputs; flat values of several outputs need `columns`. The root is taken
 * for each output by itself, and the roots are averaged: not the root of the mean over all. Sums are float64.
 *
 *     rootMeanSquaredError([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.6123724356957945
 *
 * @throws ShapeError if shapes differ. DataError if there are no samples, a value is NaN or infinite (with its row), or a
 *   weight is negative or not finite.
 */
export function rootMeanSquaredError(yTrue: Values, yPred: Values, options: RegressionScoreOptions = {}): number {
  const who = 'rootMeanSquaredError';
  const values = scoredValues(who, yTrue, yPred, options);
  const errors = meanOfRows(values, (target, prediction) => (target - prediction) * (target - prediction));
  return meanOfOutputs(who, errors.map(Math.sqrt));
}
