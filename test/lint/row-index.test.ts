import { expect, test } from 'vitest';
import { RowIndex } from '../../src/lint/row-index.ts';
import { congruential } from '../helpers/congruential.ts';

const next = congruential(5);
const draw = (count: number, most: number) => Array.from({ length: count }, () => Math.floor(most * (next() + 0.5)));

test('finds the first equal row, as comparing all with all does', () => {
  const make = (rows: number) => [
    Float64Array.from(draw(rows, 4), (value) => (value === 3 ? Number.NaN : value - 1)),
    draw(rows, 3).map((value) => ['', 'oak', 'elm'][value]),
    Float64Array.from(draw(rows, 3), (value) => (value === 2 ? -0 : value / 3)),
  ];
  const [known, asked] = [make(60), make(90)];
  const text = (columns: readonly ArrayLike<number | string>[], row: number) =>
    columns.map((column) => String(column[row])).join();
  const texts = Array.from({ length: 60 }, (_, row) => text(known, row));
  const index = new RowIndex(known, 60);
  expect([...index.find(asked, 90)]).toEqual(Array.from({ length: 90 }, (_, row) => texts.indexOf(text(asked, row))));
  expect([...index.find(known, 60)]).toEqual(texts.map((one) => texts.indexOf(one)));
});

test('tells numbers from text, and rows of one value from others', () => {
  const index = new RowIndex([Float64Array.of(1, 2), ['a', 'b']], 2);
  expect([...index.find([Float64Array.of(2, 1, 1), ['b', 'b', 'a']], 3)]).toEqual([1, -1, 0]);
  expect([
    ...index.find(
      [
        ['1', '2'],
        ['a', 'b'],
      ],
      2,
    ),
  ]).toEqual([-1, -1]);
});
