/**
 * What the windows of a convolution see, as the rows of a matrix that is never whole in memory: row m = (sample, row, column) of
 * the window, column p = (ky, kx, channel) of the tap.
 */
import { Windows } from '../windows';

/**
 * out[i, j] = what tap first + j of window m + i meets, for i < count, j < depth: pixels, and 0 beside the image.
 *
 * Taps of one row of a window that lie inside the image are neighbours in it, and are copied as one run. `out` is dense,
 * and up to 12 bytes behind it are written.
 */
export function packPatches(out: usize, x: usize, w: Windows, m: i32, count: i32, first: i32, depth: i32): void {
  const channels = w.channels;
  const run = w.windowWidth * channels;
  const rowBytes = <usize>(w.width * channels) << 2;
  const firstY = first / run;
  const firstTap = first - firstY * run;
  let row = m / w.columns;
  let column = m - row * w.columns;
  let sample = row / w.rows;
  row -= sample * w.rows;
  for (; count > 0; count--) {
    const x0 = column * w.strideX - w.left;
    const y0 = row * w.strideY - w.top;
    const image = x + <usize>(sample * w.height) * rowBytes;
    // Taps [from, to) of each row of the window are inside the image.
    const from = max(0, -x0) * channels;
    const to = min(w.windowWidth, w.width - x0) * channels;
    let y = y0 + firstY;
    let tap = firstTap;
    for (let left = depth; left > 0; y++, tap = 0) {
      const taps = min(run - tap, left);
      left -= taps;
      const at = image + <usize>y * rowBytes + (<usize>(x0 * channels + tap) << 2);
      if (y < 0 || y >= w.height) {
        out = zeros(out, taps);
      } else if (from <= tap && to >= tap + taps) {
        out = copyRun(out, at, taps);
      } else {
        const before = min(max(from - tap, 0), taps);
        const inside = max(min(to - tap, taps) - before, 0);
        out = zeros(out, before);
        out = copyRun(out, at + (<usize>before << 2), inside);
        out = zeros(out, taps - before - inside);
      }
    }
    if (++column == w.columns) {
      column = 0;
      if (++row == w.rows) {
        row = 0;
        sample++;
      }
    }
  }
}

/** Copies `count` floats and returns where they end; writes whole vectors. */
@inline
function copyRun(out: usize, from: usize, count: i32): usize {
  const end = out + (<usize>count << 2);
  let left = count;
  for (; left >= 4; left -= 4, out += 16, from += 16) v128.store(out, v128.load(from));
  if (left > 0) {
    if (left == 1) {
      v128.store(out, v128.load32_zero(from));
    } else {
      const pair = v128.load64_zero(from);
      v128.store(out, left == 2 ? pair : v128.load32_lane(from, pair, 2, 8));
    }
  }
  return end;
}

/** The same with +0. */
@inline
function zeros(out: usize, count: i32): usize {
  const end = out + (<usize>count << 2);
  for (; out < end; out += 16) v128.store(out, f32x4.splat(0));
  return end;
}
