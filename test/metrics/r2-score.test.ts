import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { r2Score, rootMeanSquaredError } from '../../src/metrics/index.ts';
import golden from '../golden/metrics.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

describe('r2Score', () => {
  for (const { name, true: yTrue, predicted, sampleWeights, r2 } of golden.values) {
    if (r2 === null) continue;
    test(`equals scikit-learn: ${name}`, () => {
      const score = r2Score(yTrue as number[], predicted as number[], sampleWeights ? { sampleWeights } : {});
      // Two sums of 40 squares, and in scikit-learn a mean of numbers near 4,096: some tens of roundings.
      expect(Math.abs(score - r2)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(r2)));
    });
  }

  test('knows equal targets whatever their mean is rounded to', () => {
    for (const value of [0.1, 1 / 3, 1e300, -7.7]) {
      for (const n of [2, 3, 10, 999]) {
        const targets = new Array<number>(n).fill(value);
        expect(r2Score(targets, targets)).toBe(1);
        expect(r2Score(targets, [...targets.slice(1), value * 1.001])).toBe(0);
        const sampleWeights = targets.map((_, i) => (i === 0 ? 0 : 0.1 * i));
        expect(r2Score([5, ...targets.slice(1)], [5, ...targets.slice(1)], { sampleWeights })).toBe(1);
        expect(r2Score([5, ...targets.slice(1)], targets.fill(0), { sampleWeights })).toBe(0);
      }
    }
  });

  const numbers = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
    minLength: 2,
    maxLength: 50,
  });

  test('is 1 − mean squared error / variance, and is left alone by shift and scale', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: -1000, max: 1000 }), (pairs, shift) => {
        const [yTrue, yPred] = [pairs.map(([t]) => t), pairs.map(([, p]) => p)];
        const score = r2Score(yTrue, yPred);
        const mean = yTrue.reduce((sum, y) => sum + y, 0) / yTrue.length;
        const variance = yTrue.reduce((sum, y) => sum + (y - mean) * (y - mean), 0) / yTrue.length;
        const error = rootMeanSquaredError(yTrue, yPred);
        const constant = yTrue.every((y) => y === yTrue[0]);
        const expected = error === 0 ? 1 : constant ? 0 : 1 - (error * error) / variance;
        const slack = 1e-12 * Math.max(1, Math.abs(expected));
        expect(Math.abs(score - expected)).toBeLessThanOrEqual(slack);
        const moved = (list: number[]) => list.map((y) => 2 * y + shift);
        expect(Math.abs(r2Score(moved(yTrue), moved(yPred)) - score)).toBeLessThanOrEqual(slack);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('needs two samples', () => {
    const error = thrownBy(() => r2Score([1], [1]));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe('r2Score: one sample has no variance to explain; at least 2 are needed');
    expect(() => r2Score([[1, 2]], [[1, 2]])).toThrow('at least 2 are needed');
  });
});
