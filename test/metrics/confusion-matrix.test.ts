import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { confusionMatrix } from '../../src/metrics/index.ts';
import golden from '../golden/scikit-learn.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

describe('confusionMatrix', () => {
  for (const { name, true: yTrue, predicted, labels, matrix } of golden.metrics) {
    test(`equals scikit-learn: ${name}`, () => {
      const options = labels ? { labels } : {};
      expect(confusionMatrix<string | number>(yTrue, predicted, options)).toEqual(matrix);
    });
  }

  test('has a row for each true class and a column for each predicted one', () => {
    expect(confusionMatrix(['a', 'a', 'a', 'b'], ['b', 'b', 'a', 'b'])).toEqual([
      [1, 2],
      [0, 1],
    ]);
  });

  test('takes typed arrays', () => {
    expect(confusionMatrix(Int32Array.of(0, 1), Uint8Array.of(1, 1), { labels: Float64Array.of(0, 1, 2) })).toEqual([
      [0, 1, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
  });

  test('has no samples but classes: zeros, as scikit-learn', () => {
    expect(confusionMatrix([], [], { labels: [1, 2] })).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test('refuses what cannot be compared', () => {
    const error = thrownBy(() => confusionMatrix([1, 2, 3], [1, 2]));
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.message).toBe('confusionMatrix: yTrue and yPred must have one length, got 3 and 2');
    expect(() => confusionMatrix([], [])).toThrow('confusionMatrix: no samples');
    expect(() => confusionMatrix<string | number>([1], ['1'])).toThrow(
      'confusionMatrix: yTrue and yPred must be both numbers or both text: row 1 is 1 and "1"',
    );
    expect(thrownBy(() => confusionMatrix([1, 2], [1, Number.NaN]))).toMatchObject({
      message: 'confusionMatrix: yPred: a label must be text or a finite number, got NaN at row 2',
      row: 2,
    });
    expect(() => confusionMatrix([1, 2], [1, 2], { labels: [] })).toThrow('confusionMatrix: labels is empty');
    expect(() => confusionMatrix([1, 2], [1, 2], { labels: [1, 1] })).toThrow('label 1 is given twice');
    const none = thrownBy(() => confusionMatrix([1, 2], [3, 3], { labels: [3, 4] }));
    expect(none).toBeInstanceOf(DataError);
    expect(none.message).toBe('confusionMatrix: none of labels (3, 4) occurs in yTrue');
    expect(() => confusionMatrix([1], [1], { label: [1] } as never)).toThrow("did you mean 'labels'?");
  });
});
