/** What one column tells by itself, against loops over all possibilities. */
import { describe, expect, test } from 'vitest';
import { LintColumn, rowsByCode } from '../../src/lint/lint-column.ts';
import { shareTold } from '../../src/lint/tell-class.ts';
import { varianceTold } from '../../src/lint/tell-number.ts';
import { congruential } from '../helpers/congruential.ts';

/** The most rows that any division into at most `pieces` intervals with a class each gets right. */
function bestDivision(rows: { value: number; label: number }[], k: number, pieces: number): number {
  const values = [...new Set(rows.map(({ value }) => value))].sort((a, b) => a - b);
  const right = (low: number, high: number): number =>
    Math.max(
      ...Array.from(
        { length: k },
        (_, c) =>
          rows.filter(({ value, label }) => value >= values[low] && value < (values[high] ?? Infinity) && label === c)
            .length,
      ),
    );
  const from = (low: number, left: number): number => {
    if (left === 1) return right(low, values.length);
    let best = right(low, values.length);
    for (let cut = low + 1; cut < values.length; cut++) best = Math.max(best, right(low, cut) + from(cut, left - 1));
    return best;
  };
  return from(0, pieces);
}

describe('shareTold', () => {
  test('finds the best division of the axis', () => {
    const next = congruential(3);
    for (let round = 0; round < 40; round++) {
      const k = 2 + (round % 3);
      const rows = Array.from({ length: 9 + (round % 5) }, () => ({
        value: Math.floor(12 * (next() + 0.5)),
        label: Math.floor(k * (next() + 0.5)),
      }));
      const column = new LintColumn(
        'x',
        Float64Array.from(rows, ({ value }) => value),
      );
      const told =
        shareTold(
          column,
          Int32Array.from(rows, ({ label }) => label),
          k,
        ) * rows.length;
      expect(told).toBeGreaterThanOrEqual(bestDivision(rows, k, k + 1) - 1e-9);
      // By value nothing more is told where no value has five rows.
      const most = Math.max(...column.counts);
      if (most < 5) expect(told).toBeCloseTo(bestDivision(rows, k, k + 1), 9);
    }
  });

  test('by value, counts what the other rows of the value say', () => {
    const text = ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'b', 'c', 'd', 'e', ''];
    const labels = Int32Array.of(1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0);
    // a: four of five; b: three against two, of which each tells the others nothing; c, d, e together: three; '' alone: none.
    expect(shareTold(new LintColumn('kind', text), labels, 2)).toBeCloseTo((4 + 0 + 3 + 0) / 14, 12);
  });

  test('is not taken in by names of rows', () => {
    const names = Array.from({ length: 60 }, (_, i) => `row ${i}`);
    const labels = Int32Array.from(names, (_, i) => Number(i % 3 === 0));
    expect(shareTold(new LintColumn('name', names), labels, 2)).toBeCloseTo(40 / 60, 12);
  });

  test('looks at every s-th row where there is much to do', () => {
    const rows = 30000;
    const labels = Int32Array.from({ length: rows }, (_, i) => Math.floor(i / (rows / 40)));
    const column = new LintColumn(
      'x',
      Float64Array.from({ length: rows }, (_, i) => i + 0.5),
    );
    expect(shareTold(column, labels, 40)).toBe(1);
  });
});

describe('varianceTold', () => {
  const next = congruential(9);
  const y = Float64Array.from({ length: 300 }, () => next());
  const target = new LintColumn('y', y);

  test('by line is r²', () => {
    const x = y.map((value) => 3 * value + 0.2 * next());
    const [mx, my] = [x, y].map((list) => list.reduce((a, b) => a + b) / 300);
    let [xy, xx, yy] = [0, 0, 0];
    x.forEach((value, i) => {
      xy += (value - mx) * (y[i] - my);
      xx += (value - mx) * (value - mx);
      yy += (y[i] - my) * (y[i] - my);
    });
    const told = varianceTold(new LintColumn('x', x), target);
    expect(told).toBeGreaterThanOrEqual((xy * xy) / (xx * yy) - 1e-12);
    expect(told).toBeLessThan(0.9999);
    expect(
      varianceTold(
        new LintColumn(
          'x',
          y.map((value) => 7 - 2 * value),
        ),
        target,
      ),
    ).toBeCloseTo(1, 12);
  });

  test('by rank is 1 for any rising or falling curve', () => {
    expect(
      varianceTold(
        new LintColumn(
          'x',
          y.map((value) => 1 / (0.51 - value) ** 9),
        ),
        target,
      ),
    ).toBeCloseTo(1, 12);
    expect(
      varianceTold(
        new LintColumn(
          'x',
          y.map((value) => -(value ** 3)),
        ),
        target,
      ),
    ).toBeCloseTo(1, 12);
  });

  test('by step predicts each row by the others of its group', () => {
    const kinds = Array.from(y, (_, i) => (i % 50 === 0 ? `rare ${i}` : `kind ${i % 7}`));
    const values = Float64Array.from(y, (value, i) => (i % 7) + value);
    const counts = new Map<string, number>();
    for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const group = kinds.map((kind) => (counts.get(kind)! < 5 ? 'rest' : kind));
    const meanOf = (others: number[]) => others.reduce((sum, i) => sum + values[i], 0) / others.length;
    const everything = [...values.keys()];
    let [unexplained, variation] = [0, 0];
    values.forEach((value, i) => {
      unexplained += (value - meanOf(everything.filter((j) => j !== i && group[j] === group[i]))) ** 2;
      variation += (value - meanOf(everything.filter((j) => j !== i))) ** 2;
    });
    const told = varianceTold(new LintColumn('kind', kinds), new LintColumn('y', values));
    expect(told).toBeCloseTo(1 - unexplained / variation, 10);
  });

  test('finds a curve that turns, and nothing where there is nothing', () => {
    const told = (f: (value: number) => number): number =>
      varianceTold(new LintColumn('x', y), new LintColumn('y', y.map(f)));
    expect(told((value) => value * value)).toBeGreaterThan(0.95);
    expect(told(() => next())).toBeLessThan(0.2);
  });

  test('does not believe a line that one far row draws', () => {
    const far = (list: Float64Array) => Float64Array.from([...list, 1e6]);
    const x = far(y.map(() => next()));
    expect(varianceTold(new LintColumn('x', x), new LintColumn('y', far(y)))).toBeLessThan(0.5);
  });
});

describe('LintColumn', () => {
  test('numbers the values of numbers in their order, of text as they come', () => {
    const numbers = new LintColumn('x', Float64Array.of(3, Number.NaN, -1, 0, -0, 3, Infinity));
    expect([...numbers.codes]).toEqual([2, -1, 0, 1, 1, 2, 3]);
    expect([...numbers.counts]).toEqual([1, 2, 2, 1]);
    expect([numbers.missing, numbers.firstMissing, numbers.present, numbers.distinct]).toEqual([1, 2, 6, 4]);
    expect([numbers.valueOf(0), numbers.rowOf(3)]).toEqual([-1, 7]);
    const text = new LintColumn('x', ['b', '', 'a', ' ', 'b']);
    expect([...text.codes]).toEqual([0, -1, 1, 2, 0]);
    expect([text.missing, text.firstMissing, text.valueOf(1), text.rowOf(1)]).toEqual([1, 2, 'a', 3]);
  });

  test('gives rows in order of value, the missing ones first', () => {
    const { order, starts } = rowsByCode(new LintColumn('x', Float64Array.of(3, Number.NaN, -1, 3)));
    expect([...order]).toEqual([1, 2, 0, 3]);
    expect([...starts]).toEqual([0, 1, 2, 4]);
  });
});
