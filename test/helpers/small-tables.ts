/** Tables that are learned in a moment. */
import { Table } from '../../src/data/table.ts';
import { RandomStream } from '../../src/tensor/random.ts';

/** A number that depends on two others and a category; and whether it is high. */
export function smallTable({ rows = 120, seed = 1 } = {}): Table {
  const stream = new RandomStream(seed, 'small table');
  const draw = (): Float64Array => Float64Array.from({ length: rows }, () => stream.uniform());
  const [a, b] = [draw(), draw()];
  const kind = Array.from({ length: rows }, () => ['red', 'blue'][stream.integerBelow(2)]);
  const price = a.map(
    (value, i) => 10 * value - 4 * value * b[i] + (kind[i] === 'red' ? 2 : 0) + 0.2 * stream.uniform(),
  );
  return new Table({ a, b, kind, price, isHigh: Array.from(price, (value) => (value > 5 ? 'yes' : 'no')) });
}
