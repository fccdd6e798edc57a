/** Convolution as plain loops in float32, what kernels/convolution.ts equals bit for bit. */
import type { Windows } from '../../src/ops/window.ts';
import { mulAdd } from './mul-add.ts';

const f = Math.fround;

/** Calls `visit` for each window and tap in order, also taps beside the image, whose pixel is −1. */
export function eachTap(
  { batch, height, width, windowHeight, windowWidth, strideY, strideX, top, left, rows, columns }: Windows,
  visit: (window: number, tap: number, pixel: number) => void,
): void {
  for (let window = 0; window < batch * rows * columns; window++) {
    const sample = Math.floor(window / (rows * columns));
    const row = Math.floor(window / columns) % rows;
    const column = window % columns;
    for (let tap = 0; tap < windowHeight * windowWidth; tap++) {
      const y = row * strideY - top + Math.floor(tap / windowWidth);
      const x = column * strideX - left + (tap % windowWidth);
      const inside = y >= 0 && y < height && x >= 0 && x < width;
      visit(window, tap, inside ? (sample * height + y) * width + x : -1);
    }
  }
}

/** Σ over taps and channels of x · weight, then + bias. Beside the image x is 0. */
export function convolution(
  windows: Windows,
  filters: number,
  x: Float32Array,
  weight: Float32Array,
  bias?: Float32Array,
): Float32Array {
  const { batch, rows, columns, channels } = windows;
  const y = new Float32Array(batch * rows * columns * filters);
  eachTap(windows, (window, tap, pixel) => {
    for (let channel = 0; channel < channels; channel++) {
      const value = pixel < 0 ? 0 : x[pixel * channels + channel];
      for (let filter = 0; filter < filters; filter++) {
        const at = window * filters + filter;
        y[at] = mulAdd(value, weight[(tap * channels + channel) * filters + filter], y[at]);
      }
    }
  });
  return bias ? y.map((value, i) => f(value + bias[i % filters])) : y;
}

/** start + Σ over windows of x · dz; `start` is +0 unless given. */
export function weightGradient(
  windows: Windows,
  filters: number,
  x: Float32Array,
  dz: Float32Array,
  start?: Float32Array,
): Float32Array {
  const { windowHeight, windowWidth, channels } = windows;
  const dw = start?.slice() ?? new Float32Array(windowHeight * windowWidth * channels * filters);
  eachTap(windows, (window, tap, pixel) => {
    for (let channel = 0; channel < channels; channel++) {
      const value = pixel < 0 ? 0 : x[pixel * channels + channel];
      for (let filter = 0; filter < filters; filter++) {
        const at = (tap * channels + channel) * filters + filter;
        dw[at] = mulAdd(value, dz[window * filters + filter], dw[at]);
      }
    }
  });
  return dw;
}

/** start + Σ over taps in order, and the filters of each, of dz · weight; taps beside the image take no part. */
export function inputGradient(
  windows: Windows,
  filters: number,
  dz: Float32Array,
  weight: Float32Array,
  start?: Float32Array,
): Float32Array {
  const { batch, height, width, windowHeight, windowWidth, channels } = windows;
  const dx = start?.slice() ?? new Float32Array(batch * height * width * channels);
  for (let wanted = 0; wanted < windowHeight * windowWidth; wanted++) {
    eachTap(windows, (window, tap, pixel) => {
      if (tap !== wanted || pixel < 0) return;
      for (let channel = 0; channel < channels; channel++) {
        const at = pixel * channels + channel;
        for (let filter = 0; filter < filters; filter++) {
          const factor = weight[(tap * channels + channel) * filters + filter];
          dx[at] = mulAdd(dz[window * filters + filter], factor, dx[at]);
        }
      }
    });
  }
  return dx;
}
