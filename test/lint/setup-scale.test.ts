/** Scales of inputs that are found from some of their rows. */
import { describe, expect, it } from 'vitest';
import { Dense, Flatten, lintSetup, Sequential } from '../../src/index.ts';
import { congruential } from '../helpers/congruential.ts';

/** Images of `side` by `side` grey levels with a black border, as MNIST's, one pixel wide. */
function framed(count: number, side: number): Uint8Array {
  const next = congruential(3);
  const data = new Uint8Array(count * side * side);
  for (let i = 0; i < data.length; i++) {
    const [row, column] = [Math.floor(i / side) % side, i % side];
    const isBorder = row === 0 || column === 0 || row === side - 1 || column === side - 1;
    if (!isBorder) data[i] = Math.floor(256 * (next() + 0.5));
  }
  return data;
}

function rulesOf(data: Uint8Array, shape: number[], scale: number): string[] {
  const model = new Sequential([new Flatten(), new Dense(1, { activation: 'sigmoid' })], {
    inputShape: shape.slice(1),
  });
  const y = Array.from({ length: shape[0] }, (_, i) => i % 2);
  return lintSetup({ model, loss: 'crossEntropy', x: { data, shape, scale }, y }).map(({ rule }) => rule);
}

describe('images with a black border', () => {
  // With 20,000 a stride over pixels instead of images may meet the border and nothing else.
  it.each([
    [2_000, 8],
    [20_000, 8],
    [20_000, 10],
  ])('%d of them, %d pixels wide', (count, side) => {
    const data = framed(count, side);
    const shape = [count, side, side];
    expect(rulesOf(data, shape, 1)).toEqual(['unscaled']);
    expect(rulesOf(data, shape, 1 / 255)).toEqual([]);
  });
});
