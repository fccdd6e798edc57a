import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { brierScore } from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { thrownBy } from '../helpers/errors.ts';
import { metricCases, runMetricCase } from '../helpers/metric-cases.ts';

describe('brierScore', () => {
  test.each(metricCases.brierScore)('equals scikit-learn: $name', (one) => runMetricCase(brierScore, one));

  test('is what its definition says', () => {
    expect(brierScore([1, 0], [0.75, 0.5])).toBe((1 / 16 + 1 / 4) / 2);
    expect(
      brierScore(
        [2, 0],
        [
          [0.25, 0.25, 0.5],
          [1, 0, 0],
        ],
      ),
    ).toBe((1 / 16 + 1 / 16 + 1 / 4) / 2);
    expect(brierScore([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3])).toBeCloseTo(0.0375, 15);
  });

  const rows = fc.array(
    fc.tuple(
      fc.nat(1),
      fc.nat(16).map((x) => x / 16),
      fc.integer({ min: 1, max: 3 }),
    ),
    {
      minLength: 1,
      maxLength: 30,
    },
  );

  test('of two classes is half of what the form for more would give, whichever is positive', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const labels = list.map(([label]) => label);
        const chances = list.map(([, chance]) => chance);
        const sampleWeights = list.map(([, , weight]) => weight);
        const score = brierScore(labels, chances, { sampleWeights });
        const both = chances.map((chance) => [1 - chance, chance]);
        expect(brierScore(labels, both, { sampleWeights })).toBe(score);
        expect(brierScore(labels, tensor(both), { sampleWeights })).toBe(score);
        const three = both.map((row) => [...row, 0]);
        expect(brierScore(labels, three, { sampleWeights })).toBeCloseTo(2 * score, 14);
        const others = chances.map((chance) => 1 - chance);
        expect(brierScore(labels, others, { sampleWeights, labels: [1, 0] })).toBe(score);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  test('lies between 0 and 1, or with more classes 2', () => {
    expect(brierScore([0, 1], [0, 1])).toBe(0);
    expect(brierScore([0, 1], [1, 0])).toBe(1);
    const sure = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
    expect(brierScore([0, 1, 2], sure)).toBe(0);
    expect(brierScore([1, 2, 0], sure)).toBe(2);
  });

  test('refuses what are no probabilities, or not of known classes', () => {
    expect(thrownBy(() => brierScore([0, 1], [0.5, 1.5]))).toMatchObject({
      name: 'DataError',
      message: 'brierScore: yProb: a probability must be from 0 to 1, got 1.5 at row 2',
      row: 2,
    });
    expect(() => brierScore([0, 1], [0.5, Number.NaN])).toThrow(DataError);
    expect(() =>
      brierScore(
        [0, 1],
        [
          [0.5, 0.5],
          [0.5, 0.25],
        ],
      ),
    ).toThrow('must sum to 1, got 0.75 at row 2');
    expect(() => brierScore([3, 3], [0.5, 0.5])).toThrow('yTrue has one class (3) for one score a sample');
    expect(() => brierScore(['a', 'c'], [0.5, 0.5], { labels: ['a', 'b'] })).toThrow(
      'brierScore: yTrue: "c" at row 2 is none of the classes "a", "b"',
    );
    expect(() => brierScore([0, 1], [0.5], {})).toThrow('as many samples, got 2 labels and 1 rows');
    expect(() => brierScore([0, 1], [0.5, 0.5], { posLabel: 1 } as never)).toThrow("unknown option 'posLabel'");
  });
});
