/** Reference code for kernels/random.ts, straight from the paper and the formulas. */
import type { PhiloxPlace } from '../../src/wasm/kernels.ts';
import { log } from './math.ts';
import { cos, sin } from './sin-cos.ts';

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

/** Box–Muller in float32: elements 2j and 2j + 1 from words 2j and 2j + 1. */
export function randomNormal(n: number, mean: number, deviation: number, ...at: PhiloxPlace): Float32Array {
  const words = philoxWords(n + (n % 2), ...at);
  const [m, d] = [f(mean), f(deviation)];
  return Float32Array.from({ length: n }, (_, i) => {
    const pair = i - (i % 2);
    const u = f(f(f(words[pair]) * 2 ** -32) + 2 ** -33);
    const radius = f(Math.sqrt(f(log(u) * -2)));
    const angle = f(f(words[pair + 1] | 0) * f(Math.PI / 2 ** 31));
    return f(m + f(d * f(radius * (i === pair ? cos(angle) : sin(angle)))));
  });
}

/** Whether each of n elements is kept: where its uniform value in [0, 1) is at least the rate. */
export function kept(n: number, rate: number, ...at: PhiloxPlace): boolean[] {
  return Array.from(philoxWords(n, ...at), (bits) => (bits >>> 8) * 2 ** -24 >= rate);
}

export function dropout(x: ArrayLike<number>, rate: number, ...at: PhiloxPlace): Float32Array {
  const keeps = kept(x.length, rate, ...at);
  const scale = f(1 / (1 - rate));
  return Float32Array.from(x, (value, i) => (keeps[i] ? f(value * scale) : 0));
}

/** `before` is what dx held, or undefined to overwrite it. */
export function dropoutBackward(
  dy: ArrayLike<number>,
  keeps: readonly boolean[],
  rate: number,
  before?: ArrayLike<number>,
): Float32Array {
  const scale = f(1 / (1 - rate));
  return Float32Array.from(dy, (value, i) => {
    const gradient = keeps[i] ? f(value * scale) : 0;
    return before ? f(before[i] + gradient) : gradient;
  });
}
