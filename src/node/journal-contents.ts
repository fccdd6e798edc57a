/** What whoever writes a journal and whoever only reads it have to agree on, beside its lines. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataError, valueText } from '../errors.ts';

/** Bytes; no study writes more. */
export const largestJournal = 2 ** 31 - 1;

/** The whole path of a journal. @throws TypeError for what names no file. */
export function journalPath(who: string, path: string | URL): string {
  if (!(path instanceof URL) && (typeof path !== 'string' || path === '')) {
    throw new TypeError(`${who}: path must be the name of a file, got ${valueText(path)}`);
  }
  return resolve(path instanceof URL ? fileURLToPath(path) : path);
}

export function noJournal(who: string, file: string): DataError {
  return new DataError(`${who}: ${file}: line 1 is not as a journal writes it: it is no journal; choose another file`, {
    row: 1,
  });
}

/**
 * The results of a journal by their keys, in the order of its lines, of which the first result is in line 2.
 *
 * @param values what its lines hold, without the first.
 * @throws DataError with `row`.
 */
export function journalResults<Result>(who: string, file: string, values: readonly unknown[]): Map<string, Result> {
  const results = new Map<string, Result>();
  for (const [i, value] of values.entries()) {
    const row = i + 2;
    const { key, result } = (value ?? {}) as { key?: unknown; result?: unknown };
    if (typeof key !== 'string' || result === undefined) {
      throw new DataError(`${who}: ${file}: line ${row} must hold key and result`, { row });
    }
    if (results.has(key)) throw new DataError(`${who}: ${file}: line ${row} has '${key}' a second time`, { row });
    results.set(key, result as Result);
  }
  return results;
}
