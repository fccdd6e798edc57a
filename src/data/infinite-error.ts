import { DataError } from '../errors.ts';

/** @param row counted from 0. */
export function infiniteError(who: string, column: string, value: number, row: number): DataError {
  return new DataError(`${who}: value must be finite, got ${value} at row ${row + 1}, column '${column}'`, {
    row: row + 1,
    column,
  });
}
