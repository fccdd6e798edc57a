import type { Address, Adds } from './address.ts';

/**
 * kernels/random.ts. Philox 4x32-10: key (seedLow, seedHigh), counter (element / 4, count, streamLow, streamHigh).
 * The 32-bit words are passed as JavaScript numbers of any sign.
 */
export interface RandomKernels {
  /** n raw 32-bit words. */
  philoxWords(out: Address, n: number, ...at: PhiloxPlace): void;
  /** Uniform in [low, high): low + ⌊word / 2⁸⌋·2⁻²⁴·(high − low), the float32 below high where that rounds to high. */
  randomUniform(out: Address, n: number, low: number, high: number, ...at: PhiloxPlace): void;
  /** Normal by Box–Muller, a pair of elements from their two words. */
  randomNormal(out: Address, n: number, mean: number, deviation: number, ...at: PhiloxPlace): void;
  /**
   * out[i] = kept ? x[i] / (1 − rate) : 0, kept where the uniform value in [0, 1) of element i is at least `rate`, a
   * float64. `mask` holds ⌈n / 4⌉ bytes: bit j of byte k for element 4k + j. `out` may be `x`.
   */
  dropout(out: Address, mask: Address, x: Address, n: number, rate: number, ...at: PhiloxPlace): void;
  /** dx[i] (+)= kept ? dy[i] / (1 − rate) : 0. `dx` may be `dy`. */
  dropoutBackward(dx: Address, dy: Address, mask: Address, n: number, rate: number, adds: Adds): void;
}
export type PhiloxPlace = [seedLow: number, seedHigh: number, count: number, streamLow: number, streamHigh: number];
