/**
 * Convolutions: the layers of the networks that `simdgrad experiment mnist` trains, and a few others. Only arithmetic that the result
 * needs counts: not taps that fall beside the image.
 */
import { placeWindows, type Windows, windowNumbers } from '../../src/ops/window.ts';
import { activationCode, kernels, packScratch } from '../../src/wasm/kernels.ts';
import type { Case, KernelName, Prepared } from './case.ts';
import type { Place } from './place.ts';

type Floats = Float32Array;

interface Layer {
  readonly windows: Windows;
  readonly filters: number;
}

function layer(
  image: readonly [number, number, number, number],
  filters: number,
  size: number,
  stride: number,
  padding: 'valid' | 'same' = 'valid',
): Layer {
  return { windows: placeWindows('benchmark', image, [size, size], [stride, stride], padding), filters };
}

/** The second is of the short form: 40 million operations. */
const layers: readonly Layer[] = [
  layer([64, 28, 28, 1], 32, 3, 1),
  layer([64, 5, 5, 64], 64, 3, 1),
  layer([64, 13, 13, 32], 64, 3, 1),
  layer([64, 5, 5, 64], 64, 3, 2),
  layer([64, 28, 28, 1], 8, 2, 1),
  layer([64, 9, 9, 8], 16, 2, 1),
  layer([32, 28, 28, 16], 32, 3, 1, 'same'),
  layer([2, 56, 56, 64], 64, 3, 1, 'same'),
  layer([64, 56, 56, 32], 16, 1, 1), // images larger than the third-level cache
  layer([1, 4, 4, 1], 2, 3, 1),
];
const ofQuick = layers[1];

/** Calls `visit` for every window and every tap of it inside the image: where the window's numbers, the tap's and the pixel's begin. */
function eachTap(w: Windows, visit: (window: number, tap: number, pixel: number) => void): void {
  for (let sample = 0, window = 0; sample < w.batch; sample++) {
    for (let row = 0; row < w.rows; row++) {
      for (let column = 0; column < w.columns; column++, window++) {
        for (let ky = 0; ky < w.windowHeight; ky++) {
          const y = row * w.strideY - w.top + ky;
          if (y < 0 || y >= w.height) continue;
          for (let kx = 0; kx < w.windowWidth; kx++) {
            const x = column * w.strideX - w.left + kx;
            if (x < 0 || x >= w.width) continue;
            visit(window, ky * w.windowWidth + kx, (sample * w.height + y) * w.width + x);
          }
        }
      }
    }
  }
}

// The innermost loop runs over the filters, which lie next to each other.

function forward(y: Floats, x: Floats, weight: Floats, w: Windows, filters: number): void {
  y.fill(0);
  eachTap(w, (window, tap, pixel) => {
    for (let c = 0; c < w.channels; c++) {
      const value = x[pixel * w.channels + c];
      const from = (tap * w.channels + c) * filters;
      for (let f = 0; f < filters; f++) y[window * filters + f] += value * weight[from + f];
    }
  });
}

function weightGradient(dw: Floats, x: Floats, dz: Floats, w: Windows, filters: number): void {
  dw.fill(0);
  eachTap(w, (window, tap, pixel) => {
    for (let c = 0; c < w.channels; c++) {
      const value = x[pixel * w.channels + c];
      const to = (tap * w.channels + c) * filters;
      for (let f = 0; f < filters; f++) dw[to + f] += value * dz[window * filters + f];
    }
  });
}

function inputGradient(dx: Floats, dz: Floats, weight: Floats, w: Windows, filters: number): void {
  dx.fill(0);
  eachTap(w, (window, tap, pixel) => {
    for (let c = 0; c < w.channels; c++) {
      const from = (tap * w.channels + c) * filters;
      let sum = 0;
      for (let f = 0; f < filters; f++) sum += dz[window * filters + f] * weight[from + f];
      dx[pixel * w.channels + c] += sum;
    }
  });
}

/** Sums over all windows of a batch, each rounded in another order. */
const tolerance = 1e-3;

const kinds: Readonly<
  Partial<Record<KernelName, (one: Layer, place: Place, numbers: { x: number; weight: number; y: number }) => Prepared>>
> = {
  conv2d({ windows: w, filters }, place, sizes) {
    const [x, weight, y] = [place.input(sizes.x), place.input(sizes.weight), place.output(sizes.y)];
    const places = windowNumbers(w);
    const { none } = activationCode;
    return {
      run: () => kernels.conv2d(y.at, x.at, weight.at, ...places, filters, 0, none, 0, packScratch),
      loop: () => forward(y.values, x.values, weight.values, w, filters),
      tolerance,
    };
  },
  conv2dWeightGradient({ windows: w, filters }, place, sizes) {
    const [x, dz, dw] = [place.input(sizes.x), place.input(sizes.y), place.output(sizes.weight)];
    const places = windowNumbers(w);
    return {
      run: () => kernels.conv2dWeightGradient(dw.at, x.at, dz.at, ...places, filters, 0, packScratch),
      loop: () => weightGradient(dw.values, x.values, dz.values, w, filters),
      tolerance,
    };
  },
  conv2dInputGradient({ windows: w, filters }, place, sizes) {
    const [dz, weight, dx] = [place.input(sizes.y), place.input(sizes.weight), place.output(sizes.x)];
    const places = windowNumbers(w);
    return {
      run: () => kernels.conv2dInputGradient(dx.at, dz.at, weight.at, ...places, filters, 0, packScratch),
      loop: () => inputGradient(dx.values, dz.values, weight.values, w, filters),
      tolerance,
    };
  },
  // As one of several threads does it, but all of the taps.
  conv2dWeightGradientOfTaps({ windows: w, filters }, place, sizes) {
    const [x, dz, dw] = [place.input(sizes.x), place.input(sizes.y), place.output(sizes.weight)];
    const places = windowNumbers(w);
    const taps = sizes.weight / filters;
    return {
      run: () => kernels.conv2dWeightGradientOfTaps(dw.at, x.at, dz.at, ...places, filters, 0, packScratch, 0, taps),
      loop: () => weightGradient(dw.values, x.values, dz.values, w, filters),
      tolerance,
    };
  },
};

const mostFlopsOfLoop = 1e8;
const leastFlopsOfLimit = 1e4;

function textOf({ windows: w, filters }: Layer): string {
  return `${w.batch}x${w.height}x${w.width}x${w.channels} to ${filters}, ${w.windowHeight}x${w.windowWidth}/${w.strideY}`;
}

export const convolutions: readonly Case[] = (Object.keys(kinds) as KernelName[]).flatMap((kernel) =>
  layers
    .filter((one) => kernel !== 'conv2dWeightGradientOfTaps' || one === ofQuick)
    .map((one): Case => {
      const { windows: w, filters } = one;
      let taps = 0;
      eachTap(w, () => taps++);
      const flops = 2 * taps * w.channels * filters;
      const sizes = {
        x: w.batch * w.height * w.width * w.channels,
        weight: w.windowHeight * w.windowWidth * w.channels * filters,
        y: w.batch * w.rows * w.columns * filters,
      };
      return {
        kernel,
        name: kernel,
        size: textOf(one),
        quick: one === ofQuick,
        flops,
        hasLimit: flops >= leastFlopsOfLimit,
        timesLoop: flops <= mostFlopsOfLoop,
        prepare: (place) => kinds[kernel]!(one, place, sizes),
      };
    }),
);
