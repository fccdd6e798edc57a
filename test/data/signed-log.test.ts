import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signedLog1p } from '../../src/data/signed-log.ts';

const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });

test('is log1p of the size, with the sign', () => {
  fc.assert(
    fc.property(anyNumber, (x) => {
      const expected = Math.sign(x) * Math.log1p(Math.abs(x));
      expect(Math.abs(signedLog1p(x) - expected)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(expected));
    }),
    { numRuns: 2000 },
  );
});

test('keeps small numbers, order and sign', () => {
  for (const x of [0, 1e-300, 5e-324, 1e-17, -1e-17]) expect(signedLog1p(x)).toBe(x);
  expect(signedLog1p(1e-9)).toBeCloseTo(1e-9 - 5e-19, 24);
  expect(signedLog1p(Math.E - 1)).toBe(1);
  fc.assert(
    fc.property(anyNumber, anyNumber, (a, b) => {
      expect(signedLog1p(-a) + signedLog1p(a)).toBe(0);
      if (Math.abs(a - b) > 1e-12 * Math.abs(a)) expect(signedLog1p(a) < signedLog1p(b)).toBe(a < b);
    }),
  );
});

test('is finite up to the largest number', () => {
  expect(signedLog1p(Number.MAX_VALUE)).toBe(709.782712893384);
  expect(signedLog1p(-1e308)).toBe(-709.1962086421661);
});
