/** Pooling as plain loops in float32, what kernels/pooling.ts equals bit for bit. */
import type { Windows } from '../../src/ops/window.ts';
import { eachTap } from './convolution.ts';

const f = Math.fround;

/** For each window the pixels in it that are inside the image, in row order. */
function pixelsOfWindows(windows: Windows): number[][] {
  const pixels: number[][] = [];
  eachTap(windows, (window, _tap, pixel) => {
    pixels[window] ??= [];
    if (pixel >= 0) pixels[window].push(pixel);
  });
  return pixels;
}

/** Calls `visit` for each window and channel: where they are in what comes out, and where their pixels are in the image. */
function eachWindow(windows: Windows, visit: (at: number, places: readonly number[]) => void): void {
  const { channels } = windows;
  pixelsOfWindows(windows).forEach((pixels, window) => {
    for (let c = 0; c < channels; c++) {
      visit(
        window * channels + c,
        pixels.map((pixel) => pixel * channels + c),
      );
    }
  });
}

const sizeOf = ({ batch, rows, columns, channels }: Windows): number => batch * rows * columns * channels;
const imageSizeOf = ({ batch, height, width, channels }: Windows): number => batch * height * width * channels;

/** Which of them is the largest: the first of equals, the first NaN. */
function largestOf(values: readonly number[]): number {
  let best = 0;
  values.forEach((value, i) => {
    if (value > values[best] || (Number.isNaN(value) && !Number.isNaN(values[best]))) best = i;
  });
  return best;
}

export function maxPool(windows: Windows, x: Float32Array): { out: Float32Array; positions: Int32Array } {
  const out = new Float32Array(sizeOf(windows));
  const positions = new Int32Array(out.length);
  eachWindow(windows, (at, places) => {
    const best = largestOf(places.map((place) => x[place]));
    out[at] = x[places[best]];
    positions[at] = places.length - 1 - best;
  });
  return { out, positions };
}

/** start + Σ over windows in order of dy where x is the largest, 0 elsewhere; `start` is +0 unless given. */
export function maxPoolBackward(
  windows: Windows,
  x: Float32Array,
  dy: Float32Array,
  start?: Float32Array,
): Float32Array {
  const dx = start?.slice() ?? new Float32Array(imageSizeOf(windows));
  eachWindow(windows, (at, places) => {
    const best = largestOf(places.map((place) => x[place]));
    places.forEach((place, i) => {
      dx[place] = f(dx[place] + (i === best ? dy[at] : 0));
    });
  });
  return dx;
}

export function averagePool(windows: Windows, x: Float32Array): Float32Array {
  const out = new Float32Array(sizeOf(windows));
  eachWindow(windows, (at, places) => {
    let sum = 0;
    for (const place of places) sum = f(sum + x[place]);
    out[at] = f(sum / places.length);
  });
  return out;
}

/** start + Σ over windows in order of dy / count; `start` is +0 unless given. */
export function averagePoolBackward(windows: Windows, dy: Float32Array, start?: Float32Array): Float32Array {
  const dx = start?.slice() ?? new Float32Array(imageSizeOf(windows));
  eachWindow(windows, (at, places) => {
    for (const place of places) dx[place] = f(dx[place] + f(dy[at] / places.length));
  });
  return dx;
}
