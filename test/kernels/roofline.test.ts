import { expect, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';

const f = Math.fround;

/** The kernel for one lane: all four hold the same. */
function roofline(iterations: number, factor: number, term: number): number {
  const x = Float32Array.from({ length: 12 }, (_, i) => i);
  for (let i = 0; i < iterations; i++) {
    for (let j = 0; j < 12; j++) x[j] = f(f(x[j] * factor) + term);
  }
  const four = (j: number) => f(f(x[j] + x[j + 1]) + f(x[j + 2] + x[j + 3]));
  const lane = f(f(four(0) + four(4)) + four(8));
  return f(f(f(lane + lane) + lane) + lane);
}

it('roofline does every multiplication and addition it says', () => {
  for (const iterations of [0, 1, 2, 7, 1000]) {
    expect(kernels.roofline(iterations, 0.5, 1)).toBe(roofline(iterations, 0.5, 1));
    expect(kernels.roofline(iterations, 0.75, 0.125)).toBe(roofline(iterations, 0.75, 0.125));
  }
});
