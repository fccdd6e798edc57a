/** Image sets, which come divided into a part to learn from and a part to be tested on. */
import { DataError, type GreyImages } from '../src/index.ts';
import { readIdx } from '../src/node/index.ts';
import type { About } from './about.ts';

/** Images with the class of each. */
export interface LabelledImages {
  readonly x: GreyImages;
  /** Class indices: image i is of the class `classes[y[i]]`. */
  readonly y: Uint8Array;
}

/** Images of known classes, divided by those who published them, so that everybody's figures are of the same test part. */
export interface ImageDataset extends About {
  readonly task: 'classification';
  readonly train: LabelledImages;
  /** To be looked at once, by a network that is finished. */
  readonly test: LabelledImages;
  readonly classes: readonly (string | number)[];
}

/** What every file of a set must agree with. */
export interface ImageFormat {
  /** Of every image, in pixels. */
  readonly height: number;
  readonly width: number;
  /** Labels are from 0 to one less. */
  readonly classes: number;
  /** true: a row of pixels for each image. false: images [height, width, 1]. */
  readonly flatten: boolean;
}

/**
 * Reads one part: grey images from an IDX file [n, height, width], their classes from another [n], both of bytes, which stay
 * bytes.
 *
 * @param who for messages, which name the file as well.
 * @throws as `readIdx`; DataError for files of other shapes, not as many labels as images, or a label that is no class.
 */
export async function readImages(
  who: string,
  imagesPath: string,
  labelsPath: string,
  { height, width, classes, flatten }: ImageFormat,
): Promise<LabelledImages> {
  const labels = await readIdx(labelsPath, { type: 'uint8' });
  if (labels.shape.length !== 1) {
    throw new DataError(`${who}: expected labels [n] in ${labelsPath}, got [${labels.shape.join(', ')}]`);
  }
  const { data, shape } = await readIdx(imagesPath, { type: 'uint8' });
  const [n, ...size] = shape;
  if (size.length !== 2 || size[0] !== height || size[1] !== width) {
    throw new DataError(`${who}: expected images [n, ${height}, ${width}] in ${imagesPath}, got [${shape.join(', ')}]`);
  }
  if (labels.data.length !== n) {
    throw new DataError(
      `${who}: ${n} images in ${imagesPath}, but ${labels.data.length} labels in ${labelsPath}; the files do not belong together, or one was changed`,
    );
  }
  const wrong = labels.data.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    const row = wrong + 1;
    throw new DataError(
      `${who}: expected labels from 0 to ${classes - 1} in ${labelsPath}, got ${labels.data[wrong]} at row ${row}`,
      { row },
    );
  }
  const x = {
    data,
    shape: flatten ? ([n, height * width] as const) : ([n, height, width, 1] as const),
    scale: 1 / 255,
  };
  return { x, y: labels.data };
}
