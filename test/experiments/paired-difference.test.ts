import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { meanAndDeviation } from '../../src/experiments/mean-and-deviation.ts';
import { type Interval, pairedDifference, signOf } from '../../src/experiments/paired-difference.ts';
import { studentTQuantile } from '../../src/experiments/student-t.ts';
import { RandomStream } from '../../src/tensor/random.ts';
import golden from '../golden/paired-difference.json' with { type: 'json' };

/** Relative to the size of what is expected, at least 1. */
const tolerance = 1e-12;

function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
}

describe('studentTQuantile', () => {
  test.each(golden.quantiles)('$degrees degrees at $probability, as SciPy', ({ probability, degrees, quantile }) => {
    expectNear(studentTQuantile(probability, degrees), quantile);
  });

  test('is odd around one half, and 0 there', () => {
    for (const degrees of [1, 2, 7, 12]) {
      expect(studentTQuantile(0.5, degrees)).toBe(0);
      expect(studentTQuantile(0.25, degrees)).toBe(-studentTQuantile(0.75, degrees));
    }
  });

  test('tends to the normal distribution', () => {
    expect(studentTQuantile(0.975, 100_000)).toBeCloseTo(1.959964, 4);
  });

  test.each([0, 1, -0.1, 1.5, Number.NaN])('refuses the probability %d', (probability) => {
    expect(() => studentTQuantile(probability, 3)).toThrow(
      `studentTQuantile: probability must be in (0, 1), got ${probability}`,
    );
  });

  test.each([0, -1, 1.5, Number.NaN])('refuses %d degrees', (degrees) => {
    expect(() => studentTQuantile(0.975, degrees)).toThrow(RangeError);
  });
});

describe('meanAndDeviation', () => {
  test('has the sample deviation', () => {
    expect(meanAndDeviation([1, 2, 3, 4])).toEqual({ mean: 2.5, deviation: Math.sqrt(5 / 3), count: 4 });
  });

  test('knows no deviation of a single value, and nothing of none', () => {
    expect(meanAndDeviation([0.25])).toEqual({ mean: 0.25, deviation: undefined, count: 1 });
    expect(() => meanAndDeviation([])).toThrow(DataError);
  });
});

describe('pairedDifference', () => {
  test.each(golden.pairs)('as SciPy and NumPy: $confidence of $before', ({ before, after, ...expected }) => {
    const { confidence, testShare } = expected;
    const found = pairedDifference(before, after, { confidence, testShare });
    expectNear(found.mean, expected.mean);
    expectNear(found.deviation!, expected.deviation);
    for (const end of [0, 1]) {
      expectNear(found.interval![end], expected.interval[end]);
      expectNear(found.intervalOnNewRows![end], expected.intervalOnNewRows[end]);
    }
    expect(found.differences).toEqual(after.map((value, i) => value - before[i]));
  });

  test('holds the true difference as often as it says', () => {
    const stream = new RandomStream(1, 'pairs');
    let held = 0;
    for (let i = 0; i < 400; i++) {
      const before = Array.from({ length: 4 }, () => stream.normal());
      const after = before.map((value) => value + 0.3 + stream.normal());
      const [low, high] = pairedDifference(before, after, { confidence: 0.9 }).interval!;
      if (low <= 0.3 && 0.3 <= high) held++;
    }
    expect(Math.abs(held - 360)).toBeLessThan(18); // three binomial deviations, √(400 · 0.9 · 0.1) = 6
  });

  test('a single pair has no interval', () => {
    expect(pairedDifference([0.5], [0.75])).toMatchObject({ mean: 0.25, interval: undefined, deviation: undefined });
  });

  test('equal differences leave no room', () => {
    expect(pairedDifference([0.5, 0.25], [0.75, 0.5]).interval).toEqual([0.25, 0.25]);
  });

  test('refuses what are no pairs', () => {
    expect(() => pairedDifference([1], [1, 2])).toThrow(ShapeError);
    expect(() => pairedDifference([], [])).toThrow('expected pairs, at least one, got 0 values before and 0 after');
    expect(() => pairedDifference([1], [1], { confidence: 95 })).toThrow(RangeError);
    const call = () => pairedDifference([1, Number.POSITIVE_INFINITY], [1, Number.POSITIVE_INFINITY]);
    expect(call).toThrow(DataError);
    expect(call).toThrow('pairedDifference: pair 2 must have a difference that is finite, got Infinity before');
    expect(() => pairedDifference([1], [1], { testShare: -1 })).toThrow(RangeError);
  });

  test.each<[Interval, 1 | -1 | 0]>([
    [[0.1, 0.2], 1],
    [[-0.2, -0.1], -1],
    [[-0.1, 0.1], 0],
    [[0, 0.1], 0],
    [[0, 0], 0],
  ])('the sign of %j is %d', (interval, sign) => expect(signOf(interval)).toBe(sign));
});
