import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { accuracyScore, bootstrapInterval, r2Score, rocAucScore } from '../../src/metrics/index.ts';
import { RandomStream } from '../../src/tensor/random.ts';
import { thrownBy } from '../helpers/errors.ts';
import { metricCases, runMetricCase } from '../helpers/metric-cases.ts';

describe('bootstrapInterval', () => {
  test.each(metricCases['bootstrapInterval'])('equals NumPy and scikit-learn over the same rows: $name', (one) =>
    runMetricCase(bootstrapInterval, one),
  );

  test('of accuracy is that of a proportion', () => {
    const n = 800;
    const yTrue = new Array<number>(n).fill(1);
    const yPred = yTrue.map((_, i) => (i % 4 === 0 ? 0 : 1));
    const { score, low, high, standardError } = bootstrapInterval(yTrue, yPred, accuracyScore);
    const deviation = Math.sqrt((0.75 * 0.25) / n); // binomial
    expect(score).toBe(0.75);
    expect(Math.abs(standardError / deviation - 1)).toBeLessThan(0.06); // 2,000 resamples: 1.6 % is one deviation
    expect(Math.abs((high - low) / (2 * 1.96 * deviation) - 1)).toBeLessThan(0.08);
  });

  test('holds the true score as often as it says', () => {
    const stream = new RandomStream(3, 'rows');
    let held = 0;
    const runs = 200;
    for (let run = 0; run < runs; run++) {
      const yTrue = Array.from({ length: 120 }, () => (stream.uniform() < 0.7 ? 1 : 0));
      const yPred = yTrue.map(() => 1);
      const { low, high } = bootstrapInterval(yTrue, yPred, accuracyScore, {
        confidence: 0.9,
        resamples: 199,
        seed: run,
      });
      if (low <= 0.7 && 0.7 <= high) held++;
    }
    expect(Math.abs(held / runs - 0.9)).toBeLessThan(0.07); // three binomial deviations are 0.064
  });

  test('of rows that each stand four times is as wide as of one of them, if it is told', () => {
    const one = Array.from({ length: 150 }, (_, i) => (i % 3 === 0 ? 0 : 1));
    const four = [...one, ...one, ...one, ...one];
    const groups = four.map((_, i) => i % 150);
    const width = (labels: number[], told?: number[]) => {
      const { low, high } = bootstrapInterval(labels, new Array(labels.length).fill(1), accuracyScore, {
        groups: told,
      });
      return high - low;
    };
    expect(width(four, groups)).toBeCloseTo(width(one), 12);
    expect(width(four) / width(one)).toBeCloseTo(0.5, 1);
  });

  test('has the same bits for the same seed', () => {
    const yTrue = [1, 2, 3, 4, 5];
    const yPred = [1.1, 2.3, 2.7, 4, 5.5];
    const first = bootstrapInterval(yTrue, yPred, r2Score, { seed: 4 });
    expect(bootstrapInterval(yTrue, yPred, r2Score, { seed: 4 })).toEqual(first);
    expect(bootstrapInterval(yTrue, yPred, r2Score, { seed: 5 })).not.toEqual(first);
  });

  const any = (value: unknown): never => value as never;
  test.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      'a metric by name',
      () => bootstrapInterval([1, 0], [1, 0], any('accuracy')),
      TypeError,
      /score must be a function, got "acc/,
    ],
    ['lengths', () => bootstrapInterval([1, 0], [1], accuracyScore), ShapeError, /as many rows, got 2 and 1/],
    ['one row', () => bootstrapInterval([1], [1], accuracyScore), DataError, /at least 2 rows, got 1/],
    [
      'one group',
      () => bootstrapInterval([1, 0], [1, 0], accuracyScore, { groups: ['a', 'a'] }),
      DataError,
      /at least 2 groups, got 1/,
    ],
    [
      'too few groups',
      () => bootstrapInterval([1, 0], [1, 0], accuracyScore, { groups: [1] }),
      ShapeError,
      /one label for each of 2 rows, got 1/,
    ],
    [
      'too few resamples',
      () => bootstrapInterval([1, 0], [1, 0], accuracyScore, { resamples: 20 }),
      RangeError,
      /0.95 needs at least 39 resamples, got 20/,
    ],
    [
      'a confidence in percent',
      () => bootstrapInterval([1, 0], [1, 0], accuracyScore, { confidence: 95 }),
      RangeError,
      /in \(0, 1\), got 95/,
    ],
    [
      'an option misspelt',
      () => bootstrapInterval([1, 0], [1, 0], accuracyScore, any({ samples: 5 })),
      TypeError,
      /unknown option 'samples'/,
    ],
    [
      'rows that lack a class when drawn',
      () => bootstrapInterval([0, 0, 0, 1], [0.1, 0.2, 0.3, 0.4], rocAucScore),
      DataError,
      /bootstrapInterval: resample \d+ has no score: rocAucScore: .*too few rows for an interval/,
    ],
    [
      'a score that is none',
      () => bootstrapInterval([1, 0], [1, 0], (_t, _p, { sampleWeights }) => (sampleWeights ? Number.NaN : 1)),
      DataError,
      /finite number, got NaN in resample 1/,
    ],
    [
      'a score that is none of all rows alone',
      () => bootstrapInterval([1, 0], [1, 0], (_t, _p, { sampleWeights }) => (sampleWeights ? 1 : Number.NaN)),
      DataError,
      /bootstrapInterval: the score must be a finite number, got NaN of all rows/,
    ],
  ])('refuses %s', (_, call, kind, message) => {
    const error = thrownBy(call);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(message);
  });
});
