/** `sliceRows` and `rowsAt`: some of the rows of { data, shape }. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import { digits, type GreyImages, rowsAt, sliceRows } from '../../src/index.ts';
import { thrownBy } from '../helpers/errors.ts';

const images = { data: Uint8Array.from({ length: 24 }, (_, i) => i), shape: [4, 3, 2, 1], scale: 1 / 255 };
const table = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] };
const list = { data: Float32Array.of(7, 8, 9), shape: [3] };

describe('sliceRows', () => {
  test('is a view, whatever a row is', () => {
    const some = sliceRows(images, 1, 3);
    expect(some).toEqual({ data: images.data.slice(6, 18), shape: [2, 3, 2, 1], scale: 1 / 255 });
    expect(some.data.buffer).toBe(images.data.buffer);
    expect(sliceRows(table, 2)).toEqual({ data: Float32Array.of(5, 6), shape: [1, 2] });
    expect(sliceRows(list, 1)).toEqual({ data: Float32Array.of(8, 9), shape: [2] });
    expect(sliceRows(images, 0)).toEqual(images);
  });

  test('keeps the type of what it gets', () => {
    const { x } = digits({ samples: 3 });
    expectTypeOf(sliceRows(x, 1)).toEqualTypeOf<GreyImages>();
    expect(sliceRows(x, 1).shape).toEqual([2, 784]);
  });
});

describe('rowsAt', () => {
  test('is a copy in the order asked for, whatever a row is', () => {
    const some = rowsAt(images, Uint32Array.of(3, 0, 3));
    const row = (i: number): number[] => [...images.data.subarray(6 * i, 6 * i + 6)];
    expect(some).toEqual({ data: Uint8Array.of(...row(3), ...row(0), ...row(3)), shape: [3, 3, 2, 1], scale: 1 / 255 });
    expect(some.data.buffer).not.toBe(images.data.buffer);
    expect(rowsAt(table, [1])).toEqual({ data: Float32Array.of(3, 4), shape: [1, 2] });
    expect(rowsAt(list, [2, 0])).toEqual({ data: Float32Array.of(9, 7), shape: [2] });
    expectTypeOf(rowsAt(digits({ samples: 1 }).x, [0])).toEqualTypeOf<GreyImages>();
  });
});

test.each<[what: string, call: () => unknown, kind: string, message: string]>([
  [
    'a slice of none',
    () => sliceRows(table, 1, 1),
    'RangeError',
    'sliceRows: expected 0 ≤ begin < end ≤ 3, got begin 1 and end 1',
  ],
  [
    'a slice beyond',
    () => sliceRows(table, 1, 4),
    'RangeError',
    'sliceRows: expected 0 ≤ begin < end ≤ 3, got begin 1 and end 4',
  ],
  [
    'half a row',
    () => sliceRows(table, 0.5),
    'RangeError',
    'sliceRows: begin must be a whole number of at least 0, got 0.5',
  ],
  [
    'counting from the end',
    () => sliceRows(table, -1),
    'RangeError',
    'begin must be a whole number of at least 0, got -1',
  ],
  [
    'a slice of an array',
    () => sliceRows([1, 2] as never, 0),
    'TypeError',
    'sliceRows: expected { data, shape }, got an array of 2',
  ],
  [
    'a shape that does not fit',
    () => sliceRows({ ...table, shape: [4, 2] }, 0),
    'ShapeError',
    'shape [4, 2] does not fit 6 values',
  ],
  ['a row beyond', () => rowsAt(table, [0, 3]), 'RangeError', 'rowsAt: index 3 at position 1 of data of 3 rows'],
  [
    'a row that is no number',
    () => rowsAt(table, ['1'] as never),
    'RangeError',
    'rowsAt: index "1" at position 0 of data of 3 rows',
  ],
  ['no rows', () => rowsAt(table, []), 'RangeError', 'rowsAt: expected at least one row, got none'],
  ['a row alone', () => rowsAt(table, 1 as never), 'TypeError', 'rowsAt: rows must be a list of numbers, got 1'],
  [
    'rows of nothing',
    () => rowsAt(undefined as never, [0]),
    'TypeError',
    'rowsAt: expected { data, shape }, got undefined',
  ],
])('refuses %s', (_, call, kind, message) => {
  const error = thrownBy(call);
  expect(error.name).toBe(kind);
  expect(error.message).toContain(message);
});
