import type { Label } from '../data/labels.ts';
import { requireKnownOptions } from '../errors.ts';
import { meanOverSamples } from './sample-weights.ts';
import { type ColumnScoreOptions, requireProbabilities, type ScoredColumns, scoredColumns } from './scored-columns.ts';
import type { Values } from './scored-values.ts';

/**
 * The mean squared difference of probabilities from what came true; 0 is best. As scikit-learn's `brier_score_loss`.
 *
 *     two classes:  Brier = Σ w[i]·(y[i] − p[i])² / Σ w[i]            y[i] = 1 for the second class, else 0; from 0 to 1
 *     more:         Brier = Σ w[i]·Σ (y[i][j] − p[i][j])² / Σ w[i]    y[i][j] = 1 for the true class, else 0; from 0 to 2
 *                                  j                                  w = 1 without sampleWeights
 *
 * yTrue: [n] labels, all numbers or all text. yProb: [n] probabilities of the second of two classes; or rows of k
 * probabilities, one for each class in the order of `labels`. Of rows of two the second probability is taken. The form for
 * more classes is that of scikit-learn from 1.7 on, whose `scale_by_half` halves two classes and leaves others alone; 1.2.1
 * has two classes only. Sums are float64, in the order of rows and columns.
 *
 * Which of two classes the probabilities are of is said by `labels`, the second; without it, it is the greater. (Where
 * scikit-learn asks for `pos_label`, give `labels: [other, posLabel]`.)
 *
 *     brierScore([1, 0], [0.75, 0.5]); // 0.15625
 *
 * @throws ShapeError if lengths or the number of classes differ. DataError, mostly with the row, for what is no
 *   probability, a label that is none of the classes, classes that are not known, or a weight that is negative or not finite.
 */
export function brierScore<L extends Label>(
  yTrue: ArrayLike<L>,
  yProb: Values,
  options: ColumnScoreOptions<L> = {},
): number {
  const who = 'brierScore';
  requireKnownOptions(who, options, ['labels', 'sampleWeights']);
  const scored = scoredColumns(who, yTrue, { yProb }, options);
  requireProbabilities(`${who}: yProb`, scored);
  return meanBrierScore(who, scored);
}

/** The same of probabilities that are known to be some. */
export function meanBrierScore(who: string, { targets, scores, rows, columns, weights }: ScoredColumns): number {
  return meanOverSamples(who, rows, weights, (row) => {
    if (columns <= 2) {
      const difference = targets[row] - scores[row * columns + columns - 1];
      return difference * difference;
    }
    let sum = 0;
    for (let j = 0; j < columns; j++) {
      const difference = (targets[row] === j ? 1 : 0) - scores[row * columns + j];
      sum += difference * difference;
    }
    return sum;
  });
}
