import { flatMatrix, type MatrixLike } from './matrix.ts';
import { type RowColumns, RowIndex, rowColumn } from './row-index.ts';
import { rowIndices } from './row-indices.ts';
import { Table } from './table.ts';

/**
 * The group of each row: equal rows share one. Groups have the numbers 0, 1, … in the order of their first row.
 *
 * Rows are equal if all their values are: exactly, no rounding, with NaN equal to NaN and −0 to 0; text by code unit. So
 * there are as many groups as different rows, and `groups` of the splits keep equal rows in one part.
 *
 *     const groups = duplicateGroups(table.drop(['id']));
 *     const { train, test } = trainTestSplit(groups, { groups, seed: 1 });
 *
 * @param rows the rows to look at (from 0), whose groups come in this order; all unless given.
 * @throws RangeError for a row that there is not; TypeError, ShapeError for what is neither a table nor rows of numbers.
 */
export function duplicateGroups(x: Table | MatrixLike, rows?: ArrayLike<number>): Uint32Array {
  const who = 'duplicateGroups';
  const { columns, count } = x instanceof Table ? tableColumns(x) : matrixColumns(who, x);
  const chosen = rowIndices(who, x instanceof Table ? 'a table' : 'a matrix', count, rows);
  const groups = new Uint32Array(chosen.length);
  let next = 0;
  for (const [place, first] of new RowIndex(columns, chosen).firsts().entries()) {
    groups[place] = first === place ? next++ : groups[first];
  }
  return groups;
}

function tableColumns(table: Table): { columns: RowColumns; count: number } {
  return { columns: table.columnNames.map((name) => rowColumn(table.column(name))), count: table.rowCount };
}

function matrixColumns(who: string, x: MatrixLike): { columns: RowColumns; count: number } {
  const { data, rows, columns: stride } = flatMatrix(who, x);
  return { columns: Array.from({ length: stride }, (_, offset) => ({ values: data, stride, offset })), count: rows };
}
