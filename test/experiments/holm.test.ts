import { describe, expect, test } from 'vitest';
import { holm, holmConfidences } from '../../src/experiments/holm.ts';
import { RandomStream } from '../../src/tensor/random.ts';
import golden from '../golden/paired-bootstrap.json' with { type: 'json' };

describe('holm', () => {
  test.each(golden.holm)('$pValues by its definition', ({ pValues, corrected, rejected }) => {
    holm(pValues).forEach((value, i) => {
      expect(Math.abs(value - corrected[i])).toBeLessThan(1e-12);
    });
    const atFive = holm(pValues).flatMap((value, i) => (value <= 0.05 ? [i] : []));
    expect(atFive).toEqual(rejected);
    const confidences = holmConfidences(pValues);
    expect(pValues.flatMap((pValue, i) => (pValue <= 1 - confidences[i] + 1e-12 ? [i] : []))).toEqual(rejected);
  });

  test('of one is itself, of none nothing', () => {
    expect(holm([0.3])).toEqual([0.3]);
    expect(holm([])).toEqual([]);
    expect(holmConfidences([0.3], 0.9)).toEqual([0.9]);
  });

  test('gives those from the first that is not rejected on one confidence', () => {
    const confidences = holmConfidences([0.2, 0.001, 0.3, 0.012]);
    const expected = [1 - 0.05 / 2, 1 - 0.05 / 4, 1 - 0.05 / 2, 1 - 0.05 / 3];
    confidences.forEach((confidence, i) => {
      expect(Math.abs(confidence - expected[i])).toBeLessThan(1e-12);
    });
  });

  test('gives equal p-values one confidence', () => {
    const [first, second, third] = holmConfidences([0.01, 0.01, 0.03]);
    expect(first).toBe(second);
    expect(first).toBeCloseTo(1 - 0.05 / 3, 12);
    expect(third).toBeCloseTo(0.95, 12);
  });

  test('refuses what is no probability', () => {
    expect(() => holm([0.5, 1.5])).toThrow('holm: p-value 2 must be in [0, 1], got 1.5');
    expect(() => holm([Number.NaN])).toThrow(RangeError);
    expect(() => holm(['0.1' as never])).toThrow(TypeError);
    expect(() => holmConfidences([0.1], 1)).toThrow('holmConfidences: confidence must be in (0, 1), got 1');
  });
});

/** Two-sided, of a normal value: Abramowitz & Stegun 7.1.26, to 1.5e-7. */
function pOf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592].reduce(
    (sum, a) => (sum + a) * t,
    0,
  );
  return Math.min(1, series * Math.exp(-x * x));
}

describe('holmConfidences of ten differences', () => {
  test.each([
    [0, 0.951],
    [3, 0.892],
    [5, 0.757],
  ])('of %i standard errors hold all together as often as its comment says: %f', (size, said) => {
    const stream = new RandomStream(size, 'joint coverage');
    const draws = 1000;
    let together = 0;
    let rejected = 0;
    for (let draw = 0; draw < draws; draw++) {
      const errors = Array.from({ length: 10 }, () => stream.normal());
      const pValues = errors.map((error) => pOf(error + size));
      const confidences = holmConfidences(pValues, 0.95);
      if (errors.every((error, i) => pOf(error) >= 1 - confidences[i])) together++;
      if (pValues.some((pValue, i) => pValue <= 1 - confidences[i])) rejected++;
    }
    const deviation = (share: number) => Math.sqrt((share * (1 - share)) / draws);
    expect(Math.abs(together / draws - said)).toBeLessThan(3 * deviation(said));
    if (size === 0) expect(rejected / draws).toBeLessThan(0.05 + 3 * deviation(0.05));
  });
});
