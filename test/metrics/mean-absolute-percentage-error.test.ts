import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanAbsolutePercentageError } from '../../src/metrics/index.ts';
import { metricCases, runMetricCase } from '../helpers/metric-cases.ts';

describe('meanAbsolutePercentageError', () => {
  test.each(metricCases.meanAbsolutePercentageError)('equals scikit-learn: $name', (one) =>
    runMetricCase(meanAbsolutePercentageError, one),
  );

  test('is what its definition says', () => {
    expect(meanAbsolutePercentageError([4, -2], [5, -2])).toBe(0.125);
    expect(meanAbsolutePercentageError([4, -2], [5, -1], { sampleWeights: [1, 3] })).toBe((0.25 + 3 * 0.5) / 4);
    expect(meanAbsolutePercentageError([3, -0.5, 2, 7], [2.5, 0, 2, 8])).toBe(0.3273809523809524);
  });

  test('divides by 2⁻⁵² where a target is 0 or nearer', () => {
    expect(meanAbsolutePercentageError([0], [1])).toBe(2 ** 52);
    expect(meanAbsolutePercentageError([-1e-300], [1])).toBe(2 ** 52);
    expect(meanAbsolutePercentageError([0], [0])).toBe(0);
  });

  test('does not depend on the unit', () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: -99, max: 99 }));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 30 }), (pairs) => {
        const of = (scale: number) =>
          meanAbsolutePercentageError(
            pairs.map(([target]) => target * scale),
            pairs.map(([, prediction]) => prediction * scale),
          );
        expect(of(-1024)).toBe(of(1));
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
