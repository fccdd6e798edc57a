/** Reference code for kernels/random.ts, straight from the paper and the formulas. */
import type { PhiloxPlace } from '../../src/wasm/kernels.ts';

const f = Math.fround;
const word = 0xffffffffn;

/** Philox 4x32-10 in whole numbers (Salmon et al. 2011, section 3.3): the four words of one block. */
export function philoxBlock(counter: readonly number[], key: readonly number[]): number[] {
  let [x0, x1, x2, x3] = counter.map((value) => BigInt(value) & word);
  let [k0, k1] = key.map((value) => BigInt(value) & word);
  for (let round = 0; round < 10; round++) {
    const first = 0xd2511f53n * x0;
    const second = 0xcd9e8d57n * x2;
    [x0, x1, x2, x3] = [(second >> 32n) ^ x1 ^ k0, second & word, (first >> 32n) ^ x3 ^ k1, first & word];
    k0 = (k0 + 0x9e3779b9n) & word;
    k1 = (k1 + 0xbb67ae85n) & word;
  }
  return [x0, x1, x2, x3].map(Number);
}

/** Word i of the stream at a place is word i mod 4 of block ⌊i / 4⌋. */
export function philoxWords(n: number, ...[seedLow, seedHigh, count, streamLow, streamHigh]: PhiloxPlace): Uint32Array {
  const words = new Uint32Array(Math.ceil(n / 4) * 4);
  for (let i = 0; i < n; i += 4) words.set(philoxBlock([i / 4, count, streamLow, streamHigh], [seedLow, seedHigh]), i);
  return words.subarray(0, n);
}

/** The float32 next below, by search among its neighbours. */
function below(x: number): number {
  if (x === 0) return -(2 ** -149);
  const step = Math.max(2 ** (Math.floor(Math.log2(Math.abs(x))) - 24), 2 ** -149);
  return f(x - step) < x ? f(x - step) : f(x - 2 * step);
}

export function randomUniform(n: number, low: number, high: number, ...at: PhiloxPlace): Float32Array {
  const [start, end] = [f(low), f(high)];
  const width = f(end - start);
  return Float32Array.from(philoxWords(n, ...at), (bits) => {
    const u = f((bits >>> 8) * 2 ** -24);
    const value = f(start + f(u * width));
    return width > 0 && value >= end ? below(end) : value;
  });
}
