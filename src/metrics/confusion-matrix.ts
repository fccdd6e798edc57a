import type { Label } from '../data/labels.ts';
import { requireKnownOptions } from '../errors.ts';
import { requireSampleWeights, type SampleWeightsOption } from './sample-weights.ts';
import { classPositions, noneOccurs, scoredClasses } from './scored-classes.ts';

export interface ConfusionMatrixOptions<L extends Label = Label> extends SampleWeightsOption {
  /** The classes of rows and columns, in order. Without it: all that occur, sorted. */
  readonly labels?: ArrayLike<L>;
}

/**
 * How often each class was taken for which: C[i][j] counts the samples of class i that were predicted as j, or adds up
 * their `sampleWeights`. As scikit-learn's `confusion_matrix`.
 *
 *     C[i][j] = Σ w[s]·(yTrue[s] = labels[i])·(yPred[s] = labels[j])        w = 1 without sampleWeights
 *
 * yTrue, yPred: [n] labels, all numbers or all text. Result: [k, k] counts, rows the true class, columns the predicted.
 * With `labels`, samples whose true or predicted label is not among them are left out.
 *
 *     confusionMatrix([0, 0, 1, 1], [0, 1, 1, 1]); // [[1, 1], [0, 2]]
 *
 * @throws ShapeError if lengths differ. DataError if there are no samples and no `labels`, if labels mix numbers and
 *   text, or if none or two equal ones are given, or none of them occurs in yTrue.
 */
export function confusionMatrix<L extends Label>(
  yTrue: ArrayLike<L>,
  yPred: ArrayLike<L>,
  options: ConfusionMatrixOptions<L> = {},
): number[][] {
  const who = 'confusionMatrix';
  requireKnownOptions(who, options, ['labels', 'sampleWeights']);
  const indices = classPositions(who, options.labels, scoredClasses(who, yTrue, yPred));
  const n = yTrue.length;
  const weights = n > 0 ? requireSampleWeights(who, options.sampleWeights, n) : undefined;

  const counts = Array.from(indices, () => new Array<number>(indices.size).fill(0));
  let known = n === 0;
  for (let s = 0; s < n; s++) {
    const i = indices.get(yTrue[s]);
    const j = indices.get(yPred[s]);
    if (i !== undefined) known = true;
    if (i !== undefined && j !== undefined) counts[i][j] += weights ? weights[s] : 1;
  }
  if (!known) throw noneOccurs(who, indices.keys(), 'yTrue');
  return counts;
}
