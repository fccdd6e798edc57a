import { describe, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { type Backward, expectBackward } from '../helpers/backward.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { lengths, someFloats, specialFloats, specialPairs } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/unary.ts';

const f = Math.fround;

const unary = {
  neg: (x: number) => -x,
  abs: Math.abs,
  sqrt: (x: number) => f(Math.sqrt(x)),
  square: twins.square,
};

describe.each(Object.keys(unary) as (keyof typeof unary)[])('%s', (name) => {
  it('equals its twin at any length, in place too, and on special values', () => {
    const aroundDenormalSquares = Float32Array.from([
      ...someFloats(100, 2 ** -62),
      2 ** -63,
      -(2 ** -63),
      1.08420207e-19,
    ]);
    for (const values of [...lengths.map((n) => someFloats(n, 5, n + 1)), aroundDenormalSquares, specialFloats]) {
      for (const shift of [0, 1]) {
        const memory = new KernelMemory();
        const x = memory.array(values, shift);
        const out = memory.array(values.length, shift);
        const expected = Float32Array.from(values, unary[name]);
        kernels[name](out.address, x.address, values.length);
        expectSameBits(out.values(), expected);
        kernels[name](x.address, x.address, values.length);
        expectSameBits(x.values(), expected);
        memory.check();
      }
    }
  });
});

describe('clip', () => {
  it.each([
    [-1, 1.5],
    [0, Number.POSITIVE_INFINITY],
    [0.1, 0.1],
  ])('to %d and %d equals its twin, and passes NaN on', (low, high) => {
    for (const values of [...lengths.map((n) => someFloats(n, 5, n + 1)), specialFloats]) {
      const memory = new KernelMemory();
      const x = memory.array(values);
      kernels.clip(x.address, x.address, x.n, low, high);
      expectSameBits(
        x.values(),
        Float32Array.from(values, (value) => twins.clip(value, f(low), f(high))),
      );
      memory.check();
    }
  });
});

const gradients: { name: string; kernel: Backward; twin: (dy: number, read: number) => number }[] = [
  { name: 'absBackward', kernel: kernels.absBackward, twin: twins.absBackward },
  { name: 'sqrtBackward', kernel: kernels.sqrtBackward, twin: twins.sqrtBackward },
  { name: 'squareBackward', kernel: kernels.squareBackward, twin: twins.squareBackward },
  { name: 'expBackward', kernel: kernels.expBackward, twin: (dy, y) => f(dy * y) },
  { name: 'logBackward', kernel: kernels.logBackward, twin: (dy, x) => f(dy / x) },
  {
    name: 'clipBackward',
    kernel: (dx, dy, x, n, adds) => kernels.clipBackward(dx, dy, x, n, -1, 1, adds),
    twin: (dy, x) => twins.clipBackward(dy, x, -1, 1),
  },
];

describe.each(gradients)('$name', ({ kernel, twin }) => {
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
