import { describe, expect, test } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import { accuracyScore } from '../../src/metrics/index.ts';
import golden from '../golden/scikit-learn.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

describe('accuracyScore', () => {
  for (const { name, true: yTrue, predicted, accuracy } of golden.metrics) {
    test(`equals scikit-learn: ${name}`, () => {
      expect(accuracyScore<string | number>(yTrue, predicted)).toBe(accuracy);
    });
  }

  test('takes typed arrays', () => {
    expect(accuracyScore(Float64Array.of(3, 4, 5), [3, 4, 6])).toBe(2 / 3);
  });

  test('refuses what cannot be compared', () => {
    const error = thrownBy(() => accuracyScore([1, 2, 3], [1, 2]));
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.message).toBe('accuracyScore: yTrue and yPred must have one length, got 3 and 2');
    expect(() => accuracyScore([], [])).toThrow('accuracyScore: no samples');
    expect(() => accuracyScore<string | number>(['3'], [3])).toThrow('both numbers or both text: row 1 is "3" and 3');
    expect(() => accuracyScore([1, Number.NaN], [1, 2])).toThrow('yTrue: a label must be text or a finite number');
  });
});
