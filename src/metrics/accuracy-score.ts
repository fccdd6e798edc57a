import type { Label } from '../data/labels.ts';
import { DataError, requireKnownOptions } from '../errors.ts';
import { meanOverSamples, requireSampleWeights, type SampleWeightsOption } from './sample-weights.ts';
import { scoredClasses } from './scored-classes.ts';

/**
 * The share of samples whose predicted label is the true one, from 0 to 1. As scikit-learn's `accuracy_score`.
 *
 *     accuracy = Σ w[s]·(yTrue[s] = yPred[s]) / Σ w[s]        w = 1 without sampleWeights
 *
 * yTrue, yPred: [n] labels, all numbers or all text.
 *
 *     accuracyScore([0, 2, 1, 3], [0, 1, 2, 3]); // 0.5
 *
 * @throws ShapeError if lengths differ. DataError if there are no samples, labels mix numbers and text, or a weight is
 *   negative or not finite.
 */
export function accuracyScore<L extends Label>(
  yTrue: ArrayLike<L>,
  yPred: ArrayLike<L>,
  options: SampleWeightsOption = {},
): number {
  const who = 'accuracyScore';
  requireKnownOptions(who, options, ['sampleWeights']);
  scoredClasses(who, yTrue, yPred);
  if (yTrue.length === 0) throw new DataError(`${who}: no samples`);
  const weights = requireSampleWeights(who, options.sampleWeights, yTrue.length);
  return meanOverSamples(who, yTrue.length, weights, (s) => (yTrue[s] === yPred[s] ? 1 : 0));
}
