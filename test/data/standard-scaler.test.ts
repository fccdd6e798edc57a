import { describe, expect, test } from 'vitest';
import type { Matrix } from '../../src/data/matrix.ts';
import { StandardScaler } from '../../src/data/standard-scaler.ts';
import { DataError, NotFittedError, ShapeError } from '../../src/errors.ts';
import golden from '../golden/scikit-learn.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

/** Sums of at most 50 float64 terms in another order: some tens of units in the last place, 2⁻⁵² each. */
const tolerance = 1e-13;

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    expect(difference, `${what}[${i}]: ${actual[i]}, expected ${expected[i]}`).toBeLessThanOrEqual(
      tolerance * Math.abs(expected[i]),
    );
  }
}

function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0].length] };
}

describe('StandardScaler', () => {
  for (const { name, x, indices, mean, variance, scale, transformed, inverse } of golden.standardScaler) {
    test(`equals scikit-learn: ${name}`, () => {
      const scaler = new StandardScaler();
      expect(scaler.fit(x, indices ?? undefined)).toBe(scaler);
      expectClose(scaler.mean, mean, 'mean');
      expectClose(scaler.scale, scale, 'scale');
      const z = scaler.transform(x);
      for (let j = 0; j < mean.length; j++) {
        if (scale[j] === 1) {
          // The variance of a constant column is whatever rounding left in the mean: nothing to compare but its size.
          expect(Math.abs(scaler.variance[j] - variance[j])).toBeLessThanOrEqual(
            1e-30 * Math.max(1, mean[j] * mean[j]),
          );
        } else {
          expectClose([scaler.variance[j]], [variance[j]], `variance of column ${j}`);
        }
        // x − μ cancels: its error is that of μ, against the scale.
        const slack = (4 * Number.EPSILON * Math.abs(mean[j])) / scale[j];
        x.forEach((_, i) => {
          expect(Math.abs(z[i][j] - transformed[i][j])).toBeLessThanOrEqual(
            slack + tolerance * Math.abs(transformed[i][j]),
          );
        });
      }
      scaler.inverseTransform(z).forEach((row, i) => {
        expectClose(row, inverse[i], `inverse of row ${i}`);
      });
    });
  }

  test('gives each column mean 0 and population deviation 1', () => {
    const x = Array.from({ length: 101 }, (_, i) => [i * i, 1 / (i + 1), 1e6 - i]);
    const z = new StandardScaler().fitTransform(x);
    for (let j = 0; j < 3; j++) {
      const mean = z.reduce((sum, row) => sum + row[j], 0) / 101;
      const variance = z.reduce((sum, row) => sum + (row[j] - mean) * (row[j] - mean), 0) / 101;
      expect(Math.abs(mean)).toBeLessThan(1e-12);
      expect(Math.abs(variance - 1)).toBeLessThan(1e-12);
    }
  });

  test('takes and gives float32 matrices, with float64 between', () => {
    const rows = [
      [0.1, 16777216],
      [0.2, 16777218],
      [0.7, 16777226],
    ];
    const x = matrix(rows);
    const scaler = new StandardScaler().fit(x);
    const asNested = new StandardScaler().fit(rows.map((row) => row.map(Math.fround)));
    expect(scaler.toJSON()).toEqual(asNested.toJSON());
    const z = scaler.transform(x);
    expect(z.shape).toEqual([3, 2]);
    expect(z.data).toEqual(Float32Array.from(asNested.transform(rows.map((row) => row.map(Math.fround))).flat()));
    expect(scaler.inverseTransform(z).data).toEqual(x.data);
    expect(x.data).toEqual(matrix(rows).data);
  });

  test('sees only the rows it is given', () => {
    const x = matrix([
      [1, 10],
      [1e30, 1e30],
      [3, 30],
    ]);
    const scaler = new StandardScaler().fit(x, Uint32Array.of(2, 0));
    expect([...scaler.mean]).toEqual([2, 20]);
    expect([...scaler.scale]).toEqual([1, 10]);
    const withNaN = matrix([
      [1, 10],
      [Number.NaN, 0],
      [3, 30],
    ]);
    expect(new StandardScaler().fit(withNaN, [0, 2]).toJSON()).toEqual(scaler.toJSON());
    expect(() => scaler.fit(x, [0, 3])).toThrow('StandardScaler.fit: index 3 at position 1 of a matrix of 3 rows');
    expect(() => scaler.fit(x, [-1])).toThrow(RangeError);
    expect(() => scaler.fit(x, [])).toThrow('StandardScaler.fit: no rows to learn from');
    for (const none of [5, 0, '12', null]) {
      expect(() => scaler.fit(x, none as never)).toThrow(/^StandardScaler\.fit: rows must be a list of numbers, got /);
    }
  });

  test('refuses sizes that are none', () => {
    for (const shape of [
      [-2, -3],
      [1.5, 4],
      [6, 1, 1],
    ] as never[]) {
      const wrong = { data: new Float32Array(6), shape };
      expect(() => new StandardScaler().fit(wrong)).toThrow(ShapeError);
      expect(() => new StandardScaler().fit(wrong)).toThrow('expected a shape [rows, columns] for 6 values, got [');
    }
  });

  test('refuses NaN and infinite values with row and column', () => {
    const bad = matrix([
      [1, 2, 3],
      [4, Number.NaN, 6],
    ]);
    const error = thrownBy(() => new StandardScaler().fit(bad));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe('StandardScaler.fit: value must be finite, got NaN at row 2, column 2');
    expect(error).toMatchObject({ row: 2, column: '2' });
    const scaler = new StandardScaler().fit([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(() => scaler.transform(bad)).toThrow(
      'StandardScaler.transform: value must be finite, got NaN at row 2, column 2',
    );
    expect(() => scaler.inverseTransform([[0, 0, Number.NEGATIVE_INFINITY]])).toThrow(
      'got -Infinity at row 1, column 3',
    );
    expect(() => scaler.fit([['1' as never]])).toThrow('"1" is no number, at row 1, column 1');
    expect(() => new StandardScaler().fit([[1e200], [-1e200]])).toThrow('too large to square and add');
    const tiny = new StandardScaler().fit([[0], [1e-20]]);
    expect(() => tiny.transform(matrix([[1e30]]))).toThrow('row 1, column 1 is too large for float32');
    expect(() => new StandardScaler().fit([[0], [1e100]]).inverseTransform([[1e250]])).toThrow('too large for float64');
  });

  test('leaves what it learned alone when a fit fails', () => {
    const scaler = new StandardScaler().fit([[1], [3]]);
    const before = scaler.toJSON();
    expect(() => scaler.fit([[Number.NaN]])).toThrow(DataError);
    expect(scaler.toJSON()).toEqual(before);
  });

  test('refuses another number of columns', () => {
    const scaler = new StandardScaler().fit([
      [1, 2],
      [3, 4],
    ]);
    const error = thrownBy(() => scaler.transform([[1, 2, 3]]));
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.message).toBe('StandardScaler.transform: expected 2 columns as in fit, got 3');
    expect(() => scaler.inverseTransform(matrix([[1]]))).toThrow('expected 2 columns as in fit, got 1');
    expect(scaler.transform([])).toEqual([]);
    expect(scaler.transform({ data: new Float32Array(0), shape: [0, 2] })).toEqual({
      data: new Float32Array(0),
      shape: [0, 2],
    });
  });

  test('refuses what is no matrix', () => {
    const scaler = new StandardScaler();
    expect(() => scaler.fit([[1, 2], [3]])).toThrow('rows differ in length: row 1 has 2 values, row 2 has 1');
    expect(() => scaler.fit([1, 2] as never)).toThrow('row 1 must be an array, got 1');
    expect(() => scaler.fit({ data: new Float32Array(5), shape: [2, 3] })).toThrow(
      'StandardScaler.fit: expected a shape [rows, columns] for 5 values, got [2, 3]',
    );
    expect(() => scaler.fit({ data: new Float32Array(4), shape: [4] } as never)).toThrow(ShapeError);
    for (const x of [undefined, null, 5, {}, { data: [1], shape: [1, 1] }]) {
      expect(() => scaler.fit(x as never)).toThrow(TypeError);
    }
  });

  test('must be fitted first', () => {
    const scaler = new StandardScaler();
    for (const use of [
      () => scaler.transform([[1]]),
      () => scaler.inverseTransform([[1]]),
      () => scaler.mean,
      () => scaler.variance,
      () => scaler.scale,
      () => scaler.toJSON(),
    ]) {
      expect(thrownBy(use)).toBeInstanceOf(NotFittedError);
    }
    expect(() => scaler.transform([[1]])).toThrow('StandardScaler.transform: not fitted; call fit(x) first');
    expect(() => scaler.inverseTransform([[1]])).toThrow('StandardScaler.inverseTransform: not fitted');
  });

  test('cannot be changed through what it gives', () => {
    const scaler = new StandardScaler().fit([[1], [3]]);
    scaler.mean[0] = 9;
    scaler.scale[0] = 9;
    expect(scaler.transform([[3]])).toEqual([[1]]);
  });

  test('goes through JSON to the same bits', () => {
    const scaler = new StandardScaler().fit(golden.standardScaler[0].x);
    const copy = StandardScaler.fromJSON(JSON.parse(JSON.stringify(scaler)));
    expect(copy.toJSON()).toEqual(scaler.toJSON());
    expect(copy.transform(golden.standardScaler[0].x)).toEqual(scaler.transform(golden.standardScaler[0].x));
    const json = scaler.toJSON();
    for (const bad of [
      null,
      {},
      { ...json, type: 'LabelEncoder' },
      { ...json, mean: undefined },
      { ...json, scale: [1, 2] },
      { ...json, scale: [1, 0, 1] },
      { ...json, variance: [1, -1, 1] },
      { ...json, mean: [1, null, 1] },
    ]) {
      expect(() => StandardScaler.fromJSON(bad as never)).toThrow('StandardScaler.fromJSON: expected');
    }
  });
});
