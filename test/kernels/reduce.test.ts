import { describe, expect, it } from 'vitest';
import { heapStart, kernels, packScratch, sumScratchBytes, wasmMemory } from '../../src/wasm/kernels.ts';
import { allSizes, nameOf, sizeOf, someSizes, withSpecials } from '../helpers/axis-sizes.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { expectBothWays } from '../helpers/both-ways.ts';
import { lengths, someFloats, specialFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/reduce.ts';
import { orderedSum } from '../twins/sums.ts';

describe('sumAxis', () => {
  it('equals its twin bit for bit along any axis of any length, within its scratch', () => {
    for (const sizes of allSizes) {
      const { outer, axis, inner } = sizes;
      const values = someFloats(sizeOf(sizes), 10, axis + inner);
      const memory = new KernelMemory();
      const x = memory.array(values);
      const scratch = memory.array(sumScratchBytes / 4);
      expectBothWays(
        memory,
        outer * inner,
        (out, adds) => kernels.sumAxis(out, x.address, outer, axis, inner, axis, adds, scratch.address),
        (before) => twins.sumAxis(values, sizes, axis, before),
        nameOf(sizes),
      );
    }
  });

  it('equals its twin on special values and from any alignment', () => {
    for (const sizes of someSizes) {
      for (const shift of [1, 3]) {
        const { outer, axis, inner } = sizes;
        const values = withSpecials(sizeOf(sizes), axis + shift);
        const memory = new KernelMemory();
        const x = memory.array(values, shift);
        const out = memory.array(outer * inner, shift);
        kernels.sumAxis(out.address, x.address, outer, axis, inner, 1, 0, packScratch);
        expectSameBits(out.values(), twins.sumAxis(values, sizes, 1), nameOf(sizes));
        memory.check();
      }
    }
  });

  it('gives one column the same bits wherever it stands', () => {
    for (const n of [5, 40, 700, 5000]) {
      const column = someFloats(n, 1e4, n);
      const expected = Math.fround(orderedSum(n, (i) => column[i]));
      for (const columns of [1, 3, 7, 64, 70]) {
        const memory = new KernelMemory();
        const x = memory.array(Float32Array.from({ length: n * columns }, (_, i) => column[Math.floor(i / columns)]));
        const out = memory.array(columns);
        kernels.sumAxis(out.address, x.address, 1, n, columns, 1, 0, packScratch);
        expectSameBits(out.values(), new Array(columns).fill(expected), `${columns} columns of ${n}`);
      }
    }
  });

  it('sums 20 million ones to 20 million', () => {
    const n = 20_000_000;
    const x = heapStart + 64;
    const missing = x + n * 4 - wasmMemory.buffer.byteLength;
    if (missing > 0) wasmMemory.grow(Math.ceil(missing / 65536));
    new Float32Array(wasmMemory.buffer, x, n).fill(1);
    for (const [axis, inner] of [
      [n, 1],
      [n / 4, 4],
    ]) {
      kernels.sumAxis(heapStart, x, 1, axis, inner, 1, 0, packScratch);
      expect(new Float32Array(wasmMemory.buffer, heapStart, 1)[0]).toBe(axis);
    }
    expect(kernels.sumOfSquares(x, n)).toBe(n);
  });

  it('stays within 2⁻²⁴ · (⌈n/16⌉ + 4) of the magnitudes summed', () => {
    const n = 4000;
    const values = someFloats(n, 100, 3);
    const memory = new KernelMemory();
    const x = memory.array(values);
    const out = memory.array(1);
    kernels.sumAxis(out.address, x.address, 1, n, 1, 1, 0, packScratch);
    const exact = values.reduce((sum, value) => sum + value, 0);
    const magnitudes = values.reduce((sum, value) => sum + Math.abs(value), 0);
    expect(Math.abs(out.values()[0] - exact)).toBeLessThanOrEqual(2 ** -24 * (n / 16 + 4) * magnitudes);
  });

  it('gives +0 for the sum of nothing and of negative zeros', () => {
    for (const [axis, inner] of [
      [0, 1],
      [0, 6],
      [1, 1],
      [1, 6],
      [40, 1],
      [40, 6],
    ]) {
      const memory = new KernelMemory();
      const x = memory.array(new Float32Array(axis * inner).fill(-0));
      const out = memory.array(new Float32Array(inner).fill(7));
      kernels.sumAxis(out.address, x.address, 1, axis, inner, 3, 0, packScratch);
      expectSameBits(out.values(), new Float32Array(inner), `${axis} × ${inner}`);
    }
  });
});

it('spreadAxis equals its twin bit for bit', () => {
  for (const sizes of someSizes) {
    const { outer, axis, inner } = sizes;
    const dy = withSpecials(outer * inner, axis);
    const memory = new KernelMemory();
    const from = memory.array(dy);
    expectBothWays(
      memory,
      sizeOf(sizes),
      (dx, adds) => kernels.spreadAxis(dx, from.address, outer, axis, inner, 1 / 3, adds),
      (before) => twins.spreadAxis(dy, sizes, 1 / 3, before),
      nameOf(sizes),
    );
  }
});

describe('varianceAxis', () => {
  const run = (values: ArrayLike<number>, { outer, axis, inner }: twins.Sizes) => {
    const memory = new KernelMemory();
    const x = memory.array(values);
    const out = memory.array(outer * inner);
    const mean = memory.array(outer * inner);
    const scratch = memory.array(sumScratchBytes / 4);
    kernels.varianceAxis(out.address, mean.address, x.address, outer, axis, inner, scratch.address);
    memory.check();
    return { out: out.values(), mean: mean.values() };
  };

  it('equals its twin bit for bit', () => {
    for (const sizes of allSizes) {
      for (const values of [someFloats(sizeOf(sizes), 5, sizes.axis), withSpecials(sizeOf(sizes), sizes.inner)]) {
        const actual = run(values, sizes);
        const expected = twins.varianceAxis(values, sizes);
        expectSameBits(actual.mean, expected.mean, `${nameOf(sizes)} mean`);
        expectSameBits(actual.out, expected.out, `${nameOf(sizes)} variance`);
      }
    }
  });

  it('agrees with float64, also far from zero', () => {
    const n = 1000;
    const values = someFloats(n, 1, 5).map((x) => x + 1000);
    const mean = values.reduce((sum, x) => sum + x, 0) / n;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    for (const sizes of [
      { outer: 1, axis: n, inner: 1 },
      { outer: 1, axis: n, inner: 5 },
    ]) {
      const spread = Float32Array.from({ length: n * sizes.inner }, (_, i) => values[Math.floor(i / sizes.inner)]);
      const actual = run(spread, sizes);
      expect(Math.abs(actual.mean[0] - mean)).toBeLessThan(1e-4);
      expect(Math.abs(actual.out[0] - variance)).toBeLessThan(1e-6);
    }
  });

  it('its gradient equals the twin bit for bit, and float64 within 1e-6', () => {
    for (const sizes of someSizes) {
      const { outer, axis, inner } = sizes;
      const values = someFloats(sizeOf(sizes), 5, axis);
      const { mean } = twins.varianceAxis(values, sizes);
      const dy = someFloats(outer * inner, 2, inner);
      const memory = new KernelMemory();
      const [x, means, gradient] = [memory.array(values), memory.array(mean), memory.array(dy)];
      expectBothWays(
        memory,
        sizeOf(sizes),
        (dx, adds) =>
          kernels.varianceBackward(dx, gradient.address, x.address, means.address, outer, axis, inner, adds),
        (before) => twins.varianceBackward(dy, values, mean, sizes, before),
        nameOf(sizes),
      );
      twins.varianceBackward(dy, values, mean, sizes).forEach((dx, i) => {
        const at = Math.floor(i / (axis * inner)) * inner + (i % inner);
        expect(Math.abs(dx - (dy[at] * 2 * (values[i] - mean[at])) / axis)).toBeLessThanOrEqual(
          1e-6 * Math.max(1, Math.abs(dx)),
        );
      });
    }
  });
});

describe('sumOfSquares', () => {
  const run = (values: ArrayLike<number>) => {
    const memory = new KernelMemory();
    return kernels.sumOfSquares(memory.array(values).address, values.length);
  };

  it('equals its twin exactly', () => {
    for (const n of [...lengths, 2, 6, 7, 8, 9, 11, 12, 13, 4095, 4096, 4097, 9001]) {
      const values = someFloats(n, 5, n);
      expect(run(values)).toBe(twins.sumOfSquares(values));
    }
    const finite = specialFloats.filter(Number.isFinite);
    expect(run(finite)).toBe(twins.sumOfSquares(finite));
    expect(run([...finite, Number.NEGATIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
    expect(run([...finite, Number.NaN])).toBeNaN();
  });

  it('does not overflow or vanish where the norm itself is a float32', () => {
    expect(Math.sqrt(run(new Float32Array(10_000).fill(1e36)))).toBeCloseTo(Math.fround(1e36) * 100, -32);
    expect(Math.sqrt(run(new Float32Array(100).fill(1e-30))) / Math.fround(1e-30)).toBeCloseTo(10, 12);
  });
});
