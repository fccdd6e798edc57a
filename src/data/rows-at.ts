import { requireRowIndices } from './row-indices.ts';
import { requireScaledArray, type ScaledArray } from './rows.ts';

/**
 * A copy of the rows at `rows`, in that order, as `trainTestSplit` gives them. Bytes stay bytes.
 *
 *     const { train } = trainTestSplit(y, { trainSize: 10_000, stratify: y, seed: 1 });
 *     const part = { x: rowsAt(x, train), y: Array.from(train, (row) => y[row]) };
 *
 * @param rows counted from 0; one may be there more than once.
 * @throws RangeError for a row that there is not, or none at all. ShapeError, TypeError for what is not { data, shape }, or no list of
 *   rows.
 */
export function rowsAt<X extends ScaledArray>(x: X, rows: ArrayLike<number>): X {
  const who = 'rowsAt';
  const { count, size } = requireScaledArray(who, x);
  const chosen = requireRowIndices(who, 'data', count, rows);
  if (chosen.length === 0) throw new RangeError(`${who}: expected at least one row, got none`);
  const Kind = x.data.constructor as { new (length: number): X['data'] };
  const data = new Kind(chosen.length * size);
  chosen.forEach((row, i) => {
    data.set(x.data.subarray(row * size, (row + 1) * size), i * size);
  });
  return { ...x, data, shape: [chosen.length, ...x.shape.slice(1)] };
}
