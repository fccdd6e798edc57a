import { describe, expect, test } from 'vitest';
import { type Matrix, Table } from '../../src/data/index.ts';
import { DataError, ShapeError } from '../../src/errors.ts';
import { accuracyScore, permutationImportance, r2Score } from '../../src/metrics/index.ts';
import { RandomStream } from '../../src/tensor/random.ts';
import { thrownBy } from '../helpers/errors.ts';
import { metricCases, runMetricCase } from '../helpers/metric-cases.ts';

const stream = new RandomStream(5, 'table');
const size = Array.from({ length: 300 }, () => Math.floor(stream.uniform() * 4));
const kind = Array.from({ length: 300 }, () => (stream.uniform() < 0.5 ? 'oak' : 'elm'));
const noise = Array.from({ length: 300 }, (_, i) => (i % 7 === 0 ? Number.NaN : stream.normal()));
const table = new Table({ size, kind, noise });
const y = size.map((value, i) => (kind[i] === 'oak' ? 1 : 0) + (value >= 2 ? 2 : 0));
/** Knows the rule, and encodes the raw columns by itself. */
function predict(rows: Table): number[] {
  const sizes = rows.numbers('size');
  return rows.strings('kind').map((text, i) => (text === 'oak' ? 1 : 0) + (sizes[i] >= 2 ? 2 : 0));
}

describe('permutationImportance', () => {
  test.each(metricCases['permutationImportance'])(
    'equals NumPy and scikit-learn over the same shuffles: $name',
    (one) => runMetricCase(permutationImportance, one),
  );

  test('of a table shuffles raw columns, whatever they hold', () => {
    const { baseline, columns } = permutationImportance(predict, table, y, accuracyScore, {
      repeats: 6,
      resamples: 199,
    });
    expect(baseline).toBe(1);
    expect(columns.map(({ column }) => column)).toEqual(['size', 'kind', 'noise']);
    // A shuffled column of two equally frequent values is right half of the time.
    for (const { mean, interval } of columns.slice(0, 2)) {
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
      expect(interval[0]).toBeLessThan(mean);
      expect(interval[1]).toBeGreaterThan(mean);
      expect(interval[1] - interval[0]).toBeLessThan(0.2);
    }
    expect(columns[2]).toEqual({
      column: 'noise',
      mean: 0,
      deviation: 0,
      drops: new Array(6).fill(0),
      interval: [0, 0],
    });
  });

  test('of one column is the same whatever the others', () => {
    const all = permutationImportance(predict, table, y, accuracyScore, { resamples: 59 });
    const one = permutationImportance(predict, table, y, accuracyScore, { resamples: 59, columns: ['kind'] });
    expect(one.columns).toEqual([all.columns[1]]);
    expect(permutationImportance(predict, table, y, accuracyScore, { resamples: 59, seed: 1 }).columns[1]).not.toEqual(
      all.columns[1],
    );
  });

  test('leaves what it was given as it was', () => {
    const x: Matrix = { data: Float32Array.from([1, 2, 3, 4, 5, 6]), shape: [3, 2] };
    permutationImportance(({ data }) => [data[0], data[2], data[4]], x, [1, 3, 5], r2Score, { names: ['a', 'b'] });
    expect(Array.from(x.data)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  const any = (value: unknown): never => value as never;
  const rows = [[1], [2], [3]];
  const first = ({ data }: Matrix): number[] => Array.from(data);
  test.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    [
      'a model in place of a function',
      () => permutationImportance(any({}), rows, [1, 2, 3], any(r2Score)),
      TypeError,
      /predict must be a function/,
    ],
    [
      'as many y',
      () => permutationImportance(first, rows, [1, 2], r2Score),
      ShapeError,
      /one y for each of 3 rows, got 2/,
    ],
    [
      'too few predictions',
      () => permutationImportance(() => [1], rows, [1, 2, 3], r2Score),
      ShapeError,
      /each of 3 rows, got 1/,
    ],
    [
      'a tensor of predictions',
      () =>
        permutationImportance(
          any(() => 5),
          rows,
          [1, 2, 3],
          any(r2Score),
        ),
      TypeError,
      /what predict returns must be a list/,
    ],
    [
      'an unknown column',
      () => permutationImportance(predict, table, y, accuracyScore, { columns: ['age'] }),
      DataError,
      /no column is named "age"; there are size, kind/,
    ],
    [
      'names for a table',
      () => permutationImportance(predict, table, y, accuracyScore, { names: ['a', 'b', 'c'] }),
      TypeError,
      /columns of a table have names/,
    ],
    [
      'too few names',
      () => permutationImportance(first, rows, [1, 2, 3], r2Score, { names: [] }),
      ShapeError,
      /1 columns, but names has 0/,
    ],
    [
      'no repeats',
      () => permutationImportance(first, rows, [1, 2, 3], r2Score, { repeats: 0 }),
      RangeError,
      /repeats must be a whole number of at least 1/,
    ],
    [
      'another direction',
      () => permutationImportance(first, rows, [1, 2, 3], r2Score, any({ better: 'up' })),
      RangeError,
      /'higher', 'lower', got "up"/,
    ],
    ['one row', () => permutationImportance(first, [[1]], [1], r2Score), DataError, /at least 2 rows, got 1/],
    [
      'an option misspelt',
      () => permutationImportance(first, rows, [1, 2, 3], r2Score, any({ nRepeats: 5 })),
      TypeError,
      /unknown option 'nRepeats'/,
    ],
  ])('refuses %s', (_, call, kind, message) => {
    const error = thrownBy(call);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(message);
  });
});
