import { requireInteger } from '../errors.ts';

/** How many rows there are: the number itself, or the length of what is one for each. At least 1. */
export function rowCount(who: string, rows: number | ArrayLike<unknown>): number {
  const n = typeof rows === 'number' ? rows : rows?.length;
  requireInteger(who, { 'number of rows': n }, 1);
  return n;
}
