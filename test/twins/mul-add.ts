/**
 * `mulAdd` of kernels/simd.ts for one value: rounded twice by the strict kernels, once by the relaxed ones on a machine that fuses.
 * Twins that call it where their kernel does equal both builds bit for bit.
 */
import { precision } from '../../src/index.ts';
import { heapStart, kernels, packScratch, wasmMemory } from '../../src/wasm/kernels.ts';

const f = Math.fround;

/** Whether the kernels in use round x·y + z once: (1 + 2⁻²³)² − (1 + 2⁻²²) is then 2⁻⁴⁶, else 0. */
function fuses(): boolean {
  const view = new Float32Array(wasmMemory.buffer, heapStart, 12);
  const x = 1 + 2 ** -23;
  view.set([1, x, 0, 0, -(1 + 2 ** -22), x]);
  const [a, b, c] = [heapStart, heapStart + 16, heapStart + 32];
  kernels.gemmNN(c, a, b, 1, 1, 2, 0, 0, 0, 0, packScratch);
  return view[8] !== 0;
}

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

/** x·y + z of float32 values, rounded once. */
function fused(x: number, y: number, z: number): number {
  const product = x * y; // exact in float64
  const sum = product + z;
  const part = sum - product;
  const error = product - (sum - part) + (z - part); // Knuth's TwoSum: product + z = sum + error
  if (!(error !== 0) || !Number.isFinite(sum)) return f(sum);
  // To the odd one of the two neighbours in float64, from where a second rounding cannot go wrong (Boldo & Melquiond, 2008).
  double[0] = sum;
  if ((words[0] & 1) === 0) {
    if (sum > 0 === error > 0) words[0] |= 1;
    else if (--words[0] === -1) words[1]--;
  }
  return f(double[0]);
}

/** x·y + z, as the kernels in use when this file is loaded round it. */
export const mulAdd: (x: number, y: number, z: number) => number =
  precision() === 'relaxed' && fuses() ? fused : (x, y, z) => f(f(x * y) + z);
