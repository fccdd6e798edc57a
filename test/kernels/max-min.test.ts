import { describe, expect, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { nameOf, sizeOf, someSizes, withSpecials } from '../helpers/axis-sizes.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { expectBothWays } from '../helpers/both-ways.ts';
import { someFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/max-min.ts';
import type { Sizes } from '../twins/reduce.ts';

describe.each(['maxAxis', 'minAxis'] as const)('%s', (name) => {
  const run = (values: ArrayLike<number>, { outer, axis, inner }: Sizes) => {
    const memory = new KernelMemory();
    const x = memory.array(values);
    const out = memory.array(outer * inner);
    const index = memory.array(outer * inner);
    kernels[name](out.address, index.address, x.address, outer, axis, inner);
    memory.check();
    return { out: out.values(), index: index.values() };
  };
  const twin = name === 'maxAxis' ? twins.maxAxis : twins.minAxis;
  const expectTwin = (values: ArrayLike<number>, sizes: Sizes) => {
    const actual = run(values, sizes);
    const expected = twin(values, sizes);
    expectSameBits(actual.out, expected.out, `${nameOf(sizes)} value`);
    expectSameBits(actual.index, expected.index, `${nameOf(sizes)} index`);
  };

  it('equals its twin on values with many ties, and on special values', () => {
    for (const sizes of someSizes) {
      if (sizes.axis === 0) continue;
      const n = sizeOf(sizes);
      expectTwin(someFloats(n, 4, sizes.axis).map(Math.round), sizes);
      expectTwin(withSpecials(n, sizes.inner), sizes);
      expectTwin(someFloats(n, 100, sizes.inner), sizes);
    }
  });

  it('takes the first of equals, and the first NaN before everything', () => {
    for (const n of [1, 3, 4, 5, 9, 17, 40]) {
      for (let first = 0; first < n; first++) {
        const values = new Float32Array(n).fill(name === 'maxAxis' ? -1 : 1);
        values.fill(0, first);
        expect(run(values, { outer: 1, axis: n, inner: 1 }).index[0]).toBe(first);
        values[first] = Number.NaN;
        if (first + 2 < n) values[first + 2] = Number.NaN;
        values[n - 1 - first] = Number.NaN;
        const { out, index } = run(values, { outer: 1, axis: n, inner: 1 });
        expect(out[0]).toBeNaN();
        expect(index[0]).toBe(Math.min(first, n - 1 - first));
      }
    }
    const infinities = new Float32Array(9).fill(
      name === 'maxAxis' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
    );
    expect(run(infinities, { outer: 1, axis: 9, inner: 1 })).toEqual({
      out: infinities.slice(0, 1),
      index: new Float32Array(1),
    });
  });
});

it('pickBackward equals its twin bit for bit', () => {
  for (const sizes of someSizes) {
    const { outer, axis, inner } = sizes;
    if (axis === 0) continue;
    const dy = someFloats(outer * inner, 5, axis);
    const places = someFloats(outer * inner, 1, inner).map((u) => Math.floor(((u + 1) / 2) * axis * 0.999));
    const memory = new KernelMemory();
    const [from, index] = [memory.array(dy), memory.array(places)];
    expectBothWays(
      memory,
      sizeOf(sizes),
      (dx, adds) => kernels.pickBackward(dx, from.address, index.address, outer, axis, inner, adds),
      (before) => twins.pickBackward(dy, places, sizes, before),
      nameOf(sizes),
    );
  }
});
