import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { accuracyScore, confusionMatrix, meanAbsoluteError } from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import golden from '../golden/metrics.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

describe('sample weights', () => {
  for (const { name, true: yTrue, predicted, sampleWeights, accuracy, matrix } of golden.classes) {
    const options = sampleWeights ? { sampleWeights } : {};
    test(`accuracyScore equals scikit-learn: ${name}`, () => {
      const score = accuracyScore<string | number>(yTrue, predicted, options);
      expect(Math.abs(score - accuracy)).toBeLessThanOrEqual(1e-14);
    });
    if (!matrix) continue;
    test(`confusionMatrix equals scikit-learn: ${name}`, () => {
      const counts = confusionMatrix<string | number>(yTrue, predicted, options).flat();
      matrix.flat().forEach((expected, i) => {
        expect(Math.abs(counts[i] - expected)).toBeLessThanOrEqual(1e-13 * expected);
      });
    });
  }

  test('are a list, a typed array or a tensor', () => {
    for (const sampleWeights of [[1, 2, 1], Float32Array.of(1, 2, 1), tensor([1, 2, 1])]) {
      expect(accuracyScore([1, 2, 3], [1, 2, 4], { sampleWeights })).toBe(0.75);
    }
    expect(accuracyScore([1, 2], [1, 3], { sampleWeights: undefined })).toBe(0.5);
  });

  test('are checked before anything is scored', () => {
    const score = (sampleWeights: unknown) => () => meanAbsoluteError([1, 2], [1, 3], { sampleWeights } as never);
    const short = thrownBy(score([1]));
    expect(short).toBeInstanceOf(ShapeError);
    expect(short.message).toBe('meanAbsoluteError: sampleWeights needs one factor for each of 2 samples, got 1');
    const negative = thrownBy(score([1, -2]));
    expect(negative).toBeInstanceOf(DataError);
    expect(negative).toMatchObject({
      message: 'meanAbsoluteError: a sample weight must be a finite number of at least 0, got -2 at row 2',
      row: 2,
    });
    expect(score([Number.NaN, 1])).toThrow('got NaN at row 1');
    expect(score(['1', 1])).toThrow('got "1" at row 1');
    expect(score([0, 0])).toThrow('all 2 sampleWeights are 0');
    expect(score([Number.MAX_VALUE, Number.MAX_VALUE])).toThrow('too large for float64');
    for (const weights of [3, null, 'ab', {}]) expect(score(weights)).toThrow(TypeError);
    expect(() => accuracyScore([1], [1], { sampleWeight: [1] } as never)).toThrow("did you mean 'sampleWeights'?");
  });
});
