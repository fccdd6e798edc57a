import type { Address, Adds } from '../../src/wasm/kernels.ts';
import { expectSameBits } from './bits.ts';
import { someFloats } from './floats.ts';
import type { KernelMemory } from './memory.ts';

/** Runs `kernel(out, adds)` for both values of `adds`, out of n values, and compares with `twin(before)`. */
export function expectBothWays(
  memory: KernelMemory,
  n: number,
  kernel: (out: Address, adds: Adds) => void,
  twin: (before?: Float32Array) => Float32Array,
  what: string,
): void {
  const before = someFloats(n, 3, 99);
  const out = memory.array(before);
  kernel(out.address, 1);
  expectSameBits(out.values(), twin(before), `${what}, added`);
  kernel(out.address, 0);
  expectSameBits(out.values(), twin(), what);
  memory.check();
}
