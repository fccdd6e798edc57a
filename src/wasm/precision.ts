/** Which build of the kernels computes: the strict one, whose bits are the same everywhere, or the relaxed one, which is faster. */
import { requireOneOf, UnsupportedError } from '../errors.ts';
import { kernelModule } from './binary.ts';
import { chooseKernels } from './engine.ts';
import { bytesOf } from './hexadecimal.ts';
import { requireUnusedEngine } from './memory.ts';

/** 'strict': the same bits on every machine. 'relaxed': multiplication and addition may be one operation, rounded once. */
export type Precision = 'strict' | 'relaxed';

export const precisions: readonly Precision[] = ['strict', 'relaxed'];

let current: Precision = 'strict';
/** Counts calls of `setPrecision`, of which the last one holds, however long the others take to load. */
let calls = 0;

/** The precision that all tensors and models of this program compute with: 'strict' unless `setPrecision` was called. */
export function precision(): Precision {
  return current;
}

/**
 * Chooses how x·y + z is rounded, for the whole program, before the first tensor, layer or model is made.
 *
 *     'strict'    product and sum are rounded one after the other: the same bits on every machine, in every runtime
 *     'relaxed'   the machine fuses them where it can and rounds once (`f32x4.relaxed_madd` of WebAssembly)
 *
 * Relaxed is faster where products and sums are what binds, as in large layers, and as accurate. What it costs: **results may
 * differ between machines**, because some fuse and some do not. The same program on the same machine and runtime still gives
 * the same bits, with any number of threads. Random numbers, and with them initial weights, batches and masks, have the same bits
 * in both.
 *
 * The relaxed kernels are loaded when they are asked for and not before; bundlers that split code make them a file of their
 * own. In Node the variable of the environment `SIMDGRAD_PRECISION=relaxed` does the same for a program that does not call this.
 *
 * @throws UnsupportedError where the runtime lacks relaxed SIMD: it takes Node 22, Chrome or Edge 114, or Firefox 146. 'strict'
 *   runs everywhere.
 * @throws EngineInUseError once a tensor, layer or model exists.
 * @throws RangeError if `precision` is something else.
 *
 * @example
 * import { setPrecision } from 'simdgrad';
 * await setPrecision('relaxed');
 *
 * @see WebAssembly relaxed SIMD. https://github.com/WebAssembly/relaxed-simd/blob/main/proposals/relaxed-simd/Overview.md
 */
export async function setPrecision(precision: Precision): Promise<void> {
  requireOneOf('setPrecision', 'precision', precision, precisions);
  const who = `setPrecision('${precision}')`;
  requireUnusedEngine(who);
  const call = ++calls;
  if (precision === 'strict') {
    useKernels(who, 'strict', kernelModule);
    return;
  }
  requireRelaxedSimd(who);
  const relaxed = await import('./relaxed-binary.ts');
  if (call === calls) useKernels(who, 'relaxed', relaxed.kernelModule);
}

/** Takes the kernels of a module, given as hexadecimal. @throws EngineInUseError once a tensor or model exists. */
export function useKernels(who: string, precision: Precision, hexadecimal: string): void {
  if (precision === current) return;
  chooseKernels(who, () => bytesOf(hexadecimal));
  current = precision;
}

/** A module of one function, which is one `f32x4.relaxed_madd`. */
const probe = '0061736d0100000001080160037b7b7b017b030201000a0d010b00200020012002fd85020b';

/** @throws UnsupportedError where relaxed SIMD is not known. */
export function requireRelaxedSimd(who: string): void {
  if (WebAssembly.validate(bytesOf(probe))) return;
  throw new UnsupportedError(
    `${who}: this runtime has no relaxed SIMD, which the relaxed kernels are made of; ` +
      "it takes Node 22, Chrome or Edge 114, or Firefox 146, while 'strict' runs everywhere",
  );
}
