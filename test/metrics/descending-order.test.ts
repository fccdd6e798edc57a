import fc from 'fast-check';
import { expect, test } from 'vitest';
import { descendingOrder } from '../../src/metrics/descending-order.ts';

/** The same by comparing. */
function compared(values: readonly number[]): number[] {
  return values.map((_, i) => i).sort((i, j) => values[j] - values[i] || i - j);
}

test('sorts as comparing does, equal values in the order in which they come', () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);
  const few = fc.constantFrom(
    -3,
    -0.5,
    0,
    0.5,
    1,
    2,
    Number.MIN_VALUE,
    -Number.MIN_VALUE,
    1e-310,
    Number.MAX_VALUE / 4,
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(value, few), { maxLength: 80 }), (values) => {
      const halved = values.map((x) => x / 2 + 0); // so that no difference overflows, and 0 keeps its sign
      expect([...descendingOrder(Float64Array.from(halved))]).toEqual(compared(halved));
    }),
    { numRuns: 500, seed: 7 },
  );
});

test('knows the ends of the range, and values that differ in any one bit', () => {
  const ends = [0, Number.NEGATIVE_INFINITY, Number.MAX_VALUE, Number.MIN_VALUE, Number.POSITIVE_INFINITY, -1e-320, 1];
  expect([...descendingOrder(Float64Array.from(ends))]).toEqual([4, 2, 6, 3, 0, 5, 1]);
  expect([...descendingOrder(new Float64Array(0))]).toEqual([]);
  expect([...descendingOrder(Float64Array.of(3))]).toEqual([0]);
  const word = new BigUint64Array(1);
  const number = new Float64Array(word.buffer);
  for (let bit = 0n; bit < 62n; bit++) {
    word[0] = 1n << bit;
    const size = number[0];
    expect([...descendingOrder(Float64Array.of(0, size, 0))], `bit ${bit}`).toEqual([1, 0, 2]);
    expect([...descendingOrder(Float64Array.of(-size, 0, -size))], `bit ${bit}`).toEqual([1, 0, 2]);
  }
});

test('leaves values as they are, also those of a part of an array', () => {
  const all = Float64Array.of(9, 1, 3, 2, 9);
  expect([...descendingOrder(all.subarray(1, 4))]).toEqual([1, 2, 0]);
  expect([...all]).toEqual([9, 1, 3, 2, 9]);
});
