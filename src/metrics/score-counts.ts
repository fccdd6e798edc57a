import { descendingOrder } from './descending-order.ts';

/** How many positive and negative samples have each score, or the sums of their weights. */
export interface ScoreCounts {
  /** The scores that occur, each once, highest first. */
  readonly thresholds: Float64Array;
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/**
 * What ROC curves are made of: equal scores count as one threshold, so that no result depends on their order. Samples of
 * weight 0 are left out.
 *
 * @param scores finite, one a sample.
 * @param positive 1 for positive samples, 0 for the others.
 */
export function scoreCounts(
  scores: Float64Array,
  positive: Uint8Array,
  weights: ArrayLike<number> | undefined,
): ScoreCounts {
  const order = descendingOrder(scores.map((score) => score + 0)); // −0 is 0
  const thresholds = new Float64Array(scores.length);
  const positives = new Float64Array(scores.length);
  const negatives = new Float64Array(scores.length);
  let last = -1;
  for (const sample of order) {
    const weight = weights ? weights[sample] : 1;
    if (weight === 0) continue;
    if (last < 0 || thresholds[last] !== scores[sample]) thresholds[++last] = scores[sample] + 0;
    if (positive[sample] === 1) positives[last] += weight;
    else negatives[last] += weight;
  }
  const end = last + 1;
  return {
    thresholds: thresholds.subarray(0, end),
    positives: positives.subarray(0, end),
    negatives: negatives.subarray(0, end),
  };
}
