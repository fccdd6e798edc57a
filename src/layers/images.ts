/** The inputs of layers that look at images. */
import { ShapeError, shapeText } from '../errors.ts';
import type { Shape } from '../tensor/shape.ts';

/** @throws ShapeError unless samples are [height, width, channels]. */
export function requireImages(who: string, inputShape: Shape): void {
  if (inputShape.length === 3) return;
  throw new ShapeError(
    `${who} expects images [height, width, channels], got ${shapeText(inputShape)}; put new Reshape([height, width, 1]) before it for rows of grey pixels`,
  );
}
