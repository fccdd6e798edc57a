import type { RandomStream } from '../tensor/random.ts';
import type { Matrix } from './matrix.ts';

/**
 * Generated rows as they are handed out: values rounded to float32 once, rows in the order of `stream.shuffle`, or in
 * their own without a stream. Row r of the result is row `order[r]` of what came, with its target.
 *
 * @param values [y.length, columns], row-major, in float64.
 * @throws RangeError if a value is too large for float32.
 */
export function shuffledRows(
  who: string,
  values: ArrayLike<number>,
  columns: number,
  y: readonly number[],
  stream: RandomStream | undefined,
): { x: Matrix; y: number[] } {
  const order = Uint32Array.from(y, (_, i) => i);
  stream?.shuffle(order);
  const data = new Float32Array(y.length * columns);
  order.forEach((row, r) => {
    for (let j = 0; j < columns; j++) {
      const value = values[row * columns + j];
      data[r * columns + j] = value;
      if (Number.isFinite(data[r * columns + j])) continue;
      throw new RangeError(`${who}: the options give ${value}, too large for float32`);
    }
  });
  return { x: { data, shape: [y.length, columns] }, y: Array.from(order, (row) => y[row]) };
}
