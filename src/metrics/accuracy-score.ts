import type { Label } from '../data/labels.ts';
import { DataError } from '../errors.ts';
import { scoredClasses } from './scored-classes.ts';

/**
 * The share of samples whose predicted label is the true one, from 0 to 1. As scikit-learn's `accuracy_score`.
 *
 * yTrue, yPred: [n] labels, all numbers or all text.
 *
 *     accuracyScore([0, 2, 1, 3], [0, 1, 2, 3]); // 0.5
 *
 * @throws ShapeError if lengths differ. DataError if there are no samples, or labels mix numbers and text.
 */
export function accuracyScore<L extends Label>(yTrue: ArrayLike<L>, yPred: ArrayLike<L>): number {
  scoredClasses('accuracyScore', yTrue, yPred);
  if (yTrue.length === 0) throw new DataError('accuracyScore: no samples');
  let correct = 0;
  for (let s = 0; s < yTrue.length; s++) if (yTrue[s] === yPred[s]) correct++;
  return correct / yTrue.length;
}
