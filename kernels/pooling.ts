/**
 * Pooling: images [batch, height, width, channels] made smaller, window by window and each channel on its own, and the gradients.
 * Windows lie as src/ops/window.ts says; only pixels inside the image count. `scratch` is where the numbers about them are kept
 * meanwhile, 64 bytes.
 *
 * Vectors go over the channels: up to three lanes of the last one are idle. Windows that overlap add to what others have written;
 * where they do not, each pixel of the gradient is written once. (pooling/runs.ts; what is done in a window: pooling/max.ts and
 * pooling/average.ts.)
 */
import { Windows, windowsAt } from './windows';
import { MeanOfAny, MeanOfSquare, MeanOfThree, ShareOfAny, ShareOfSquare, ShareOfThree } from './pooling/average';
import { Dropped, Kept, MaxOfAny, MaxOfSquare, MaxOfThree, PickOfAny, PickOfSquare, PickOfThree } from './pooling/max';
import { eachRun, eachRunBackward, Into, Over } from './pooling/runs';

/**
 * out = the largest value of each window: the first of equals in row order, to which −0 and +0 belong; the first NaN where there
 * is one. positions = how many pixels of the window inside the image come after it, as int32; 0 for nowhere to write them.
 *
 * out, positions [batch, rows, columns, channels].
 */
export function maxPool(
  out: usize, positions: usize, x: usize, batch: i32, height: i32, width: i32, channels: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, rows: i32, columns: i32,
  scratch: usize,
): void {
  const w = windowsAt(
    scratch, height, width, channels, windowHeight, windowWidth, strideY, strideX, top, left, rows, columns,
  );
  if (positions) {
    eachRun<MaxOfSquare<Kept>, MaxOfThree<Kept>, MaxOfAny<Kept>>(x, out, positions, batch, w);
  } else {
    eachRun<MaxOfSquare<Dropped>, MaxOfThree<Dropped>, MaxOfAny<Dropped>>(x, out, 0, batch, w);
  }
}

/**
 * For windows in row order: dx += dy at the position that `maxPool` wrote, += 0 at the other pixels inside. Starts from what is
 * there where adds is 1, else from +0.
 */
export function maxPoolBackward(
  dx: usize, dy: usize, positions: usize, batch: i32, height: i32, width: i32, channels: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, rows: i32, columns: i32,
  adds: i32, scratch: usize,
): void {
  const w = windowsAt(
    scratch, height, width, channels, windowHeight, windowWidth, strideY, strideX, top, left, rows, columns,
  );
  eachRunBackward<
    PickOfSquare<Over>, PickOfThree<Over>, PickOfAny<Over>, PickOfSquare<Into>, PickOfThree<Into>, PickOfAny<Into>
  >(dx, dy, positions, batch, w, adds);
}

/**
 * out = Σ / count over the pixels of each window that lie inside the image, summed in row order from +0, each sum rounded.
 *
 * count, of which there may be 2²⁴, is a float32.
 */
export function averagePool(
  out: usize, x: usize, batch: i32, height: i32, width: i32, channels: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, rows: i32, columns: i32,
  scratch: usize,
): void {
  const w = windowsAt(
    scratch, height, width, channels, windowHeight, windowWidth, strideY, strideX, top, left, rows, columns,
  );
  eachRun<MeanOfSquare, MeanOfThree, MeanOfAny>(x, out, 0, batch, w);
}

/** For windows in row order: dx += dy / count at each pixel inside. Starts from what is there where adds is 1, else from +0. */
export function averagePoolBackward(
  dx: usize, dy: usize, batch: i32, height: i32, width: i32, channels: i32,
  windowHeight: i32, windowWidth: i32, strideY: i32, strideX: i32, top: i32, left: i32, rows: i32, columns: i32,
  adds: i32, scratch: usize,
): void {
  const w = windowsAt(
    scratch, height, width, channels, windowHeight, windowWidth, strideY, strideX, top, left, rows, columns,
  );
  eachRunBackward<
    ShareOfSquare<Over>, ShareOfThree<Over>, ShareOfAny<Over>, ShareOfSquare<Into>, ShareOfThree<Into>, ShareOfAny<Into>
  >(dx, dy, 0, batch, w, adds);
}
