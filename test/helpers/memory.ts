/**
 * A bump allocator over WASM memory for kernel tests, with guard values around every array so that a kernel that
 * writes past an end is caught.
 */
import { heapStart, wasmMemory } from '../../src/wasm/kernels.ts';

const guard = -12345.678;
const guards = 8;

export interface KernelArray {
  address: number;
  n: number;
  /** A copy of the values now. */
  values(): Float32Array;
  set(values: ArrayLike<number>): void;
}

/** Arrays in WASM memory for one test; `check()` throws if any guard was touched. */
export class KernelMemory {
  private top = heapStart;
  private readonly arrays: KernelArray[] = [];

  /** `contents` is a length (zeros) or the values. `shift` moves the start off 16-byte alignment by that many floats. */
  array(contents: number | ArrayLike<number>, shift = 0): KernelArray {
    const n = typeof contents === 'number' ? contents : contents.length;
    const address = this.top + guards * 4 + shift * 4;
    this.top = Math.ceil((address + n * 4 + guards * 4) / 16) * 16;
    const missing = this.top - wasmMemory.buffer.byteLength;
    if (missing > 0) wasmMemory.grow(Math.ceil(missing / 65536));
    new Float32Array(wasmMemory.buffer, address - guards * 4, n + 2 * guards).fill(guard);
    const array: KernelArray = {
      address,
      n,
      values: () => new Float32Array(wasmMemory.buffer, address, n).slice(),
      set: (values) => new Float32Array(wasmMemory.buffer, address, n).set(values),
    };
    array.set(typeof contents === 'number' ? new Float32Array(n) : contents);
    this.arrays.push(array);
    return array;
  }

  check(): void {
    const expected = Math.fround(guard);
    for (const { address, n } of this.arrays) {
      const before = new Float32Array(wasmMemory.buffer, address - guards * 4, guards);
      const after = new Float32Array(wasmMemory.buffer, address + n * 4, guards);
      for (const around of [before, after]) {
        if (around.some((value) => value !== expected)) {
          throw new Error(`a kernel wrote outside its array of ${n} at ${address}`);
        }
      }
    }
  }
}
