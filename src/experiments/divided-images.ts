import type { GreyImages } from '../data/digits.ts';
import type { Label } from '../data/labels.ts';
import { DataError, ShapeError, shapeText, valueText } from '../errors.ts';

/** Grey images and the class of each, an index. */
export interface ClassifiedImages {
  /** [n, height, width, 1]. */
  readonly x: GreyImages;
  readonly y: ArrayLike<number>;
}

/** Images of known classes that come divided into a part to learn from and a part to be tested on, as MNIST does. */
export interface DividedImages {
  readonly name: string;
  readonly title: string;
  readonly train: ClassifiedImages;
  /** Looked at once by each finished network, and by nobody before. */
  readonly test: ClassifiedImages;
  readonly classes: readonly Label[];
}

/**
 * @param part what to call them in messages: 'train'.
 * @throws ShapeError unless they are grey images, with as many labels; DataError for a label that is no class.
 */
export function requireClassifiedImages(who: string, part: string, { x, y }: ClassifiedImages, classes: number): void {
  if (x.shape.length !== 4 || x.shape[3] !== 1) {
    throw new ShapeError(`${who}: x of the ${part} part must be [n, height, width, 1], got ${shapeText(x.shape)}`);
  }
  if (x.shape[0] !== y.length) {
    throw new ShapeError(`${who}: the ${part} part has ${x.shape[0]} images and ${y.length} labels`);
  }
  for (let row = 0; row < y.length; row++) {
    if (Number.isInteger(y[row]) && y[row] >= 0 && y[row] < classes) continue;
    throw new DataError(
      `${who}: a class must be an index from 0 to ${classes - 1}, got ${valueText(y[row])} at row ${row + 1} of the ${part} part`,
      { row: row + 1 },
    );
  }
}
