import { DataError } from '../errors.ts';
import {
  meanOfOutputs,
  type RegressionScoreOptions,
  type ScoredValues,
  scoredValues,
  type Values,
} from './scored-values.ts';

/**
 * The coefficient of determination R²: the share of the targets' variance that predictions explain. 1 is best, 0 is what
 * always predicting their mean gets, and worse predictions are negative without limit. As scikit-learn's `r2_score`.
 *
 *     R² = 1 − Σ w·(yTrue − yPred)² / Σ w·(yTrue − μ)²        μ = Σ w·yTrue / Σ w; w = 1 without sampleWeights
 *
 * yTrue, yPred: [n] numbers, or rows of several outputs, of which each is scored by itself and the scores averaged; flat
 * values of several outputs need `columns`. Sums are float64. Not symmetric: the truth comes first.
 *
 * Targets that are all equal have no variance to explain: R² is then 1 if the predictions are equal to them and else 0,
 * scikit-learn's `force_finite`. Equal targets are found as such whatever μ is rounded to; scikit-learn's denominator may
 * be off 0 by that rounding.
 *
 *     r2Score([3, -0.5, 2, 7], [2.5, 0, 2, 8]); // 0.9486081370449679
 *
 * @throws ShapeError if shapes differ. DataError if there are fewer than 2 samples, a value is NaN or infinite (with its
 *   row), or a weight is negative or not finite.
 */
export function r2Score(yTrue: Values, yPred: Values, options: RegressionScoreOptions = {}): number {
  const who = 'r2Score';
  const values = scoredValues(who, yTrue, yPred, options);
  if (values.rows < 2) throw new DataError(`${who}: one sample has no variance to explain; at least 2 are needed`);
  return meanOfOutputs(who, scoresOf(values));
}

/** R² of each output. */
function scoresOf({ targets, predictions, rows, columns, weights }: ScoredValues): Float64Array {
  // Differences from one of the targets, so that μ of equal ones is exact and values far from 0 keep their digits.
  let first = 0;
  while (weights && weights[first] === 0) first++;
  const origin = Float64Array.from({ length: columns }, (_, j) => targets[first * columns + j]);

  const mean = new Float64Array(columns);
  const unexplained = new Float64Array(columns);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i] : 1;
    total += weight;
    for (let j = 0, at = i * columns; j < columns; j++, at++) {
      const error = targets[at] - predictions[at];
      mean[j] += weight * (targets[at] - origin[j]);
      unexplained[j] += weight * error * error;
    }
  }
  for (let j = 0; j < columns; j++) mean[j] /= total;

  const variation = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    const weight = weights ? weights[i] : 1;
    for (let j = 0, at = i * columns; j < columns; j++, at++) {
      const difference = targets[at] - origin[j] - mean[j];
      variation[j] += weight * difference * difference;
    }
  }
  return unexplained.map((sum, j) => (sum === 0 ? 1 : variation[j] === 0 ? 0 : 1 - sum / variation[j]));
}
