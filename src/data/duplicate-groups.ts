import { flatMatrix, type MatrixLike } from './matrix.ts';
import { rowIndices } from './row-indices.ts';
import { Table } from './table.ts';

/** Value i of a column is `values[i * stride + offset]`; equal numbers stand for equal values. */
interface Values {
  readonly values: Float32Array | Float64Array;
  readonly stride: number;
  readonly offset: number;
}

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
  const { columns, count } = x instanceof Table ? tableValues(x) : matrixValues(who, x);
  const chosen = rowIndices(who, x instanceof Table ? 'a table' : 'a matrix', count, rows);
  const groups = new Uint32Array(chosen.length);
  /** Rows that came first in their group, and those groups, by hash. */
  const firsts = new Map<number, { row: number; group: number }[]>();
  const hashes = hashRows(columns, chosen);
  let next = 0;
  for (let i = 0; i < chosen.length; i++) {
    const alike = firsts.get(hashes[i]);
    const same = alike?.find(({ row }) => areEqual(columns, row, chosen[i]));
    groups[i] = same?.group ?? next;
    if (same) continue;
    const first = { row: chosen[i], group: next++ };
    if (alike) alike.push(first);
    else firsts.set(hashes[i], [first]);
  }
  return groups;
}

/** Text as the number of its value among those of the column. */
function tableValues(table: Table): { columns: Values[]; count: number } {
  const columns = table.columnNames.map((name) => {
    const column = table.column(name);
    if (column instanceof Float64Array) return { values: column, stride: 1, offset: 0 };
    const codes = new Map<string, number>();
    const values = Float64Array.from(column, (text) => {
      const code = codes.get(text) ?? codes.size;
      codes.set(text, code);
      return code;
    });
    return { values, stride: 1, offset: 0 };
  });
  return { columns, count: table.rowCount };
}

function matrixValues(who: string, x: MatrixLike): { columns: Values[]; count: number } {
  const { data, rows, columns: stride } = flatMatrix(who, x);
  return { columns: Array.from({ length: stride }, (_, offset) => ({ values: data, stride, offset })), count: rows };
}

/** 32 bits of each row, the same for equal rows. */
function hashRows(columns: readonly Values[], rows: Uint32Array): Uint32Array {
  const hashes = new Uint32Array(rows.length);
  const value = new Float64Array(1);
  const words = new Uint32Array(value.buffer);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let hash = 0;
    for (let j = 0; j < columns.length; j++) {
      const { values, stride, offset } = columns[j];
      value[0] = values[row * stride + offset] + 0; // −0 + 0 is 0
      if (Number.isNaN(value[0])) words.fill(0xffffffff); // whatever bits it has
      hash = Math.imul(hash ^ words[0], 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 15) ^ words[1], 0xc2b2ae35);
      hash ^= hash >>> 13;
    }
    hashes[i] = hash;
  }
  return hashes;
}

function areEqual(columns: readonly Values[], a: number, b: number): boolean {
  for (const { values, stride, offset } of columns) {
    const [x, y] = [values[a * stride + offset], values[b * stride + offset]];
    if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return false;
  }
  return true;
}
