/**
 * The windows of a pooling in row order, image by image, in runs: neighbours in a row that lie between the left and the right
 * edge are one run, and a window across an edge is one of its own.
 *
 * What happens in a window, a family says by classes with an inlined method; nobody makes objects of them:
 *
 *     window(check, image, pooled, positions, pixel, line, height, width, lanes): v128
 *
 * does it for `lanes` neighbouring channels. `image` is where they stand in the first pixel of the window inside the image, and
 * `pooled` and `positions` where in arrays [batch, rows, columns, channels]. Of the window, height x width pixels are inside,
 * `pixel` bytes from one to the next and `line` bytes from row to row. With `lanes` below 4 only so many channels may be read
 * and written. `check` goes from call to call: see `eachRun`.
 *
 * There are three of them, as loops over few pixels cost more than what is in them: `Square` for 2 x 2 pixels inside, `Three`
 * for rows of 3, `Any` for all others. Not exported from the module.
 */
import { Windows } from '../windows';
import { clear, loadPart, storePart } from '../simd';

/**
 * All windows, by the class for their size. `check` is +0 at the beginning of a run; where it is NaN at the end, the run is done
 * again by `Any`.
 */
@inline
export function eachRun<Square, Three, Any>(image: usize, pooled: usize, positions: usize, batch: i32, w: Windows): void {
  const pixel = <usize>w.channels << 2;
  const line = <usize>w.width * pixel;
  const step = <usize>w.strideX * pixel;
  // Windows from `first` up to `end` lie between the left and the right edge.
  const first = (w.left + w.strideX - 1) / w.strideX;
  const end = w.width >= w.windowWidth - w.left ? min((w.width - w.windowWidth + w.left) / w.strideX + 1, w.columns) : 0;
  for (let b = 0; b < batch; b++) {
    for (let row = 0; row < w.rows; row++) {
      const y = max(row * w.strideY - w.top, 0);
      const height = min(row * w.strideY - w.top + w.windowHeight, w.height) - y;
      let column = 0;
      while (column < w.columns) {
        const x = max(column * w.strideX - w.left, 0);
        const width = min(column * w.strideX - w.left + w.windowWidth, w.width) - x;
        const count = column == first && end > first ? end - first : 1;
        const at = image + <usize>y * line + <usize>x * pixel;
        const isDone =
          height == 2 && width == 2
            ? run<Square>(at, pooled, positions, count, step, pixel, line, height, width)
            : width == 3 && run<Three>(at, pooled, positions, count, step, pixel, line, height, width);
        if (!isDone) run<Any>(at, pooled, positions, count, step, pixel, line, height, width);
        column += count;
        pooled += <usize>count * pixel;
        positions += <usize>count * pixel;
      }
    }
    image += <usize>w.height * line;
  }
}

/** `count` windows, `step` bytes from one to the next. False where their `check` is NaN. A function of its own for each class. */
function run<T>(
  image: usize, pooled: usize, positions: usize, count: i32, step: usize, pixel: usize, line: usize, height: i32, width: i32,
): bool {
  const kind = changetype<T>(0);
  const rest = (pixel >> 2) & 3;
  const whole = pixel - (rest << 2);
  let check = f32x4.splat(0);
  for (; count > 0; count--) {
    for (let c: usize = 0; c < whole; c += 16) {
      check = kind.window(check, image + c, pooled + c, positions + c, pixel, line, height, width, 4);
    }
    if (rest) {
      check = kind.window(check, image + whole, pooled + whole, positions + whole, pixel, line, height, width, rest);
    }
    image += step;
    pooled += pixel;
    positions += pixel;
  }
  return v128.all_true<i32>(f32x4.eq(check, check));
}

/**
 * The backward of a pooling: every window contributes to the gradient of its pixels, by classes that take how they do so. Where
 * windows do not overlap, each pixel is written once.
 */
@inline
export function eachRunBackward<SquareOver, ThreeOver, AnyOver, SquareInto, ThreeInto, AnyInto>(
  dx: usize, dy: usize, positions: usize, batch: i32, w: Windows, adds: i32,
): void {
  const areApart = (w.strideY >= w.windowHeight || w.rows == 1) && (w.strideX >= w.windowWidth || w.columns == 1);
  if (areApart && !adds) {
    clearGaps(dx, batch, w);
    eachRun<SquareOver, ThreeOver, AnyOver>(dx, dy, positions, batch, w);
  } else {
    if (!adds) clear(dx, <usize>(batch * w.height * w.width * w.channels));
    eachRun<SquareInto, ThreeInto, AnyInto>(dx, dy, positions, batch, w);
  }
}

/** Sets to +0 the pixels between windows that do not overlap, and behind the last ones. Before the first there are none. */
function clearGaps(image: usize, batch: i32, w: Windows): void {
  const pixel = <usize>w.channels << 2;
  const line = <usize>w.width * pixel;
  for (let b = 0; b < batch; b++) {
    for (let row = 0; row < w.rows; row++) {
      const y = row * w.strideY - w.top;
      const end = min(y + w.windowHeight, w.height);
      for (let inside = max(y, 0); inside < end; inside++) {
        clearColumnGaps(image + <usize>inside * line, w);
      }
      const next = row + 1 < w.rows ? y + w.strideY : w.height;
      if (next > end) clear(image + <usize>end * line, <usize>((next - end) * w.width * w.channels));
    }
    image += <usize>w.height * line;
  }
}

/** The same in one row of pixels. */
function clearColumnGaps(line: usize, w: Windows): void {
  for (let column = 0; column < w.columns; column++) {
    const x = column * w.strideX - w.left;
    const end = min(x + w.windowWidth, w.width);
    const next = column + 1 < w.columns ? x + w.strideX : w.width;
    if (next > end) clear(line + (<usize>(end * w.channels) << 2), <usize>((next - end) * w.channels));
  }
}

/** How a window contributes to a gradient: written over what is there … */
export class Over {
  @inline
  put(to: usize, value: v128, lanes: usize): void {
    storePart(to, value, lanes);
  }
}

/** … or added to it. */
export class Into {
  @inline
  put(to: usize, value: v128, lanes: usize): void {
    storePart(to, f32x4.add(loadPart(to, lanes), value), lanes);
  }
}
