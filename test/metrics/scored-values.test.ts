/** What the scores of regressions share: the forms in which numbers come, and what is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, RecordingError, ShapeError } from '../../src/errors.ts';
import {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  r2Score,
  rootMeanSquaredError,
  type Values,
} from '../../src/metrics/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import golden from '../golden/metrics.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

/** The same rows in every form that a score takes, with the option that flat values need. */
function forms(rows: number[][]): [what: string, values: Values, columns: number | undefined][] {
  const [flat, columns] = [rows.flat(), rows[0].length];
  const all: [string, Values, number | undefined][] = [
    ['nested arrays', rows, undefined],
    ['a tensor', tensor(rows), undefined],
    ['a matrix', { data: Float32Array.from(flat), shape: [rows.length, columns] }, undefined],
    ['flat', flat, columns],
    ['flat float32', Float32Array.from(flat), columns],
    ['a flat tensor', tensor(flat), columns],
    ['rows, with columns', rows, columns],
  ];
  if (columns === 1) all.push(['a list', flat, undefined], ['a tensor [n]', tensor(flat), undefined]);
  return all;
}

const square = [
  [1, 2],
  [3, 4],
];
const scores = [
  ['r2Score', r2Score],
  ['meanAbsoluteError', meanAbsoluteError],
  ['rootMeanSquaredError', rootMeanSquaredError],
  ['meanAbsolutePercentageError', meanAbsolutePercentageError],
] as const;

describe.each(scores)('%s', (name, score) => {
  const rows = golden.values.find((one) => one.name === 'three outputs')!;
  const single = golden.values.find((one) => one.name === 'close')!;

  test('takes every form of the same numbers', () => {
    for (const { true: yTrue, predicted } of [rows, single]) {
      const nested = (values: unknown[]) => values.map((row) => (Array.isArray(row) ? row : [row])) as number[][];
      const expected = score(nested(yTrue), nested(predicted));
      for (const [what, targets, columns] of forms(nested(yTrue))) {
        for (const [other, predictions, otherColumns] of forms(nested(predicted))) {
          const given = columns ?? otherColumns;
          const result = score(targets, predictions, given === undefined ? {} : { columns: given });
          expect(result, `${what} against ${other}`).toBe(expected);
        }
      }
    }
  });

  test('averages the scores of outputs', () => {
    const outputs = [0, 1, 2].map((j) =>
      score(
        (rows.true as number[][]).map((row) => row[j]),
        (rows.predicted as number[][]).map((row) => row[j]),
      ),
    );
    expect(score(rows.true as number[][], rows.predicted as number[][])).toBe(
      (outputs[0] + outputs[1] + outputs[2]) / 3,
    );
  });

  test('counts a row of weight 3 as three', () => {
    const row = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), fc.nat(3));
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (generated) => {
        const list = generated.map(([t, p, weight], i) => [t, p, i === 0 ? 2 : weight] as const);
        const repeated = list.flatMap(([t, p, weight]) => new Array<[number, number]>(weight).fill([t, p]));
        const weighted = score(
          list.map(([t]) => t),
          list.map(([, p]) => p),
          { sampleWeights: list.map(([, , weight]) => weight) },
        );
        const expected = score(
          repeated.map(([t]) => t),
          repeated.map(([, p]) => p),
        );
        expect(Math.abs(weighted - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  test('leaves what it is given alone', () => {
    const [targets, predictions, sampleWeights] = [[1, 2, 4], Float32Array.of(1, 3, 4), [1, 0, 2]];
    score(targets, predictions, { sampleWeights });
    expect([targets, [...predictions], sampleWeights]).toEqual([
      [1, 2, 4],
      [1, 3, 4],
      [1, 0, 2],
    ]);
  });

  test('refuses shapes that differ', () => {
    const error = thrownBy(() => score([1, 2, 3], [1, 2]));
    expect(error).toBeInstanceOf(ShapeError);
    expect(error.message).toBe(`${name}: yTrue and yPred must have one shape, got [3, 1] and [2, 1]`);
    expect(() => score(square, [1, 2, 3, 4])).toThrow(
      '[2, 2] and [4, 1]; for flat values of several outputs, give columns',
    );
    expect(() => score([1, 2, 3], [1, 2, 3], { columns: 2 })).toThrow(
      'yTrue has 3 values, no whole number of rows of 2',
    );
    expect(() => score([[1], [2]], [1, 2], { columns: 2 })).toThrow('yTrue has rows of 1 values, but columns is 2');
    expect(() => score(tensor([[[1]]]), [1])).toThrow('must be a tensor [n] or [n, columns], got [1, 1, 1]');
    expect(() => score(tensor(1), [1])).toThrow(ShapeError);
    expect(() => score([[1, 2], [3]], [[1, 2], [3]])).toThrow('rows differ in length: row 1 has 2 values, row 2 has 1');
  });

  test('refuses what is no finite number, with row and column', () => {
    const bad = thrownBy(() => score([1, 2, 3], Float32Array.of(1, Number.NaN, 3)));
    expect(bad).toBeInstanceOf(DataError);
    expect(bad).toMatchObject({
      message: `${name}: yPred: a value must be a finite number, got NaN at row 2`,
      row: 2,
      column: undefined,
    });
    const inRow = thrownBy(() => score([square[0], [3, Number.NEGATIVE_INFINITY]], square));
    expect(inRow).toMatchObject({
      message: `${name}: yTrue: a value must be a finite number, got -Infinity at row 2, column 2`,
      row: 2,
      column: '2',
    });
    expect(() => score([1, 2, Number.NaN, 4], [1, 2, 3, 4], { columns: 2 })).toThrow('got NaN at row 2, column 1');
    expect(() => score([1, '2'] as never, [1, 2])).toThrow('got "2" at row 2');
    expect(() => score([[1], ['2']] as never, [[1], [2]])).toThrow('"2" is no number, at row 2, column 1');
  });

  test('refuses what is no numbers at all', () => {
    for (const values of [undefined, null, 5, '12', {}, () => 1]) {
      expect(() => score(values as never, [1, 2])).toThrow(TypeError);
      expect(() => score([1, 2], values as never)).toThrow(`${name}: yPred must be a list of numbers`);
    }
    for (const empty of [[], [[]], new Float32Array(0)]) {
      expect(() => score(empty, empty)).toThrow(`${name}: no samples`);
    }
    expect(() => score([1, 2], [1, 2], { columns: 0 })).toThrow('columns must be a whole number of at least 1, got 0');
    expect(() => score([1, 2], [1, 2], { weights: [1, 1] } as never)).toThrow("unknown option 'weights'");
  });

  test('refuses what float64 cannot add up', () => {
    expect(() => score([1e308, 1e308, -1e308], [-1e308, -1e308, 1e308])).toThrow('too large to add up in float64');
  });
});

test('an intermediate of a recorded graph has no values to score', () => {
  const x = tensor([1, 2]);
  x.values = undefined;
  expect(() => meanAbsoluteError(x, [1, 2])).toThrow(RecordingError);
});
