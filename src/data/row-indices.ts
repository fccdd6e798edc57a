import { valueText } from '../errors.ts';
import { rowNumbers } from './row-numbers.ts';

/** The rows that are listed, as a copy, or all where there is no list. As `requireRowIndices`. */
export function rowIndices(who: string, what: string, count: number, rows: ArrayLike<number> | undefined): Uint32Array {
  return rows === undefined ? rowNumbers(count) : requireRowIndices(who, what, count, rows);
}

/**
 * The rows that are listed, as a copy.
 *
 * @param what a noun for messages, such as 'a table'.
 * @throws TypeError for no list; RangeError for a row that there is not, counted from 0.
 */
export function requireRowIndices(who: string, what: string, count: number, rows: ArrayLike<number>): Uint32Array {
  if (typeof rows !== 'object' || typeof rows?.length !== 'number') {
    throw new TypeError(`${who}: rows must be a list of numbers, got ${valueText(rows)}`);
  }
  for (let i = 0; i < rows.length; i++) {
    if (Number.isInteger(rows[i]) && rows[i] >= 0 && rows[i] < count) continue;
    throw new RangeError(`${who}: index ${valueText(rows[i])} at position ${i} of ${what} of ${count} rows`);
  }
  return Uint32Array.from(rows);
}
