import { DataError, ShapeError } from '../errors.ts';

/**
 * `after[i] − before[i]`.
 *
 * @throws ShapeError unless there are as many of both, at least `least`; DataError for a difference that is not finite, with its place
 *   in them as `row`: of such a one neither a mean nor a p-value says anything.
 */
export function differencesOfPairs(
  who: string,
  before: readonly number[],
  after: readonly number[],
  least: number,
): number[] {
  const n = before.length;
  if (n !== after.length || n < least) {
    const count = least === 1 ? 'one' : least;
    throw new ShapeError(`${who}: expected pairs, at least ${count}, got ${n} values before and ${after.length} after`);
  }
  return after.map((value, i) => {
    const difference = value - before[i];
    if (Number.isFinite(difference)) return difference;
    const got = `${before[i]} before and ${value} after`;
    throw new DataError(`${who}: pair ${i + 1} must have a difference that is finite, got ${got}`, { row: i + 1 });
  });
}
