import { classesText, type Label } from '../data/labels.ts';
import { DataError, requireKnownOptions, valueText } from '../errors.ts';
import { scoredClasses } from './scored-classes.ts';

export interface ConfusionMatrixOptions<L extends Label = Label> {
  /** The classes of rows and columns, in order. Without it: all that occur, sorted. */
  readonly labels?: ArrayLike<L>;
}

/**
 * How often each class was taken for which: C[i][j] counts the samples of class i that were predicted as j. As
 * scikit-learn's `confusion_matrix`.
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
  requireKnownOptions(who, options, ['labels']);
  const occurring = scoredClasses(who, yTrue, yPred);
  const labels = options.labels === undefined ? occurring : Array.from(options.labels);
  if (labels.length === 0) throw new DataError(`${who}: ${options.labels ? 'labels is empty' : 'no samples'}`);
  const indices = new Map<Label, number>();
  for (const label of labels) {
    if (indices.has(label)) throw new DataError(`${who}: label ${valueText(label)} is given twice`);
    indices.set(label, indices.size);
  }

  const counts = labels.map(() => new Array<number>(labels.length).fill(0));
  let known = yTrue.length === 0;
  for (let s = 0; s < yTrue.length; s++) {
    const i = indices.get(yTrue[s]);
    const j = indices.get(yPred[s]);
    if (i !== undefined) known = true;
    if (i !== undefined && j !== undefined) counts[i][j]++;
  }
  if (!known) throw new DataError(`${who}: none of labels (${classesText(labels)}) occurs in yTrue`);
  return counts;
}
