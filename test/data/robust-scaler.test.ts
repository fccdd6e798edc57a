import { describe, expect, test } from 'vitest';
import { RobustScaler } from '../../src/data/robust-scaler.ts';
import { DataError, NotFittedError, ShapeError } from '../../src/errors.ts';
import golden from '../golden/scikit-learn.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

/** Each value within `slack` of what is expected. */
function expectWithin(actual: number, expected: number, slack: number, what: string): void {
  expect(Math.abs(actual - expected), `${what}: ${actual}, expected ${expected}`).toBeLessThanOrEqual(slack);
}

describe('RobustScaler', () => {
  for (const { name, x, indices, center, scale, transformed, inverse } of golden.robustScaler) {
    test(`equals scikit-learn: ${name}`, () => {
      const scaler = new RobustScaler();
      expect(scaler.fit(x, indices ?? undefined)).toBe(scaler);
      const z = scaler.transform(x);
      const back = scaler.inverseTransform(z);
      for (let j = 0; j < center.length; j++) {
        // A quantile between two values is rounded twice; the range is the difference of two.
        const rounding = 4 * Number.EPSILON * Math.max(...x.map((row) => Math.abs(row[j])));
        expectWithin(scaler.center[j], center[j], rounding, `center ${j}`);
        expectWithin(scaler.scale[j], scale[j], rounding, `scale ${j}`);
        for (let i = 0; i < x.length; i++) {
          const slack = (2 * rounding * (1 + Math.abs(transformed[i][j]))) / scale[j];
          expectWithin(z[i][j], transformed[i][j], slack, `row ${i}, column ${j}`);
          expectWithin(back[i][j], inverse[i][j], 4 * slack * scale[j], `inverse, row ${i}, column ${j}`);
        }
      }
    });
  }

  test('is not moved by one wild value', () => {
    const rows = Array.from({ length: 9 }, (_, i) => [i]);
    const wild = rows.map(([x]) => [x === 8 ? 1e12 : x]);
    expect(new RobustScaler().fit(wild).toJSON()).toEqual(new RobustScaler().fit(rows).toJSON());
    expect(new RobustScaler().fit(rows).toJSON()).toEqual({ type: 'RobustScaler', center: [4], scale: [4] });
  });

  test('takes float32 and float64 matrices, and gives float32', () => {
    const data = [0.1, 0.2, 0.4, 0.8];
    const wide = new RobustScaler().fit({ data: Float64Array.from(data), shape: [4, 1] });
    expect(wide.toJSON()).toEqual(new RobustScaler().fit(data.map((value) => [value])).toJSON());
    const narrow = new RobustScaler().fit({ data: Float32Array.from(data), shape: [4, 1] });
    expect(narrow.center[0]).not.toBe(wide.center[0]);
    const z = wide.transform({ data: Float64Array.from(data), shape: [4, 1] });
    expect(z.data).toEqual(Float32Array.from(wide.transform(data.map((value) => [value])).flat()));
    expect(wide.inverseTransform(z).data[0]).toBeCloseTo(0.1, 6);
  });

  test('sees only the rows it is given', () => {
    const x = [
      [1, 10],
      [Number.NaN, 1e300],
      [3, 30],
      [5, 50],
    ];
    const scaler = new RobustScaler().fit(x, [3, 0, 2]);
    expect(scaler.toJSON()).toEqual({ type: 'RobustScaler', center: [3, 30], scale: [2, 20] });
    expect(() => scaler.fit(x, [4])).toThrow('RobustScaler.fit: index 4 at position 0 of a matrix of 4 rows');
  });

  test('refuses what it cannot scale', () => {
    expect(() => new RobustScaler().transform([[1]])).toThrow(NotFittedError);
    expect(() => new RobustScaler().fit([])).toThrow('RobustScaler.fit: no rows to learn from');
    const error = thrownBy(() => new RobustScaler().fit([[1], [Number.POSITIVE_INFINITY]]));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe('RobustScaler.fit: value must be finite, got Infinity at row 2, column 1');
    expect(() => new RobustScaler().fit([[-1.7e308], [-1.7e308], [1.7e308], [1.7e308]])).toThrow(
      'the values of column 1 are too far apart to subtract in float64',
    );
    expect(() => new RobustScaler().fit([[1, 2]]).transform([[1]])).toThrow(ShapeError);
  });

  test('goes through JSON to the same bits', () => {
    const { x } = golden.robustScaler[0];
    const scaler = new RobustScaler().fit(x);
    const copy = RobustScaler.fromJSON(JSON.parse(JSON.stringify(scaler)));
    expect(copy.transform(x)).toEqual(scaler.transform(x));
    const json = scaler.toJSON();
    for (const bad of [
      null,
      {},
      { ...json, type: 'StandardScaler' },
      { ...json, center: undefined },
      { ...json, scale: [1] },
      { ...json, scale: [1, 0, 1] },
      { ...json, center: [1, null, 1] },
    ]) {
      expect(() => RobustScaler.fromJSON(bad as never)).toThrow('RobustScaler.fromJSON: expected');
    }
    scaler.center[0] = 9;
    expect(scaler.toJSON()).toEqual(json);
  });
});
