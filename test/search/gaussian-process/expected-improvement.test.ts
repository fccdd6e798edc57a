import { describe, expect, test } from 'vitest';
import { logExpectedImprovement, logImprovement } from '../../../src/search/gaussian-process/expected-improvement.ts';
import golden from '../../golden/gaussian-process.json' with { type: 'json' };

describe('the logarithm of expected improvement', () => {
  test.each(golden.improvements)('at z = $z', ({ z, logarithm, slope }) => {
    const found = logImprovement(z);
    expect(Math.abs(found.logarithm - logarithm)).toBeLessThan(1e-13 * Math.max(1, Math.abs(logarithm)));
    expect(Math.abs(found.slope - slope)).toBeLessThan(1e-13 * Math.abs(slope));
  });

  test('rises everywhere', () => {
    let before = Number.NEGATIVE_INFINITY;
    for (let z = -60; z < 60; z += 0.01) {
      const { logarithm } = logImprovement(z);
      expect(logarithm > before).toBe(true);
      before = logarithm;
    }
  });

  test.each([
    [0, 1, 0.5],
    [0, 0.1, 0.5],
    [0, -2, 0.3],
    [1, 30, 0.2],
    [-3, 2, 1e-3],
  ])('has the derivatives of differences: best %d, mean %d, deviation %d', (best, mean, deviation) => {
    const at = (m: number, s: number) => logExpectedImprovement(best, m, s).value;
    const { byMean, byDeviation } = logExpectedImprovement(best, mean, deviation);
    const step = 1e-5 * deviation;
    const byMeanExpected = (at(mean + step, deviation) - at(mean - step, deviation)) / (2 * step);
    const byDeviationExpected = (at(mean, deviation + step) - at(mean, deviation - step)) / (2 * step);
    expect(Math.abs(byMean - byMeanExpected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(byMeanExpected)));
    expect(Math.abs(byDeviation - byDeviationExpected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(byDeviationExpected)));
  });

  test('of what is certain is that of the difference', () => {
    expect(logExpectedImprovement(3, 1, 0)).toEqual({ value: Math.log(2), byMean: 0, byDeviation: 0 });
    expect(logExpectedImprovement(1, 3, 0).value).toBe(Number.NEGATIVE_INFINITY);
  });
});
