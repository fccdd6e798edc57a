import { counted } from '../data/counted.ts';
import type { Rows } from '../data/rows.ts';
import type { Finding } from './finding.ts';
import type { Setup } from './setup.ts';

/** Inputs and targets that are no number that float32 can hold. */
export function* setupNumbers({ inputs, targets, columnNames }: Setup): Generator<Finding> {
  yield* notFinite('x', inputs, (j) => columnNames[j]);
  yield* notFinite('y', targets, (j) => String(j + 1));
}

function* notFinite(what: string, rows: Rows, nameOf: (column: number) => string): Generator<Finding> {
  let [count, first] = [0, -1];
  for (let row = 0; row < rows.count; row++) {
    for (let j = 0; j < rows.size; j++) {
      if (Number.isFinite(Math.fround(rows.at(row, j)))) continue;
      count++;
      if (first < 0) first = row * rows.size + j;
    }
  }
  if (count === 0) return;
  const [row, j] = [Math.floor(first / rows.size), first % rows.size];
  const value = rows.at(row, j);
  const isBeyond = Number.isFinite(value);
  const column = rows.size > 1 || what === 'x' ? { column: nameOf(j) } : {};
  const place = `row ${row + 1}${column.column === undefined ? '' : `, column '${column.column}'`}`;
  const message = isBeyond
    ? `${what} is ${value} at ${place}, too large for float32 (3.4e38), the first of ${counted(count, 'such number')}: take logarithms, or another unit`
    : `${what} is ${value} at ${place}${Number.isNaN(value) ? '' : ' (or was too large for float32, 3.4e38)'}, the first of ${counted(count, 'such number')}: drop such rows or fill the gaps before training`;
  yield { severity: 'error', rule: isBeyond ? 'float32-overflow' : 'non-finite', message, row: row + 1, ...column };
}
