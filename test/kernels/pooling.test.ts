import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Padding, placeWindows, type Windows, windowNumbers } from '../../src/ops/window.ts';
import { kernels, packScratch } from '../../src/wasm/kernels.ts';
import { withSpecials } from '../helpers/axis-sizes.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { expectBothWays } from '../helpers/both-ways.ts';
import { someFloats } from '../helpers/floats.ts';
import { type KernelArray, KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/pooling.ts';

interface Case {
  image: [batch: number, height: number, width: number, channels: number];
  window: [number, number];
  stride: [number, number];
  padding: Padding;
}

/** What int32 words a kernel wrote. */
const integers = (array: KernelArray): Int32Array => new Int32Array(array.values().buffer);

/** All four kernels against the plain loops, with guards around every array. */
function checkValues(windows: Windows, values: Float32Array, gradient: Float32Array, what: string): void {
  const numbers = windowNumbers(windows);
  const memory = new KernelMemory();
  const [x, dy] = [memory.array(values), memory.array(gradient)];
  const [out, positions] = [memory.array(dy.n), memory.array(dy.n)];
  const expected = twins.maxPool(windows, values);
  kernels.maxPool(out.address, 0, x.address, ...numbers, packScratch);
  expectSameBits(out.values(), expected.out, `maxPool without positions of ${what}`);
  out.set(gradient);
  kernels.maxPool(out.address, positions.address, x.address, ...numbers, packScratch);
  expectSameBits(out.values(), expected.out, `maxPool of ${what}`);
  expect(integers(positions), `positions of ${what}`).toEqual(expected.positions);
  expectBothWays(
    memory,
    x.n,
    (dx, adds) => kernels.maxPoolBackward(dx, dy.address, positions.address, ...numbers, adds, packScratch),
    (before) => twins.maxPoolBackward(windows, values, gradient, before),
    `maxPoolBackward of ${what}`,
  );

  kernels.averagePool(out.address, x.address, ...numbers, packScratch);
  expectSameBits(out.values(), twins.averagePool(windows, values), `averagePool of ${what}`);
  expectBothWays(
    memory,
    x.n,
    (dx, adds) => kernels.averagePoolBackward(dx, dy.address, ...numbers, adds, packScratch),
    (before) => twins.averagePoolBackward(windows, gradient, before),
    `averagePoolBackward of ${what}`,
  );
  expectSameBits(x.values(), values, `x of ${what} afterwards`);
  expectSameBits(dy.values(), gradient, `dy of ${what} afterwards`);
}

function check({ image, window, stride, padding }: Case): void {
  const windows = placeWindows('test', image, window, stride, padding);
  const what = JSON.stringify({ image, window, stride, padding });
  const { batch, height, width, channels, rows, columns } = windows;
  const [n, m] = [batch * height * width * channels, batch * rows * columns * channels];
  checkValues(windows, someFloats(n, 5, 1), someFloats(m, 5, 2), what);
  checkValues(windows, someFloats(n, 1, 3).map(Math.round), someFloats(m, 1, 4).map(Math.round), `${what}, ties`);
  checkValues(windows, withSpecials(n, 5), withSpecials(m, 6), `${what}, special values`);
}

describe('pooling kernels equal the plain loops bit for bit', () => {
  it('at random shapes', () => {
    const pixels = fc.integer({ min: 1, max: 9 });
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 1, max: 3 }), pixels, pixels, fc.integer({ min: 1, max: 11 })),
        fc.tuple(size, size),
        fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
        fc.constantFrom<Padding>('valid', 'same'),
        (image, window, stride, padding) => {
          fc.pre(padding === 'same' || (image[1] >= window[0] && image[2] >= window[1]));
          check({ image, window, stride, padding });
        },
      ),
      { numRuns: 300, seed: 5 },
    );
  });

  const cases: Case[] = [
    { image: [2, 26, 26, 32], window: [2, 2], stride: [2, 2], padding: 'valid' },
    { image: [2, 11, 11, 64], window: [2, 2], stride: [2, 2], padding: 'valid' },
    { image: [2, 27, 27, 8], window: [3, 3], stride: [3, 3], padding: 'valid' },
    { image: [2, 8, 8, 9], window: [3, 3], stride: [3, 3], padding: 'valid' },
    { image: [2, 27, 27, 6], window: [3, 3], stride: [2, 2], padding: 'same' },
    { image: [1, 28, 28, 1], window: [2, 2], stride: [2, 2], padding: 'same' },
    { image: [1, 7, 30, 3], window: [2, 3], stride: [4, 5], padding: 'valid' },
    { image: [1, 20, 23, 2], window: [20, 23], stride: [1, 1], padding: 'valid' },
    { image: [1, 20, 23, 2], window: [20, 23], stride: [1, 1], padding: 'same' },
    { image: [1, 2, 3, 5], window: [100, 70], stride: [2 ** 24, 1], padding: 'same' },
    { image: [3, 1, 1, 1], window: [1, 1], stride: [1, 1], padding: 'valid' },
  ];
  it.each(cases)('$image, window $window, stride $stride, $padding', check);
});

describe('maxPool', () => {
  const pool = (values: readonly number[], [height, width]: readonly [number, number]) => {
    const windows = placeWindows('test', [1, height, width, 1], [height, width], [1, 1], 'valid');
    const memory = new KernelMemory();
    const [x, out, positions] = [memory.array(values), memory.array(1), memory.array(1)];
    kernels.maxPool(out.address, positions.address, x.address, ...windowNumbers(windows), packScratch);
    memory.check();
    return { largest: out.values()[0], place: values.length - 1 - integers(positions)[0] };
  };

  it.each([
    [2, 2],
    [1, 3],
    [3, 3],
    [4, 5],
  ] as const)('takes the first of equals and the first NaN in %d x %d pixels', (height, width) => {
    const n = height * width;
    for (let first = 0; first < n; first++) {
      for (let second = first; second < n; second++) {
        for (const [low, high] of [
          [1, 2],
          [-2, -0],
          [Number.NEGATIVE_INFINITY, -(2 ** 127)],
          [-1, Number.POSITIVE_INFINITY],
          [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
          [Number.POSITIVE_INFINITY, Number.NaN],
        ]) {
          const values = new Array(n).fill(low);
          values[first] = high;
          values[second] = high;
          expect(pool(values, [height, width]), `${values}`).toEqual({ largest: high, place: first });
        }
        const zeros = new Array(n).fill(-1);
        zeros[first] = -0;
        zeros[second] = 0;
        expect(pool(zeros, [height, width]).place).toBe(first);
        expect(Object.is(pool(zeros, [height, width]).largest, zeros[first])).toBe(true);
      }
    }
  });

  it('of nothing but −Infinity is that, at the first pixel, beside the edge too', () => {
    const windows = placeWindows('test', [1, 3, 3, 1], [2, 2], [2, 2], 'same');
    const memory = new KernelMemory();
    const x = memory.array(new Array(9).fill(Number.NEGATIVE_INFINITY));
    const [out, positions] = [memory.array(4), memory.array(4)];
    kernels.maxPool(out.address, positions.address, x.address, ...windowNumbers(windows), packScratch);
    expect([...out.values()]).toEqual(new Array(4).fill(Number.NEGATIVE_INFINITY));
    expect([...integers(positions)]).toEqual([3, 1, 1, 0]); // as many pixels of the window are inside, less one
  });
});
