import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Padding, placeWindows, windowNumbers } from '../../src/ops/window.ts';
import { activationCode, kernels, packScratch } from '../../src/wasm/kernels.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { someFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/activations.ts';
import { convolution, inputGradient, weightGradient } from '../twins/convolution.ts';

interface Case {
  image: [batch: number, height: number, width: number, channels: number];
  window: [number, number];
  stride: [number, number];
  padding: Padding;
  filters: number;
}

/** All three kernels against the plain loops, with guards around every array. */
function check({ image, window, stride, padding, filters }: Case): void {
  const windows = placeWindows('test', image, window, stride, padding);
  const places = windowNumbers(windows);
  const what = JSON.stringify({ image, window, stride, padding, filters });
  const { batch, height, width, channels, rows, columns } = windows;
  const weights = window[0] * window[1] * channels * filters;
  const memory = new KernelMemory();
  const x = memory.array(someFloats(batch * height * width * channels, 2, 1));
  const weight = memory.array(someFloats(weights, 2, 2));
  const bias = memory.array(someFloats(filters, 2, 3));
  const y = memory.array(batch * rows * columns * filters);
  const dz = memory.array(someFloats(y.n, 2, 4));
  const dw = memory.array(someFloats(weights, 2, 5));
  const dx = memory.array(someFloats(x.n, 2, 6));

  const sum = convolution(windows, filters, x.values(), weight.values());
  kernels.conv2d(y.address, x.address, weight.address, ...places, filters, 0, activationCode.none, 0, packScratch);
  expectSameBits(y.values(), sum, `y of ${what}`);
  const withBias = convolution(windows, filters, x.values(), weight.values(), bias.values());
  const { relu, tanh } = activationCode;
  kernels.conv2d(y.address, x.address, weight.address, ...places, filters, bias.address, relu, 0, packScratch);
  expectSameBits(y.values(), withBias.map(twins.relu), `y of ${what}, bias, relu`);
  kernels.conv2d(y.address, x.address, weight.address, ...places, filters, bias.address, tanh, 0, packScratch);
  expectSameBits(y.values(), withBias.map(twins.tanh), `y of ${what}, bias, tanh`);

  for (const adds of [1, 0] as const) {
    const dwExpected = weightGradient(windows, filters, x.values(), dz.values(), adds ? dw.values() : undefined);
    kernels.conv2dWeightGradient(dw.address, x.address, dz.address, ...places, filters, adds, packScratch);
    expectSameBits(dw.values(), dwExpected, `dw of ${what}, adds ${adds}`);
    const dxExpected = inputGradient(windows, filters, dz.values(), weight.values(), adds ? dx.values() : undefined);
    kernels.conv2dInputGradient(dx.address, dz.address, weight.address, ...places, filters, adds, packScratch);
    expectSameBits(dx.values(), dxExpected, `dx of ${what}, adds ${adds}`);
  }
  memory.check();
}

describe('convolution kernels equal the plain loops bit for bit', () => {
  it('at random shapes', () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(
        fc.tuple(size, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
        fc.tuple(size, size),
        fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
        fc.constantFrom<Padding>('valid', 'same'),
        fc.integer({ min: 1, max: 19 }),
        (image, window, stride, padding, filters) => {
          fc.pre(padding === 'same' || (image[1] >= window[0] && image[2] >= window[1]));
          check({ image, window, stride, padding, filters });
        },
      ),
      { numRuns: 300, seed: 4 },
    );
  });

  const cases: Case[] = [
    { image: [3, 28, 28, 1], window: [3, 3], stride: [1, 1], padding: 'valid', filters: 32 },
    { image: [2, 13, 13, 32], window: [3, 3], stride: [1, 1], padding: 'valid', filters: 64 },
    { image: [9, 5, 5, 64], window: [3, 3], stride: [1, 1], padding: 'valid', filters: 64 },
    { image: [9, 5, 5, 64], window: [3, 3], stride: [2, 2], padding: 'valid', filters: 64 },
    { image: [2, 8, 8, 16], window: [2, 2], stride: [2, 2], padding: 'same', filters: 10 },
    { image: [1, 7, 40, 3], window: [5, 3], stride: [2, 1], padding: 'same', filters: 24 },
    { image: [2, 4, 4, 8], window: [1, 1], stride: [1, 1], padding: 'valid', filters: 12 },
    { image: [2, 5, 21, 1], window: [2, 2], stride: [1, 1], padding: 'valid', filters: 10 },
    { image: [2, 6, 37, 2], window: [3, 3], stride: [2, 2], padding: 'valid', filters: 5 },
    { image: [1, 4, 17, 3], window: [1, 2], stride: [3, 1], padding: 'valid', filters: 24 },
    { image: [3, 9, 9, 8], window: [2, 2], stride: [1, 1], padding: 'valid', filters: 20 },
    { image: [2, 3, 4, 2], window: [7, 9], stride: [1, 2], padding: 'same', filters: 4 },
  ];
  it.each(cases)('$image, window $window, stride $stride, $padding, $filters filters', check);

  it('where taps, filters and windows come in several blocks', () => {
    check({ image: [1, 4, 4, 130], window: [3, 3], stride: [1, 1], padding: 'same', filters: 7 });
    check({ image: [1, 3, 3, 3], window: [2, 2], stride: [1, 1], padding: 'valid', filters: 521 });
    check({ image: [2, 18, 20, 1], window: [2, 2], stride: [1, 1], padding: 'same', filters: 3 });
  });

  it('where one tap of the weight is larger than the room to pack it', () => {
    check({ image: [1, 2, 1, 9], window: [2, 1], stride: [1, 1], padding: 'valid', filters: 33_000 });
    check({ image: [1, 1, 2, 700], window: [1, 2], stride: [1, 1], padding: 'same', filters: 400 });
  });

  it('leaves a gradient of nothing at zero', () => {
    const windows = placeWindows('test', [1, 3, 3, 2], [2, 2], [3, 3], 'valid');
    const memory = new KernelMemory();
    const dz = memory.array([1, 1]);
    const weight = memory.array(someFloats(16, 2, 1));
    const dx = memory.array(someFloats(18, 2, 2));
    kernels.conv2dInputGradient(dx.address, dz.address, weight.address, ...windowNumbers(windows), 2, 0, packScratch);
    const values = dx.values();
    // Windows of 2 x 2 at stride 3 leave the last row and column of 3 x 3 pixels alone.
    for (const pixel of [2, 5, 6, 7, 8]) expect([...values.slice(2 * pixel, 2 * pixel + 2)]).toEqual([0, 0]);
    memory.check();
  });
});
