import type { Label } from '../data/labels.ts';
import { requireInteger, requireKnownOptions } from '../errors.ts';
import { binned, uniformEdges } from './calibration-curve.ts';
import { requireProbabilities, scoredColumns } from './scored-columns.ts';
import type { Values } from './scored-values.ts';

export interface ExpectedCalibrationErrorOptions<L extends Label = Label> {
  /** How many bins of equal width [0, 1] is cut into; 15, as in the paper, unless given. */
  readonly bins?: number;
  /** The class of each column; of one probability a sample two classes, of which it is the second's. As in `logLoss`. */
  readonly labels?: ArrayLike<L>;
}

/**
 * How far confidence is from accuracy: 0 for a classifier that is right as often as it says, at most 1.
 *
 *     ECE = Σ n[b] / n · |accuracy[b] − confidence[b]|        over bins b of samples with about equal confidence
 *
 * Confidence is the probability of the predicted class, which is the most probable one (the first of equals): for one probability
 * p a sample, max(p, 1 − p). Sample i is in bin b if b / bins < confidence ≤ (b + 1) / bins. It says nothing of other classes
 * than the predicted one, and it grows with the number of bins and shrinks with that of samples: compare equal ones.
 *
 * yTrue: [n] labels. yProb: rows of k probabilities, one for each class; or [n] of the second of two classes.
 *
 *     expectedCalibrationError([0, 1, 1], [[0.9, 0.1], [0.4, 0.6], [0.7, 0.3]]); // 0.4
 *
 * @throws as `logLoss`; RangeError, TypeError for `bins`.
 * @see Guo, Pleiss, Sun & Weinberger, On calibration of modern neural networks, 2017, equation 3. https://arxiv.org/abs/1706.04599
 */
export function expectedCalibrationError<L extends Label>(
  yTrue: ArrayLike<L>,
  yProb: Values,
  options: ExpectedCalibrationErrorOptions<L> = {},
): number {
  const who = 'expectedCalibrationError';
  requireKnownOptions(who, options, ['bins', 'labels']);
  const { bins = 15, labels } = options;
  requireInteger(who, { bins }, 1);
  const scored = scoredColumns(who, yTrue, { yProb }, { labels });
  requireProbabilities(`${who}: yProb`, scored);
  const { scores, targets, rows, columns } = scored;
  const predicted = new Int32Array(rows);
  const confidence = Float64Array.from({ length: rows }, (_, row) => {
    if (columns === 1) {
      predicted[row] = scores[row] > 0.5 ? 1 : 0;
      return Math.max(scores[row], 1 - scores[row]);
    }
    for (let j = 1; j < columns; j++) {
      if (scores[row * columns + j] > scores[row * columns + predicted[row]]) predicted[row] = j;
    }
    return scores[row * columns + predicted[row]];
  });
  const isRight = (row: number): number => (predicted[row] === targets[row] ? 1 : 0);
  const { hits, sums } = binned(confidence, isRight, uniformEdges(bins));
  let error = 0;
  for (let b = 0; b < bins; b++) error += Math.abs(hits[b] - sums[b]); // n[b] cancels
  return error / rows;
}
