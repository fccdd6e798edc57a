import type { Label } from '../data/labels.ts';
import type { ScaledArray } from '../data/rows.ts';
import { DataError, ShapeError, valueText } from '../errors.ts';

/** Rows with known classes, as data sets by name are loaded. */
export interface ClassificationData {
  readonly name: string;
  readonly title: string;
  /** [rows, columns]: measurements as float32, or grey levels as bytes with a scale. */
  readonly x: ScaledArray;
  /** What the columns of x are, where they have names. */
  readonly featureNames?: readonly string[];
  /** The class of each row, an index into `classes`. */
  readonly y: readonly number[];
  readonly classes: readonly Label[];
}

/**
 * @throws ShapeError unless x is [rows, columns] and y has as many rows; DataError for fewer than two classes, or the row of
 *   a class that there is not.
 */
export function requireClassificationData(who: string, data: ClassificationData): void {
  const { x, y, classes } = data;
  if (x.shape.length !== 2) {
    throw new ShapeError(`${who}: x of ${data.name} must be [rows, columns], got [${x.shape.join(', ')}]`);
  }
  if (x.shape[0] !== y.length) {
    throw new ShapeError(`${who}: x of ${data.name} has ${x.shape[0]} rows and y has ${y.length}`);
  }
  if (classes.length < 2) {
    throw new DataError(
      `${who}: ${data.name} has ${classes.length === 1 ? 'a single class' : 'no classes'}; there is nothing to tell apart`,
    );
  }
  const wrong = y.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes.length));
  if (wrong < 0) return;
  throw new DataError(
    `${who}: a class must be an index from 0 to ${classes.length - 1}, got ${valueText(y[wrong])} at row ${wrong + 1}`,
    { row: wrong + 1 },
  );
}
