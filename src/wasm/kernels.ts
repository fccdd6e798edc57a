/**
 * The compiled kernels, instantiated on the one linear memory. What they are called with is typed in `signatures/`, one
 * interface for each family, and passed on from here; what they compute is written above their code in `kernels/`.
 */
import { kernelModule } from './binary.ts';
import type { Address, Kernels } from './signatures/index.ts';

export { activationCode } from './signatures/gemm.ts';
export type * from './signatures/index.ts';

const pageBytes = 65536;

/** Bytes of the area in which matrix products pack their panels, at `packScratch`. */
export const packScratchBytes = 2 * 1024 * 1024;
/** Bytes that reductions, losses and normalisation need as `scratch`. */
export const sumScratchBytes = 8192;
/** Kernels' constant tables end below this address; the packing area starts at it. */
export const packScratch: Address = pageBytes;
/** The first address that `memory.ts` hands out. */
export const heapStart: Address = packScratch + packScratchBytes;

/** The one linear memory. It grows; views of its buffer must be taken afresh after every allocation. */
export const wasmMemory = new WebAssembly.Memory({ initial: heapStart / pageBytes + 16, maximum: 65536 });

/** Bytes from lower-case hexadecimal; by character codes, which is a third of the time of parseInt. */
function bytesOf(hexadecimal: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hexadecimal.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = 16 * digitAt(hexadecimal, 2 * i) + digitAt(hexadecimal, 2 * i + 1);
  return bytes;
}

function digitAt(hexadecimal: string, i: number): number {
  const code = hexadecimal.charCodeAt(i);
  return code < 58 ? code - 48 : code - 87; // '0' is 48, 'a' is 97
}

/** Every kernel, ready to be called: the module is compiled and instantiated once, synchronously, at import. */
export const kernels = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(kernelModule)), {
  env: { memory: wasmMemory },
}).exports as unknown as Kernels;
