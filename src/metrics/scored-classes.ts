import { type Label, sortedClasses } from '../data/labels.ts';
import { DataError, ShapeError, valueText } from '../errors.ts';

/**
 * All classes that occur in the true and the predicted labels, sorted.
 *
 * @throws ShapeError unless there is one predicted label for each true one. DataError if numbers and text are mixed.
 */
export function scoredClasses<L extends Label>(who: string, yTrue: ArrayLike<L>, yPred: ArrayLike<L>): L[] {
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
