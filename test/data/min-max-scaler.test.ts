import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Matrix } from '../../src/data/matrix.ts';
import { MinMaxScaler } from '../../src/data/min-max-scaler.ts';
import { DataError, NotFittedError, ShapeError } from '../../src/errors.ts';
import golden from '../golden/scikit-learn.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { data: Float32Array.from(rows.flat()), shape: [rows.length, rows[0].length] };
}

/** Each value within `slack` of what is expected. */
function expectWithin(actual: number, expected: number, slack: number, what: string): void {
  expect(Math.abs(actual - expected), `${what}: ${actual}, expected ${expected}`).toBeLessThanOrEqual(slack);
}

describe('MinMaxScaler', () => {
  for (const one of golden.minMaxScaler) {
    test(`equals scikit-learn: ${one.name}`, () => {
      const { x, indices, dataMin, dataMax, dataRange, scale, min, transformed, inverse } = one;
      const [low, high] = one.options.featureRange;
      const scaler = new MinMaxScaler({ featureRange: [low, high], clip: one.options.clip });
      expect(scaler.fit(x, indices ?? undefined)).toBe(scaler);
      expect([...scaler.dataMin]).toEqual(dataMin);
      expect([...scaler.dataMax]).toEqual(dataMax);
      expect([...scaler.dataRange]).toEqual(dataRange);
      expect([...scaler.scale]).toEqual(scale);
      expect([...scaler.min]).toEqual(min);
      const z = scaler.transform(x);
      const back = scaler.inverseTransform(z);
      for (let i = 0; i < x.length; i++) {
        for (let j = 0; j < dataMin.length; j++) {
          // scikit-learn computes x · scale + min, terms that cancel: a rounding of each, and a few of the result.
          const terms = (Math.abs(x[i][j]) + Math.abs(dataMin[j])) * scale[j] + Math.abs(low) + Math.abs(high);
          const slack = 4 * Number.EPSILON * (terms + Math.abs(transformed[i][j]));
          expectWithin(z[i][j], transformed[i][j], slack, `row ${i}, column ${j}`);
          expectWithin(back[i][j], inverse[i][j], (2 * slack) / scale[j], `inverse, row ${i}, column ${j}`);
        }
      }
    });
  }

  const columns = fc.integer({ min: 1, max: 4 });
  const rowsOf = (value: fc.Arbitrary<number>) =>
    columns.chain((n) => fc.array(fc.array(value, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 20 }));
  const bound = fc.integer({ min: -50, max: 50 });
  const range = fc.tuple(bound, fc.integer({ min: 1, max: 100 })).map(([low, width]) => [low, low + width] as const);

  test('puts the smallest value at low, the largest at high, and all others between, in order', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(rowsOf(value), range, (rows, [low, high]) => {
        const scaler = new MinMaxScaler({ featureRange: [low, high] });
        const z = scaler.fitTransform(rows);
        for (let j = 0; j < rows[0].length; j++) {
          const order = rows.map((_, i) => i).sort((a, b) => rows[a][j] - rows[b][j]);
          const sorted = order.map((i) => z[i][j]);
          expect(sorted[0]).toBe(low);
          expect(sorted.every((value, i) => i === 0 || value >= sorted[i - 1])).toBe(true);
          const constant = scaler.dataRange[j] < 10 * Number.EPSILON;
          expectWithin(sorted[sorted.length - 1], constant ? low : high, constant ? 1e-12 : 0, 'the largest');
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('inverseTransform brings back what transform was given', () => {
    const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(rowsOf(value), range, fc.nat(), (rows, featureRange, pick) => {
        const scaler = new MinMaxScaler({ featureRange }).fit(rows, [0, pick % rows.length]);
        const back = scaler.inverseTransform(scaler.transform(rows));
        const [low, high] = featureRange;
        rows.forEach((row, i) => {
          row.forEach((x, j) => {
            const size = Math.abs(x) + Math.abs(scaler.dataMin[j]) + (Math.abs(low) + high - low) / scaler.scale[j];
            expectWithin(back[i][j], x, 8 * Number.EPSILON * size, `row ${i}, column ${j}`);
          });
        });
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('keeps digits where the values are far from zero', () => {
    const rows = [[1e15], [1e15 + 1], [1e15 + 4]];
    expect(new MinMaxScaler().fitTransform(rows)).toEqual([[0], [0.25], [1]]);
    expect(new MinMaxScaler({ featureRange: [-1, 1] }).fitTransform(rows)).toEqual([[-1], [-0.5], [1]]);
  });

  test('clips what fit did not see, if told to', () => {
    const [seen, unseen] = [
      [[0], [10]],
      [[-5], [2.5], [20]],
    ];
    expect(new MinMaxScaler().fit(seen).transform(unseen)).toEqual([[-0.5], [0.25], [2]]);
    const clipping = new MinMaxScaler({ clip: true }).fit(seen);
    expect(clipping.transform(unseen)).toEqual([[0], [0.25], [1]]);
    expect(clipping.inverseTransform([[2]])).toEqual([[20]]);
  });

  test('takes and gives float32 matrices, with float64 between', () => {
    const rows = [
      [0.1, 16777216],
      [0.2, 16777218],
      [0.7, 16777226],
    ].map((row) => row.map(Math.fround));
    const x = matrix(rows);
    const scaler = new MinMaxScaler().fit(x);
    const asNested = new MinMaxScaler().fit(rows);
    expect(scaler.toJSON()).toEqual(asNested.toJSON());
    const z = scaler.transform(x);
    expect(z.shape).toEqual([3, 2]);
    expect(z.data).toEqual(Float32Array.from(asNested.transform(rows).flat()));
    expect(scaler.inverseTransform(z).data).toEqual(x.data);
    expect(x).toEqual(matrix(rows));
  });

  test('sees only the rows it is given', () => {
    const x = matrix([
      [1, 10],
      [Number.NaN, 1e30],
      [3, 30],
    ]);
    const scaler = new MinMaxScaler().fit(x, Uint32Array.of(2, 0));
    expect([...scaler.dataMin]).toEqual([1, 10]);
    expect([...scaler.dataMax]).toEqual([3, 30]);
    expect(() => scaler.fit(x, [0, 3])).toThrow('MinMaxScaler.fit: index 3 at position 1 of a matrix of 3 rows');
    expect(() => scaler.fit(x, [])).toThrow('MinMaxScaler.fit: no rows to learn from');
  });

  test('refuses NaN, infinite and too large values, and keeps what it had learned', () => {
    const scaler = new MinMaxScaler().fit([[1], [3]]);
    const before = scaler.toJSON();
    const error = thrownBy(() => scaler.fit([[1], [Number.NaN]]));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe('MinMaxScaler.fit: value must be finite, got NaN at row 2, column 1');
    expect(error).toMatchObject({ row: 2, column: '1' });
    const apart = thrownBy(() => scaler.fit([[1e308], [-1e308]]));
    expect(apart.message).toBe('MinMaxScaler.fit: the values of column 1 are too far apart to subtract in float64');
    expect(apart).toMatchObject({ name: 'DataError', column: '1' });
    expect(scaler.toJSON()).toEqual(before);
    expect(() => scaler.transform([[Number.POSITIVE_INFINITY]])).toThrow(
      'MinMaxScaler.transform: value must be finite',
    );
    expect(() => scaler.inverseTransform([[Number.NaN]])).toThrow(
      'MinMaxScaler.inverseTransform: value must be finite',
    );
    const tiny = new MinMaxScaler().fit([[0], [1e-10]]);
    expect(() => tiny.transform(matrix([[1e30]]))).toThrow('row 1, column 1 is too large for float32');
  });

  test('refuses another number of columns', () => {
    const scaler = new MinMaxScaler().fit([
      [1, 2],
      [3, 4],
    ]);
    const error = thrownBy(() => scaler.transform([[1, 2, 3]]));
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.message).toBe('MinMaxScaler.transform: expected 2 columns as in fit, got 3');
    expect(() => scaler.inverseTransform(matrix([[1]]))).toThrow('expected 2 columns as in fit, got 1');
    expect(scaler.transform([])).toEqual([]);
    expect(() => scaler.fit([[1, 2], [3]])).toThrow('rows differ in length');
    expect(() => scaler.fit(5 as never)).toThrow(TypeError);
  });

  test('refuses options that mean nothing', () => {
    for (const featureRange of [[1, 0], [1, 1], [0, Number.NaN], [0], [0, 1, 2], 'ab', [-1e308, 1e308], ['0', '1']]) {
      expect(() => new MinMaxScaler({ featureRange } as never)).toThrow(RangeError);
    }
    expect(() => new MinMaxScaler({ featureRange: [1, 0] })).toThrow(
      'MinMaxScaler: featureRange must be [low, high], finite and low below high, got [1, 0]',
    );
    expect(() => new MinMaxScaler({ clip: 1 } as never)).toThrow('clip must be true or false, got 1');
    expect(() => new MinMaxScaler({ range: [0, 1] } as never)).toThrow("unknown option 'range'");
  });

  test('must be fitted first', () => {
    const scaler = new MinMaxScaler();
    for (const use of [
      () => scaler.transform([[1]]),
      () => scaler.inverseTransform([[1]]),
      () => scaler.dataMin,
      () => scaler.dataMax,
      () => scaler.dataRange,
      () => scaler.scale,
      () => scaler.min,
      () => scaler.toJSON(),
    ]) {
      expect(thrownBy(use)).toBeInstanceOf(NotFittedError);
    }
    expect(() => scaler.transform([[1]])).toThrow('MinMaxScaler.transform: not fitted; call fit(x) first');
  });

  test('cannot be changed through what it gives or was given', () => {
    const featureRange: [number, number] = [0, 1];
    const scaler = new MinMaxScaler({ featureRange }).fit([[1], [3]]);
    featureRange[1] = 9;
    scaler.dataMin[0] = 9;
    scaler.scale[0] = 9;
    (scaler.toJSON().featureRange as [number, number])[0] = 9;
    expect(() => {
      (scaler.featureRange as [number, number])[0] = 9;
    }).toThrow(TypeError);
    expect(scaler.transform([[3], [1]])).toEqual([[1], [0]]);
  });

  test('goes through JSON to the same bits', () => {
    const { x } = golden.minMaxScaler[0];
    const scaler = new MinMaxScaler({ featureRange: [0.1, 0.7], clip: true }).fit(x, [1, 2, 3]);
    const copy = MinMaxScaler.fromJSON(JSON.parse(JSON.stringify(scaler)));
    expect(copy).toEqual(scaler);
    expect(copy.transform(x)).toEqual(scaler.transform(x));
    const json = scaler.toJSON();
    for (const bad of [
      null,
      {},
      { ...json, type: 'StandardScaler' },
      { ...json, featureRange: [1, 0] },
      { ...json, clip: undefined },
      { ...json, dataMin: undefined },
      { ...json, dataMin: [1, null, 1] },
      { ...json, dataMax: [1, 2] },
      { ...json, dataMax: json.dataMin.map((value) => value - 1) },
      { ...json, dataMin: [-1e308, 0, 0], dataMax: [1e308, 0, 0] },
    ]) {
      expect(() => MinMaxScaler.fromJSON(bad as never)).toThrow('MinMaxScaler.fromJSON: expected');
    }
  });
});
