import { describe, expect, it } from 'vitest';
import { type Broadcast, type BroadcastBackward, kernels, wasmMemory } from '../../src/wasm/kernels.ts';
import { expectSameBits, ulpsBetween } from '../helpers/bits.ts';
import { lengths, sampleFloats, someFloats, specialFloats } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/elementwise.ts';

const f = Math.fround;

/** Every pair of special values. */
const pairs = specialFloats.flatMap((a) => specialFloats.map((b) => [a, b] as const));
const firsts = pairs.map(([a]) => a);
const seconds = pairs.map(([, b]) => b);

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

/** The two-operand kernels as functions of (dy, a, b), dy being unused by those of two operands. */
function ofTwo(kernel: Broadcast): BroadcastBackward {
  return (out, _dy, ...rest) => kernel(out, ...rest);
}

const broadcasts: { name: string; kernel: BroadcastBackward; twin: (dy: number, a: number, b: number) => number }[] = [
  { name: 'addBroadcast', kernel: ofTwo(kernels.addBroadcast), twin: (_, a, b) => f(a + b) },
  { name: 'subBroadcast', kernel: ofTwo(kernels.subBroadcast), twin: (_, a, b) => f(a - b) },
  { name: 'mulBroadcast', kernel: ofTwo(kernels.mulBroadcast), twin: (_, a, b) => f(a * b) },
  { name: 'divBroadcast', kernel: ofTwo(kernels.divBroadcast), twin: (_, a, b) => f(a / b) },
  { name: 'maximumBroadcast', kernel: ofTwo(kernels.maximumBroadcast), twin: (_, a, b) => Math.max(a, b) },
  { name: 'minimumBroadcast', kernel: ofTwo(kernels.minimumBroadcast), twin: (_, a, b) => Math.min(a, b) },
  { name: 'divBackwardDivisor', kernel: kernels.divBackwardDivisor, twin: twins.divBackwardDivisor },
  { name: 'maximumBackward', kernel: kernels.maximumBackward, twin: twins.maximumBackward },
  { name: 'minimumBackward', kernel: kernels.minimumBackward, twin: twins.minimumBackward },
  { name: 'whereBroadcast', kernel: kernels.whereBroadcast, twin: twins.where },
];

describe.each(broadcasts)('$name', ({ kernel, twin }) => {
  const strides = [0, 1].flatMap((aColumn) => [0, 1].map((bColumn) => [aColumn, bColumn] as const));

  it.each(strides)('equals its twin with column strides %d and %d', (aColumn, bColumn) => {
    for (const rows of [0, 1, 3, 5]) {
      for (const columns of lengths.filter((n) => n <= 100)) {
        // Dense rows, one row for all, and rows with something between them.
        for (const [aRow, bRow] of [
          [aColumn ? columns : 1, bColumn ? columns : 1],
          [0, columns + 3],
          [columns + 1, 0],
        ]) {
          const n = rows * columns;
          // Whole numbers, so that some are equal and some 0.
          const whole = (x: number) => Math.round(x);
          const aValues = someFloats(Math.max(rows - 1, 0) * aRow + columns, 3, n + 1).map(whole);
          const bValues = someFloats(Math.max(rows - 1, 0) * bRow + columns, 3, n + 2).map(whole);
          const dyValues = someFloats(n, 3, n + 3).map(whole);
          const before = someFloats(n, 3, n + 4);
          const memory = new KernelMemory();
          const [out, dy] = [memory.array(before), memory.array(dyValues)];
          const [a, b] = [memory.array(aValues, 1), memory.array(bValues, 3)];
          const expected = dyValues.map((value, i) => {
            const [r, c] = [Math.floor(i / columns), i % columns];
            return twin(value, aValues[r * aRow + c * aColumn], bValues[r * bRow + c * bColumn]);
          });
          const call = (adds: 0 | 1) =>
            kernel(out.address, dy.address, a.address, b.address, rows, columns, aRow, aColumn, bRow, bColumn, adds);
          call(1);
          expectSameBits(
            out.values(),
            before.map((value, i) => value + expected[i]),
            `[${rows}, ${columns}] added`,
          );
          call(0);
          expectSameBits(out.values(), expected, `[${rows}, ${columns}]`);
          memory.check();
        }
      }
    }
  });

  it('equals its twin on special values', () => {
    for (const dyValue of [1, -1e-20, 0, -0, Number.NaN]) {
      const n = pairs.length;
      const memory = new KernelMemory();
      const out = memory.array(n);
      const dy = memory.array(new Array(n).fill(dyValue));
      const [a, b] = [memory.array(firsts), memory.array(seconds)];
      kernel(out.address, dy.address, a.address, b.address, 1, n, 0, 1, 0, 1, 0);
      expectSameBits(
        out.values(),
        pairs.map((pair) => f(twin(f(dyValue), ...pair))),
      );
    }
  });

  it('works in place of either operand', () => {
    const n = 23;
    const [aValues, bValues, dyValues] = [1, 2, 3].map((seed) => someFloats(n, 4, seed));
    const expected = dyValues.map((value, i) => twin(value, aValues[i], bValues[i]));
    for (const place of [0, 1, 2]) {
      const memory = new KernelMemory();
      const operands = [dyValues, aValues, bValues].map((values) => memory.array(values));
      const [dy, a, b] = operands.map(({ address }) => address);
      kernel(operands[place].address, dy, a, b, 1, n, 0, 1, 0, 1, 0);
      expectSameBits(operands[place].values(), expected);
      memory.check();
    }
  });
});

const unary = {
  neg: (x: number) => -x,
  abs: Math.abs,
  sqrt: (x: number) => f(Math.sqrt(x)),
  square: (x: number) => f(x * x),
};

describe.each(Object.keys(unary) as (keyof typeof unary)[])('%s', (name) => {
  it('equals its twin at any length, in place too, and on special values', () => {
    for (const values of [...lengths.map((n) => someFloats(n, 5, n + 1)), specialFloats]) {
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

type Backward = (dx: number, dy: number, read: number, n: number, adds: 0 | 1) => void;
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
  ...[0, 1, 2, 3, -1, 0.5, 1.5, 0.3, -2.7].map((p) => ({
    name: `powBackward of ${p}`,
    kernel: ((dx, dy, x, n, adds) => kernels.powBackward(dx, dy, x, n, p, adds)) as Backward,
    twin: (dy: number, x: number) => twins.powBackward(dy, x, p),
  })),
];

describe.each(gradients)('$name', ({ kernel, twin }) => {
  function check(dyValues: ArrayLike<number>, readValues: ArrayLike<number>, before: ArrayLike<number>): void {
    const n = dyValues.length;
    const memory = new KernelMemory();
    const [dx, dy, read] = [before, dyValues, readValues].map((values) => memory.array(values, 1));
    const expected = Float32Array.from(dyValues, (value, i) => twin(f(value), f(readValues[i])));
    kernel(dx.address, dy.address, read.address, n, 1);
    expectSameBits(
      dx.values(),
      expected.map((value, i) => f(before[i]) + value),
      'added',
    );
    kernel(dx.address, dy.address, read.address, n, 0);
    expectSameBits(dx.values(), expected, 'written');
    kernel(dy.address, dy.address, read.address, n, 0);
    expectSameBits(dy.values(), expected, 'in place');
    memory.check();
  }

  it('equals its twin at any length', () => {
    for (const n of lengths) check(someFloats(n, 3, n + 1), someFloats(n, 3, n + 2), someFloats(n, 3, n + 3));
  });
  it('equals its twin on special values', () => {
    check(firsts, seconds, new Array(pairs.length).fill(1));
  });
});

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
