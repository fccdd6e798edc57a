import { classesText, type Label, sortedClasses } from '../data/labels.ts';
import { DataError, ShapeError, valueText } from '../errors.ts';
import { Tensor } from '../tensor/tensor.ts';

/**
 * All classes that occur in the true and the predicted labels, sorted.
 *
 * @throws TypeError for what is no list of labels. ShapeError unless there is one predicted label for each true one.
 *   DataError if numbers and text are mixed.
 */
export function scoredClasses<L extends Label>(who: string, yTrue: ArrayLike<L>, yPred: ArrayLike<L>): L[] {
  requireLabels(who, 'yTrue', yTrue);
  requireLabels(who, 'yPred', yPred);
  if (yTrue.length !== yPred.length) {
    throw new ShapeError(`${who}: yTrue and yPred must have one length, got ${yTrue.length} and ${yPred.length}`);
  }
  const expected = sortedClasses(`${who}: yTrue`, yTrue);
  const predicted = sortedClasses(`${who}: yPred`, yPred);
  if (typeof expected[0] !== typeof predicted[0]) {
    throw new DataError(
      `${who}: yTrue and yPred must be both numbers or both text: row 1 is ${valueText(yTrue[0])} and ${valueText(yPred[0])}`,
      { row: 1 },
    );
  }
  return sortedClasses(who, [...expected, ...predicted]) as L[];
}

/** @throws TypeError for what is no list. */
export function requireLabels(who: string, name: string, labels: unknown): void {
  if (typeof labels === 'object' && typeof (labels as ArrayLike<unknown> | null)?.length === 'number') return;
  const hint = labels instanceof Tensor ? '; toFloat32Array() gives the values of a tensor' : '';
  throw new TypeError(`${who}: ${name} must be a list of labels, got ${valueText(labels)}${hint}`);
}

/**
 * The classes to score, each with its position: `labels` in the order given, or all that occur.
 *
 * @throws DataError if there are none, or two equal ones.
 */
export function classPositions<L extends Label>(
  who: string,
  labels: ArrayLike<L> | undefined,
  occurring: readonly L[],
): Map<L, number> {
  const classes = labels === undefined ? occurring : Array.from(labels);
  if (classes.length === 0) throw new DataError(`${who}: ${labels ? 'labels is empty' : 'no samples'}`);
  const result = new Map<L, number>();
  for (const label of classes) {
    if (result.has(label)) throw new DataError(`${who}: label ${valueText(label)} is given twice`);
    result.set(label, result.size);
  }
  return result;
}

/** The error of labels that are not those of the data. */
export function noneOccurs(who: string, labels: Iterable<Label>, where: string): DataError {
  return new DataError(`${who}: none of labels (${classesText([...labels])}) occurs in ${where}`);
}
