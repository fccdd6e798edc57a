/** Intervals of scores, and how figures are written. */
import { describe, expect, it } from 'vitest';
import { scoreIntervals, type TableOutputs } from '../../../src/experiments/table/scores.ts';
import { scoreText } from '../../../src/experiments/table/table-words.ts';

/** Rows of two classes in turn, of which all are answered rightly but those named. */
function answers(count: number, wrong: readonly number[] = []): TableOutputs {
  const truth = Array.from({ length: count }, (_, i) => i % 2);
  const outputs = truth.map((label, i) => Math.abs(label - (wrong.includes(i) ? 0.9 : 0.2)));
  return { task: 'binary', truth, outputs, columns: 1, threshold: 0.5 };
}
const all = (count: number) => Array.from({ length: count }, (_, i) => i);

// Exact ends are scipy.stats.beta.ppf(0.025, n, 1) and beta.ppf(0.975, 1, n).
describe('intervals', () => {
  it('have a width where every row is right: the exact one of a share', () => {
    const found = scoreIntervals(answers(22), { resamples: 100 });
    expect(found.accuracy!.low).toBeCloseTo(0.8456275, 6);
    expect(found.accuracy!.high).toBe(1);
    expect(found.recall!.low).toBeCloseTo(0.7150859, 6); // of 11 rows
    expect(found.f1).toBeUndefined();
  });

  it('count rows that belong together once', () => {
    const groups = all(22).map((i) => i % 8);
    expect(scoreIntervals(answers(22), { resamples: 100, groups }).accuracy!.low).toBeCloseTo(0.6305834, 6); // n = 8
  });

  it('reach up to what no row shows, where none is right', () => {
    const { accuracy } = scoreIntervals(answers(12, all(12)), { resamples: 100 });
    expect(accuracy!.low).toBe(0);
    expect(accuracy!.high).toBeCloseTo(0.2646485, 6);
  });

  it('are those of rows drawn anew otherwise', () => {
    const { accuracy } = scoreIntervals(answers(40, [3, 8]), { resamples: 200 });
    expect(accuracy!.low).toBeLessThan(0.95);
    expect(accuracy!.high).toBe(1);
  });
});

it('errors in units of the table have four digits that count', () => {
  const texts = [1.4, 1.02, 0.088091, 123.456, 1234.56, 55_123.4].map((value) => scoreText('rmse', value));
  expect(texts).toEqual(['1.400', '1.020', '0.08809', '123.5', '1,235', '55,123']);
});
