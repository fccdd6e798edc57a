import { describe, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { type Backward, expectBackward } from '../helpers/backward.ts';
import { expectSameBits, ulpsBetween } from '../helpers/bits.ts';
import { lengths, sampleFloats, someFloats, specialFloats, specialPairs } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/pow.ts';

const f = Math.fround;

describe('pow', () => {
  const exponents = [
    ...[0, -0, 1, 2, 3, 4, 7, -1, -2, -3, 10, 11, -17, 100, 1023, 1024, 1025, -1025, 1e6, 1e6 + 1, 2 ** 60, -1e300],
    ...[0.5, -0.5, 1.5, -2.5, 511.5, 512.5, 0.3, -0.3, 1 / 3, Math.PI, 1e-10, 1e-320, 30.7, -30.7],
    ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
  ];
  function run(values: ArrayLike<number>, p: number): Float32Array {
    const memory = new KernelMemory();
    const x = memory.array(values);
    kernels.pow(x.address, x.address, x.n, p);
    memory.check();
    return x.values();
  }

  it.each(exponents)('%d equals its twin at any length, on special values and on a sample of all floats', (p) => {
    for (const values of [...lengths.map((n) => someFloats(n, 5, n + 1)), specialFloats, sampleFloats(1_000_003)]) {
      expectSameBits(
        run(values, p),
        Float32Array.from(values, (x) => twins.pow(f(x), p)),
      );
    }
  });

  it.each(exponents)('%d is within 1 of Math.pow, and has its special cases', (p) => {
    const near1 = Float32Array.from({ length: 1_000 }, (_, i) => 1 + (i - 500) * 2 ** -23);
    for (const values of [specialFloats, near1, sampleFloats(200_003)]) {
      const actual = run(values, p);
      for (let i = 0; i < values.length; i++) {
        const expected = Math.pow(f(values[i]), p);
        if (ulpsBetween(actual[i], expected) > 1) throw new Error(`${values[i]}^${p} is ${actual[i]}, not ${expected}`);
        if (f(expected) === 0) expectSameBits([actual[i]], [expected]);
      }
    }
  });

  it.each([1, 2, 3, -1, 0.5])('%d is the correctly rounded power', (p) => {
    const sample = sampleFloats(20_011);
    expectSameBits(
      run(sample, p),
      sample
        .map((x) => ({ 1: x, 2: x * x, 3: x * x * x, '-1': 1 / x, 0.5: Math.sqrt(x + 0) })[p]!)
        .map((y, i) => (p === 0.5 && sample[i] === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : y)),
    );
  });
});

describe.each([0, 1, 2, 3, -1, 0.5, 1.5, 0.3, -2.7])('powBackward of %d', (p) => {
  const kernel: Backward = (dx, dy, x, n, adds) => kernels.powBackward(dx, dy, x, n, p, adds);
  const twin = (dy: number, x: number) => twins.powBackward(dy, x, p);

  it('equals its twin at any length', () => {
    for (const n of lengths) {
      expectBackward(kernel, twin, someFloats(n, 3, n + 1), someFloats(n, 3, n + 2), someFloats(n, 3, n + 3));
    }
  });
  it('equals its twin on special values', () => {
    const [dy, read] = [0, 1].map((i) => specialPairs.map((pair) => pair[i]));
    expectBackward(kernel, twin, dy, read, new Array(dy.length).fill(1));
  });
});
