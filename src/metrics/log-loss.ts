import type { Label } from '../data/labels.ts';
import { requireKnownOptions, requirePositive, requireWithin } from '../errors.ts';
import { log } from '../tensor/scalar-math.ts';
import { meanOverSamples } from './sample-weights.ts';
import { type ColumnScoreOptions, requireProbabilities, type ScoredColumns, scoredColumns } from './scored-columns.ts';
import type { Values } from './scored-values.ts';

export interface LogLossOptions<L extends Label = Label> extends ColumnScoreOptions<L> {
  /**
   * Probabilities are clipped to [eps, 1 − eps]. Unless given, the ε of the type in which they come: 2⁻²³ for tensors and
   * float32 arrays, 2⁻⁵² for other lists.
   */
  readonly eps?: number;
}

/**
 * The mean of −ln p, where p is the probability given to the true class: the cross-entropy of classification, in nats; 0 is
 * best. As scikit-learn's `log_loss`, version 1.2.1.
 *
 *     logLoss = −Σ w[i]·ln(q[i][yTrue[i]] / Σ q[i][j]) / Σ w[i]        q = yPred clipped to [eps, 1 − eps]; w = 1 without
 *                                    j                                 sampleWeights
 *
 * yTrue: [n] labels, all numbers or all text. yPred: rows of k probabilities, one for each class in the order of `labels`; or
 * [n] probabilities of the second of two classes. Sums are float64, in the order of rows and columns.
 *
 * A probability of 0 for the true class costs −ln eps: 16 in float32, 36 in float64. Rows that do not sum to 1 within 3.5e-4
 * are refused, where scikit-learn 1.2.1 divides by their sum in silence.
 *
 *     logLoss(['spam', 'ham'], [[0.1, 0.9], [0.8, 0.2]]); // 0.164252033486018
 *
 * @throws ShapeError if lengths or the number of classes differ. DataError, mostly with the row, for what is no
 *   probability, a label that is none of the classes, classes that are not known, or a weight that is negative or not finite.
 *   RangeError for eps outside (0, 0.5].
 */
export function logLoss<L extends Label>(yTrue: ArrayLike<L>, yPred: Values, options: LogLossOptions<L> = {}): number {
  const who = 'logLoss';
  requireKnownOptions(who, options, ['labels', 'eps', 'sampleWeights']);
  const { eps } = options;
  if (eps !== undefined) {
    requirePositive(who, { eps });
    requireWithin(who, { eps }, 0, 0.5);
  }
  const scored = scoredColumns(who, yTrue, { yPred }, options);
  requireProbabilities(`${who}: yPred`, scored);
  return meanLogLoss(who, scored, eps);
}

/** The same of probabilities that are known to be some. */
export function meanLogLoss(
  who: string,
  { targets, scores, rows, columns, weights }: ScoredColumns,
  eps?: number,
): number {
  const least = eps ?? (scores instanceof Float32Array ? 2 ** -23 : Number.EPSILON);
  const clipped = (score: number) => Math.min(Math.max(score, least), 1 - least);
  return meanOverSamples(who, rows, weights, (row) => {
    if (columns === 1) {
      const probability = clipped(scores[row]);
      const other = 1 - probability;
      return -log((targets[row] === 1 ? probability : other) / (other + probability));
    }
    let sum = 0;
    for (let at = row * columns; at < (row + 1) * columns; at++) sum += clipped(scores[at]);
    return -log(clipped(scores[row * columns + targets[row]]) / sum);
  });
}
