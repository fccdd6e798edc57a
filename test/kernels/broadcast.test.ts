import { describe, it } from 'vitest';
import { type Broadcast, type BroadcastBackward, kernels } from '../../src/wasm/kernels.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { lengths, someFloats, specialPairs } from '../helpers/floats.ts';
import { KernelMemory } from '../helpers/memory.ts';
import * as twins from '../twins/broadcast.ts';

const f = Math.fround;

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
      const n = specialPairs.length;
      const memory = new KernelMemory();
      const out = memory.array(n);
      const dy = memory.array(new Array(n).fill(dyValue));
      const [a, b] = [memory.array(specialPairs.map(([a]) => a)), memory.array(specialPairs.map(([, b]) => b))];
      kernel(out.address, dy.address, a.address, b.address, 1, n, 0, 1, 0, 1, 0);
      expectSameBits(
        out.values(),
        specialPairs.map((pair) => f(twin(f(dyValue), ...pair))),
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
