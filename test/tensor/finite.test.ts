import { describe, expect, it } from 'vitest';
import { firstNonFinite } from '../../src/tensor/finite.ts';

describe('firstNonFinite', () => {
  it('finds one bad value at any place of any length', () => {
    for (let length = 1; length <= 9; length++) {
      for (let at = 0; at < length; at++) {
        for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          const values = new Float32Array(length).fill(-1.5);
          values[at] = bad;
          expect(firstNonFinite(values), `${bad} at ${at} of ${length}`).toBe(at);
        }
      }
    }
  });

  it('finds the first of several, also of infinities that cancel', () => {
    const values = new Float32Array(20);
    values[6] = Number.POSITIVE_INFINITY;
    values[10] = Number.NEGATIVE_INFINITY;
    expect(firstNonFinite(values)).toBe(6);
  });

  it('takes the largest numbers for finite, however many', () => {
    const largest = 2 ** 127 * (2 - 2 ** -23);
    expect(firstNonFinite(new Float32Array(100_000).fill(largest))).toBe(-1);
    expect(firstNonFinite(new Float32Array(1001).fill(-largest))).toBe(-1);
    expect(firstNonFinite(Float32Array.of(2 ** -149, -0, 0))).toBe(-1);
    expect(firstNonFinite(new Float32Array())).toBe(-1);
  });
});
