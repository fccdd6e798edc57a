import { describe, expect, test } from 'vitest';
import { meanAbsoluteError } from '../../src/metrics/index.ts';
import golden from '../golden/metrics.json' with { type: 'json' };

describe('meanAbsoluteError', () => {
  for (const { name, true: yTrue, predicted, sampleWeights, mae } of golden.values) {
    test(`equals scikit-learn: ${name}`, () => {
      const error = meanAbsoluteError(yTrue as number[], predicted as number[], sampleWeights ? { sampleWeights } : {});
      expect(Math.abs(error - mae)).toBeLessThanOrEqual(1e-14 * mae);
    });
  }

  test('is what its definition says', () => {
    expect(meanAbsoluteError([3, -0.5, 2, 7], [2.5, 0, 2, 8])).toBe(0.5);
    expect(meanAbsoluteError([1, 2], [4, 2], { sampleWeights: [1, 2] })).toBe(1);
    expect(meanAbsoluteError([7], [9.5])).toBe(2.5);
  });
});
