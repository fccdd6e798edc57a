/**
 * The compiled kernels, instantiated on the one linear memory at import. What they are called with is typed in `signatures/`, one
 * interface for each family, and passed on from here; what they compute is written above their code in `kernels/`.
 */
import { kernelModule } from './binary.ts';
import { bytesOf } from './hexadecimal.ts';
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

/** The compiled kernels on their memory: what `replaceEngine` in memory.ts exchanges before the first use. */
export interface Engine {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly kernels: Kernels;
}

export const memoryLimits = { initial: heapStart / pageBytes + 16, maximum: 65536 } as const;

/** Compiles a module of kernels and instantiates it, synchronously. */
export function instantiate(
  bytes: Uint8Array<ArrayBuffer>,
  memory: WebAssembly.Memory = new WebAssembly.Memory(memoryLimits),
): Engine {
  const module = new WebAssembly.Module(bytes);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // A copy, because the exports cannot be written to and threads put functions of their own in the place of some.
  return { module, memory, kernels: { ...exports } as unknown as Kernels };
}

const strict = instantiate(bytesOf(kernelModule));

/** Every kernel, ready to be called. */
export let kernels: Kernels = strict.kernels;

/** The one linear memory. It grows; views of its buffer must be taken afresh after every allocation. */
export let wasmMemory: WebAssembly.Memory = strict.memory;

/** Puts other kernels and their memory in the place of these. Only `replaceEngine` in memory.ts may call it. */
export function setEngine(engine: Engine): void {
  kernels = engine.kernels;
  wasmMemory = engine.memory;
}
