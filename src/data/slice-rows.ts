import { requireInteger } from '../errors.ts';
import { requireScaledArray, type ScaledArray } from './rows.ts';

/**
 * The rows from `begin` up to and without `end`, all that follow if it is not given: a view of the same numbers, no copy.
 *
 *     const first = { x: sliceRows(train.x, 0, 5000), y: train.y.subarray(0, 5000) };
 *
 * @throws RangeError unless 0 ≤ begin < end ≤ rows. ShapeError, TypeError for what is not { data, shape }.
 */
export function sliceRows<X extends ScaledArray>(x: X, begin: number, end?: number): X {
  const who = 'sliceRows';
  const { count, size } = requireScaledArray(who, x);
  const stop = end ?? count;
  requireInteger(who, { begin, end: stop });
  if (begin >= stop || stop > count) {
    throw new RangeError(`${who}: expected 0 ≤ begin < end ≤ ${count}, got begin ${begin} and end ${stop}`);
  }
  return { ...x, data: x.data.subarray(begin * size, stop * size), shape: [stop - begin, ...x.shape.slice(1)] };
}
