import { expect, it } from 'vitest';
import { kernels } from '../../src/wasm/kernels.ts';
import { mulAdd } from '../twins/mul-add.ts';

const f = Math.fround;

/** The sum of six values that each stand in all four lanes, in the kernels' order. */
function sumOf([a, b, c, d, e, g]: Float32Array): number {
  const lane = f(f(f(a + b) + f(c + d)) + f(e + g));
  return f(f(lane + lane) + f(lane + lane));
}

it('roofline does every multiplication and addition it says', () => {
  for (const [factor, term] of [
    [0.5, 1],
    [0.75, 0.125],
  ]) {
    const x = Float32Array.from({ length: 12 }, (_, i) => f(f(factor * term) + i));
    for (let iterations = 0; iterations <= 100; iterations++) {
      expect(kernels.roofline(iterations, factor, term)).toBe(f(sumOf(x.subarray(0, 6)) + sumOf(x.subarray(6))));
      for (let i = 0; i < 12; i++) x[i] = mulAdd(x[i], factor, term);
    }
  }
});

it('peak does every multiplication and addition it says', () => {
  for (const [factor, term] of [
    [1, 0.1],
    [0.9, -3],
  ]) {
    const x = Float32Array.from({ length: 6 }, (_, i) => f(f(f(factor) * f(term)) + i + 1));
    const y = x.slice();
    for (let iterations = 0; iterations <= 100; iterations++) {
      expect(kernels.peak(iterations, factor, term)).toBe(f(sumOf(x) + sumOf(y)));
      for (let i = 0; i < 6; i++) {
        x[i] = f(x[i] * f(factor));
        y[i] = f(y[i] + f(term));
      }
    }
  }
});
