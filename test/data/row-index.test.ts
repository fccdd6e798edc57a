import { expect, test } from 'vitest';
import { RowIndex, rowColumn } from '../../src/data/row-index.ts';
import { rowNumbers } from '../../src/data/row-numbers.ts';
import type { Column } from '../../src/data/table.ts';
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
  const index = new RowIndex(known.map(rowColumn), rowNumbers(60));
  expect([...index.find(asked.map(rowColumn), rowNumbers(90))]).toEqual(
    Array.from({ length: 90 }, (_, row) => texts.indexOf(text(asked, row))),
  );
  expect([...index.firsts()]).toEqual(texts.map((one) => texts.indexOf(one)));
});

test('tells numbers from text, and rows of one value from others', () => {
  const index = new RowIndex([Float64Array.of(1, 2), ['a', 'b']].map(rowColumn), rowNumbers(2));
  const find = (columns: readonly Column[], rows: number) => [...index.find(columns.map(rowColumn), rowNumbers(rows))];
  expect(find([Float64Array.of(2, 1, 1), ['b', 'b', 'a']], 3)).toEqual([1, -1, 0]);
  const text: Column[] = [
    ['1', '2'],
    ['a', 'b'],
  ];
  expect(find(text, 2)).toEqual([-1, -1]);
});

test('finds only the rows it was given, by their place among them', () => {
  const columns = [{ values: Float32Array.of(9, 0, 7, 1, 9, 0, 9, 2), stride: 2, offset: 1 }];
  const index = new RowIndex(columns, Uint32Array.of(3, 2, 1));
  expect([...index.find(columns, Uint32Array.of(0, 1, 2, 3))]).toEqual([1, 2, 1, 0]);
  expect([...new RowIndex(columns, Uint32Array.of(2, 0, 3, 2)).firsts()]).toEqual([0, 0, 2, 0]);
});
