import { describe, expect, it } from 'vitest';
import { DataError, type NumberSummary, Table } from '../../src/index.ts';
import golden from '../golden/describe.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

const figures = ['mean', 'standardDeviation', 'min', 'lowerQuartile', 'median', 'upperQuartile', 'max'] as const;

describe('describe', () => {
  it.each(golden.numbers)('has the figures of pandas: $name', (expected) => {
    const values = expected.values.map((value) => value ?? Number.NaN);
    const [column] = new Table({ x: values }).describe().columns as NumberSummary[];
    expect(column).toMatchObject({ name: 'x', type: 'number', count: expected.count, missing: expected.missing });
    const largest = Math.max(0, ...expected.values.map((value) => Math.abs(value ?? 0)));
    for (const name of figures) {
      const want = expected[name];
      if (want === null) expect(column, name).not.toHaveProperty(name);
      else expect(Math.abs(column[name]! - want), name).toBeLessThanOrEqual(1e-14 * largest);
    }
  });

  it.each(golden.texts)(
    'has the counts of pandas: $name',
    ({ name: _, values, valueCounts, mostFrequent, ...expected }) => {
      const table = new Table({ x: values });
      const most = mostFrequent === null ? {} : { mostFrequent };
      expect(table.describe().columns).toEqual([{ name: 'x', type: 'string', ...expected, ...most }]);
      expect(table.valueCounts('x')).toEqual(valueCounts);
      expect(table.missing('x')).toBe(expected.missing);
    },
  );

  it('gives plain data, and a text', () => {
    const table = new Table({
      age: [31, 27, 45, Number.NaN, 1 / 3],
      name: ['Ada', 'Bob', 'Cyd', 'Ada', ''],
      height: [1.5, 1.75, 2, 1e12, 0.25],
      'a long name that does not end for quite a while': ['x\ny', '', '', '', ''],
      nothing: new Array(5).fill(Number.NaN),
    });
    const description = table.describe();
    expect(description.rows).toBe(5);
    expect(JSON.parse(JSON.stringify(description)).columns).toEqual(description.columns);
    expect(description.toText()).toBe(
      `5 rows, 5 columns

number   count  missing          mean     deviation       min      25%   50%   75%            max
age          4        1       25.8333       18.6696  0.333333  20.3333    29  34.5             45
height       5        0  200000000000  447214000000      0.25      1.5  1.75     2  1000000000000
nothing      0        5

text                            count  missing  distinct  most frequent
name                                4        1         3  Ada (2)
a long name that does not end…      1        4         1  x y (1)
`,
    );
  });

  it('of a table of nothing says so', () => {
    expect(new Table({}).describe().toText()).toBe('0 rows, 0 columns\n');
    expect(new Table({ x: [] }).describe().columns).toEqual([{ name: 'x', type: 'number', count: 0, missing: 0 }]);
  });

  it('refuses what has no mean', () => {
    const error = thrownBy(() => new Table({ x: [1, Number.NEGATIVE_INFINITY] }).describe());
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({ row: 2, column: 'x' });
    expect(error.message).toBe("Table.describe: value must be finite, got -Infinity at row 2, column 'x'");
    expect(() => new Table({ x: [1.7e308, 1.7e308] }).describe()).toThrow("the values of column 'x' are too large");
  });
});

describe('valueCounts', () => {
  it('counts numbers too, ties by value', () => {
    const table = new Table({ x: [10, 9, Number.NaN, 9, 10, -1, 2] });
    expect(table.valueCounts('x')).toEqual([
      { value: 9, count: 2 },
      { value: 10, count: 2 },
      { value: -1, count: 1 },
      { value: 2, count: 1 },
    ]);
    expect(table.missing('x')).toBe(1);
    expect(() => table.valueCounts('y')).toThrow(DataError);
  });
});
