import type { Label } from '../data/labels.ts';
import { requireInteger, requireKnownOptions } from '../errors.ts';
import { meanOverSamples } from './sample-weights.ts';
import { type ColumnScoreOptions, type ScoredColumns, scoredColumns } from './scored-columns.ts';
import type { Values } from './scored-values.ts';

export interface TopKAccuracyOptions<L extends Label = Label> extends ColumnScoreOptions<L> {
  /** How many classes with the highest scores count, from 1 to all of them. 2 unless given. */
  readonly k?: number;
}

/**
 * The share of samples whose true class is among the k with the highest scores, from 0 to 1. As scikit-learn's
 * `top_k_accuracy_score`.
 *
 *     topKAccuracy = Σ w[i]·(rank[i] < k) / Σ w[i]        rank[i] = classes scored above the true one, or as high and later
 *                                                         in order; w = 1 without sampleWeights
 *
 * yTrue: [n] labels, all numbers or all text. yScore: rows of scores, one for each class in the order of `labels`, whether
 * probabilities or not; or [n] scores of the second of two classes, which is then predicted above 0.5 if all scores are from
 * 0 to 1, and else above 0. Of equal scores the later class is ahead, as in scikit-learn (and unlike `predictLabels`).
 *
 *     topKAccuracy([0, 1, 2, 2], [[0.5, 0.2, 0.2], [0.3, 0.4, 0.2], [0.2, 0.4, 0.3], [0.7, 0.2, 0.1]], { k: 2 }); // 0.75
 *
 * @throws ShapeError if lengths or the number of classes differ. DataError, mostly with the row, for a score that is NaN or
 *   infinite, a label that is none of the classes, classes that are not known, or a weight that is negative or not finite.
 *   RangeError for k above the number of classes, for which scikit-learn warns and returns 1.
 */
export function topKAccuracy<L extends Label>(
  yTrue: ArrayLike<L>,
  yScore: Values,
  options: TopKAccuracyOptions<L> = {},
): number {
  const who = 'topKAccuracy';
  requireKnownOptions(who, options, ['k', 'labels', 'sampleWeights']);
  const { k = 2 } = options;
  requireInteger(who, { k }, 1);
  const scored = scoredColumns(who, yTrue, { yScore }, options);
  const classes = scored.classes.length;
  if (k > classes) throw new RangeError(`${who}: k must be at most the number of classes, ${classes}, got ${k}`);
  return meanInTopK(who, scored, k);
}

/** The same of checked scores. */
export function meanInTopK(who: string, scored: ScoredColumns, k: number): number {
  const { targets, scores, rows, columns, weights } = scored;
  const threshold = columns === 1 ? thresholdOf(scored) : 0;
  return meanOverSamples(who, rows, weights, (row) => {
    if (columns === 1) return k > 1 || (scores[row] > threshold ? 1 : 0) === targets[row] ? 1 : 0;
    const start = row * columns;
    const ofTarget = scores[start + targets[row]];
    let rank = 0;
    for (let j = 0; j < columns; j++) {
      const score = scores[start + j];
      if (score > ofTarget || (score === ofTarget && j > targets[row])) rank++;
    }
    return rank < k ? 1 : 0;
  });
}

function thresholdOf({ scores, rows }: ScoredColumns): number {
  for (let row = 0; row < rows; row++) if (!(scores[row] >= 0 && scores[row] <= 1)) return 0;
  return 0.5;
}
