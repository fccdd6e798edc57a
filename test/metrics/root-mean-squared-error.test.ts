import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meanAbsoluteError, rootMeanSquaredError } from '../../src/metrics/index.ts';
import golden from '../golden/metrics.json' with { type: 'json' };

describe('rootMeanSquaredError', () => {
  for (const { name, true: yTrue, predicted, sampleWeights, rmse } of golden.values) {
    test(`equals scikit-learn: ${name}`, () => {
      const options = sampleWeights ? { sampleWeights } : {};
      const error = rootMeanSquaredError(yTrue as number[], predicted as number[], options);
      expect(Math.abs(error - rmse)).toBeLessThanOrEqual(1e-14 * rmse);
    });
  }

  test('is what its definition says', () => {
    expect(rootMeanSquaredError([0, 0, 0, 0], [1, 5, 1, 3])).toBe(3);
    expect(rootMeanSquaredError([0, 0], [4, 1], { sampleWeights: [1, 0] })).toBe(4);
    // The mean of the roots 3 and 1, not the root of the mean 5 of both outputs' squares.
    expect(
      rootMeanSquaredError(
        [
          [0, 0],
          [0, 0],
        ],
        [
          [3, 1],
          [3, 1],
        ],
      ),
    ).toBe(2);
  });

  test('is never below the mean absolute error', () => {
    const pair = fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 }));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 50 }), (pairs) => {
        const [yTrue, yPred] = [pairs.map(([t]) => t), pairs.map(([, p]) => p)];
        const absolute = meanAbsoluteError(yTrue, yPred);
        expect(rootMeanSquaredError(yTrue, yPred)).toBeGreaterThanOrEqual(absolute * (1 - 1e-15));
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});
