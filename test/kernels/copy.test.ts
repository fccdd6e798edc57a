import { describe, expect, it } from 'vitest';
import { kernels, wasmMemory } from '../../src/wasm/kernels.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { lengths, someFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';

const f = Math.fround;

describe('fill', () => {
  it('writes n values, not more', () => {
    for (const n of lengths) {
      for (const shift of [0, 1, 3]) {
        const memory = new KernelMemory();
        const out = memory.array(n, shift);
        kernels.fill(out.address, n, 0.1);
        memory.check();
        expectSameBits(out.values(), new Array(n).fill(f(0.1)));
      }
    }
  });
});

describe('scale', () => {
  it.each([0, 1, -1, 0.1])('by %d: overwriting, adding and in place', (factor) => {
    for (const n of lengths) {
      const values = someFloats(n, 5, n + 1);
      const before = someFloats(n, 5, n + 2);
      const memory = new KernelMemory();
      const x = memory.array(values, 1);
      const out = memory.array(before);
      const expected = values.map((value) => value * f(factor));
      kernels.scale(out.address, x.address, n, factor, 1);
      expectSameBits(
        out.values(),
        before.map((value, i) => value + expected[i]),
      );
      kernels.scale(out.address, x.address, n, factor, 0);
      expectSameBits(out.values(), expected);
      kernels.scale(x.address, x.address, n, factor, 0);
      expectSameBits(x.values(), expected);
      memory.check();
    }
  });

  it('by 1 copies bits, of NaN too', () => {
    const patterns = Uint32Array.of(0x7fc00000, 0x7f800001, 0xffc12345, 0x80000000, 1, 0x7fffffff, 0xff800000);
    const memory = new KernelMemory();
    const x = memory.array(7);
    const out = memory.array(7);
    const words = (values: Float32Array) => Array.from(new Uint32Array(values.buffer));
    new Uint32Array(wasmMemory.buffer, x.address, 7).set(patterns);
    kernels.scale(out.address, x.address, 7, 1, 0);
    expect(words(out.values())).toEqual(Array.from(patterns));
    kernels.scale(out.address, out.address, 7, 1, 0);
    expect(words(out.values())).toEqual(Array.from(patterns));
  });
});

describe('copyStrided', () => {
  /** The plain nested loops. */
  function expected(
    before: Float32Array,
    values: ArrayLike<number>,
    extents: readonly number[],
    outStrides: readonly number[],
    xStrides: readonly number[],
    adds: 0 | 1,
  ): Float32Array {
    const out = before.slice();
    const walk = (axis: number, outAt: number, xAt: number): void => {
      if (axis === extents.length) {
        out[outAt] = adds ? out[outAt] + values[xAt] : values[xAt];
        return;
      }
      for (let i = 0; i < extents[axis]; i++) walk(axis + 1, outAt + i * outStrides[axis], xAt + i * xStrides[axis]);
    };
    walk(0, 0, 0);
    return out;
  }

  function check(extents: readonly number[], outStrides: readonly number[], xStrides: readonly number[]): void {
    const span = (strides: readonly number[]) =>
      extents.reduce((sum, n, i) => sum + Math.max(n - 1, 0) * strides[i], 1);
    const values = someFloats(span(xStrides), 5, 1);
    const before = someFloats(span(outStrides), 5, 2);
    for (const adds of [0, 1] as const) {
      const memory = new KernelMemory();
      const layout = memory.array(3 * extents.length);
      new Int32Array(wasmMemory.buffer, layout.address, layout.n).set([...extents, ...outStrides, ...xStrides]);
      const out = memory.array(before, 1);
      const x = memory.array(values, 3);
      kernels.copyStrided(out.address, x.address, layout.address, extents.length, adds);
      memory.check();
      expectSameBits(
        out.values(),
        expected(before, values, extents, outStrides, xStrides, adds),
        `[${extents}] from [${xStrides}] to [${outStrides}], adds ${adds}`,
      );
    }
  }

  const dense = (shape: readonly number[]) =>
    shape.map((_, i) => shape.slice(i + 1).reduce((product, n) => product * n, 1));

  it('copies and adds dense arrays of any length, and single elements', () => {
    for (const n of lengths) check([n], [1], [1]);
    check([], [], []);
    check([1, 1, 1], [7, 5, 3], [2, 4, 6]);
    check([3, 4, 5], [20, 5, 1], [20, 5, 1]);
  });

  it('transposes matrices of all kinds of sizes', () => {
    for (const rows of [1, 3, 4, 5, 15, 16, 17, 33, 100]) {
      for (const columns of [1, 2, 4, 7, 16, 19, 64]) {
        check([rows, columns], [columns, 1], [1, rows]);
        check([rows, columns], [1, rows], [columns, 1]);
      }
    }
  });

  it('permutes axes every way', () => {
    for (const shape of [
      [2, 3, 4],
      [5, 4, 17],
      [1, 6, 5],
      [3, 1, 18],
      [2, 3, 4, 5],
      [2, 17, 16, 3],
    ]) {
      const strides = dense(shape);
      const orders = permutations(shape.map((_, i) => i));
      for (const order of orders) {
        const extents = order.map((i) => shape[i]);
        check(
          extents,
          dense(extents),
          order.map((i) => strides[i]),
        );
        check(
          extents,
          order.map((i) => strides[i]),
          dense(extents),
        );
      }
    }
  });

  it('moves slices, steps, repeats and reversed axes', () => {
    check([3, 5], [5, 1], [11, 1]);
    check([3, 70], [70, 1], [100, 1]);
    check([3, 5, 2], [100, 7, 1], [10, 2, 1]);
    check([4, 6], [6, 1], [24, 2]);
    check([4, 6], [6, 1], [0, 1]);
    check([4, 6], [6, 1], [1, 0]);
    check([2, 3, 4], [12, 4, 1], [0, 0, 0]);
    check([3, 5, 4], [1, 3, 15], [20, 4, 1]);
  });

  it('does nothing where an extent is 0', () => {
    check([0, 4], [4, 1], [4, 1]);
    check([3, 0, 4], [1, 1, 1], [1, 1, 1]);
    check([4, 0], [1, 1], [1, 1]);
  });

  it('takes negative strides', () => {
    const memory = new KernelMemory();
    const layout = memory.array(3);
    new Int32Array(wasmMemory.buffer, layout.address, 3).set([5, 1, -1]);
    const x = memory.array([1, 2, 3, 4, 5]);
    const out = memory.array(5);
    kernels.copyStrided(out.address, x.address + 16, layout.address, 1, 0);
    expectSameBits(out.values(), [5, 4, 3, 2, 1]);
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}
