/** Pooling: the layers of the networks that `simdgrad experiment mnist` trains, and a few others. */
import { placeWindows, type Windows, windowNumbers } from '../../src/ops/window.ts';
import { kernels, packScratch } from '../../src/wasm/kernels.ts';
import { integers } from '../../src/wasm/memory.ts';
import type { Case, KernelName, Prepared } from './case.ts';
import type { Place } from './place.ts';

type Floats = Float32Array;

const pool = (image: readonly [number, number, number, number], size: number, stride = size): Windows =>
  placeWindows('benchmark', image, [size, size], [stride, stride], 'valid');

const pools: readonly Windows[] = [
  pool([64, 26, 26, 32], 2),
  pool([64, 11, 11, 64], 2),
  pool([64, 27, 27, 8], 3),
  pool([64, 8, 8, 16], 3),
  pool([64, 27, 27, 6], 3),
  pool([64, 8, 8, 9], 3),
  pool([64, 28, 28, 1], 2),
  pool([64, 26, 26, 32], 3, 2),
  pool([64, 56, 56, 40], 2), // larger than the third-level cache
  pool([1, 4, 4, 1], 2),
];
const ofQuick = pools[3];

/** Where pixel (ky, kx) of window (sample, row, column) begins. */
function pixelOf(w: Windows, sample: number, row: number, column: number, ky: number, kx: number): number {
  return ((sample * w.height + row * w.strideY + ky) * w.width + column * w.strideX + kx) * w.channels;
}

function maxPool(out: Floats, positions: Int32Array | undefined, x: Floats, w: Windows): void {
  const last = w.windowHeight * w.windowWidth - 1;
  for (let sample = 0, at = 0; sample < w.batch; sample++) {
    for (let row = 0; row < w.rows; row++) {
      for (let column = 0; column < w.columns; column++) {
        for (let c = 0; c < w.channels; c++, at++) {
          let best = 0;
          let largest = x[pixelOf(w, sample, row, column, 0, 0) + c];
          for (let ky = 0; ky < w.windowHeight; ky++) {
            for (let kx = 0; kx < w.windowWidth; kx++) {
              const value = x[pixelOf(w, sample, row, column, ky, kx) + c];
              if (value > largest) {
                largest = value;
                best = ky * w.windowWidth + kx;
              }
            }
          }
          out[at] = largest;
          if (positions) positions[at] = last - best; // counted from the end, as the kernel has them
        }
      }
    }
  }
}

function maxPoolGradient(dx: Floats, dy: Floats, positions: Int32Array, w: Windows): void {
  dx.fill(0);
  const last = w.windowHeight * w.windowWidth - 1;
  for (let sample = 0, at = 0; sample < w.batch; sample++) {
    for (let row = 0; row < w.rows; row++) {
      for (let column = 0; column < w.columns; column++) {
        for (let c = 0; c < w.channels; c++, at++) {
          const tap = last - positions[at];
          const ky = Math.floor(tap / w.windowWidth);
          dx[pixelOf(w, sample, row, column, ky, tap - ky * w.windowWidth) + c] += dy[at];
        }
      }
    }
  }
}

function averagePool(out: Floats, x: Floats, w: Windows): void {
  const count = w.windowHeight * w.windowWidth;
  for (let sample = 0, at = 0; sample < w.batch; sample++) {
    for (let row = 0; row < w.rows; row++) {
      for (let column = 0; column < w.columns; column++) {
        for (let c = 0; c < w.channels; c++, at++) {
          let sum = 0;
          for (let ky = 0; ky < w.windowHeight; ky++) {
            for (let kx = 0; kx < w.windowWidth; kx++) sum += x[pixelOf(w, sample, row, column, ky, kx) + c];
          }
          out[at] = sum / count;
        }
      }
    }
  }
}

function averagePoolGradient(dx: Floats, dy: Floats, w: Windows): void {
  dx.fill(0);
  const count = w.windowHeight * w.windowWidth;
  for (let sample = 0, at = 0; sample < w.batch; sample++) {
    for (let row = 0; row < w.rows; row++) {
      for (let column = 0; column < w.columns; column++) {
        for (let c = 0; c < w.channels; c++, at++) {
          for (let ky = 0; ky < w.windowHeight; ky++) {
            for (let kx = 0; kx < w.windowWidth; kx++)
              dx[pixelOf(w, sample, row, column, ky, kx) + c] += dy[at] / count;
          }
        }
      }
    }
  }
}

interface Kind {
  readonly kernel: KernelName;
  readonly variant?: string;
  prepare(w: Windows, place: Place, pixels: number, results: number): Prepared;
}

const kinds: readonly Kind[] = [
  {
    kernel: 'maxPool',
    prepare(w, place, pixels, results) {
      const [x, y, positions] = [place.input(pixels), place.output(results), place.words(results)];
      const numbers = windowNumbers(w);
      return {
        run: () => kernels.maxPool(y.at, positions.at, x.at, ...numbers, packScratch),
        loop: () => maxPool(y.values, positions.values, x.values, w),
      };
    },
  },
  {
    kernel: 'maxPool',
    variant: 'without positions',
    prepare(w, place, pixels, results) {
      const [x, y] = [place.input(pixels), place.output(results)];
      const numbers = windowNumbers(w);
      return {
        run: () => kernels.maxPool(y.at, 0, x.at, ...numbers, packScratch),
        loop: () => maxPool(y.values, undefined, x.values, w),
      };
    },
  },
  {
    kernel: 'maxPoolBackward',
    prepare(w, place, pixels, results) {
      const [dy, positions, dx] = [place.input(results), place.input(results), place.output(pixels)];
      const numbers = windowNumbers(w);
      // Those of numbers that stand where the gradient is going to be: one that is not written would show.
      const x = place.draw(dx);
      kernels.maxPool(place.scratch(results), positions.at, x.at, ...numbers, packScratch);
      const places = integers().slice(positions.at / 4, positions.at / 4 + results);
      return {
        run: () => kernels.maxPoolBackward(dx.at, dy.at, positions.at, ...numbers, 0, packScratch),
        loop: () => maxPoolGradient(dx.values, dy.values, places, w),
      };
    },
  },
  {
    kernel: 'averagePool',
    prepare(w, place, pixels, results) {
      const [x, y] = [place.input(pixels), place.output(results)];
      const numbers = windowNumbers(w);
      return {
        run: () => kernels.averagePool(y.at, x.at, ...numbers, packScratch),
        loop: () => averagePool(y.values, x.values, w),
      };
    },
  },
  {
    kernel: 'averagePoolBackward',
    prepare(w, place, pixels, results) {
      const [dy, dx] = [place.input(results), place.output(pixels)];
      const numbers = windowNumbers(w);
      return {
        run: () => kernels.averagePoolBackward(dx.at, dy.at, ...numbers, 0, packScratch),
        loop: () => averagePoolGradient(dx.values, dy.values, w),
      };
    },
  },
];

export const poolings: readonly Case[] = kinds.flatMap(({ kernel, variant, prepare }) =>
  pools.map((w): Case => {
    const pixels = w.batch * w.height * w.width * w.channels;
    const results = w.batch * w.rows * w.columns * w.channels;
    return {
      kernel,
      name: variant === undefined ? kernel : `${kernel} ${variant}`,
      size: `${w.batch}x${w.height}x${w.width}x${w.channels}, ${w.windowHeight}x${w.windowWidth}/${w.strideY}`,
      quick: w === ofQuick,
      elements: pixels,
      hasLimit: w.batch > 1,
      timesLoop: true,
      prepare: (place) => prepare(w, place, pixels, results),
    };
  }),
);
