import type { Address, Adds } from '../../src/wasm/kernels.ts';
import { expectSameBits } from './bits.ts';
import { KernelMemory } from './memory.ts';

export type Backward = (dx: Address, dy: Address, read: Address, n: number, adds: Adds) => void;

/** Compares the gradient of a function of one value with its twin: added to `before`, written, and in place of dy. */
export function expectBackward(
  kernel: Backward,
  twin: (dy: number, read: number) => number,
  dyValues: ArrayLike<number>,
  readValues: ArrayLike<number>,
  before: ArrayLike<number>,
): void {
  const n = dyValues.length;
  const memory = new KernelMemory();
  const [dx, dy, read] = [before, dyValues, readValues].map((values) => memory.array(values, 1));
  const expected = Float32Array.from(dyValues, (value, i) => twin(Math.fround(value), Math.fround(readValues[i])));
  kernel(dx.address, dy.address, read.address, n, 1);
  expectSameBits(
    dx.values(),
    expected.map((value, i) => Math.fround(before[i]) + value),
    'added',
  );
  kernel(dx.address, dy.address, read.address, n, 0);
  expectSameBits(dx.values(), expected, 'written');
  kernel(dy.address, dy.address, read.address, n, 0);
  expectSameBits(dy.values(), expected, 'in place');
  memory.check();
}
