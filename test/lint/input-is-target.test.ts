/** Inputs that are the target by another scale are leaks; those that only lie far from 0 are none. */
import { describe, expect, it } from 'vitest';
import { Dense, lintSetup, Sequential } from '../../src/index.ts';
import { congruential } from '../helpers/congruential.ts';

const rows = 200;

function leaks(column: ArrayLike<number>, y: readonly number[]): string[] {
  const head = new Set(y).size === 2 ? 'sigmoid' : 'none';
  const model = new Sequential([new Dense(1, { activation: head })], { inputShape: [1] });
  const x = Array.from(column, (value) => [value]);
  const loss = head === 'sigmoid' ? 'crossEntropy' : 'meanSquaredError';
  return lintSetup({ model, loss, x, y, featureNames: ['c'] })
    .filter(({ rule }) => rule === 'target-leak')
    .map(({ message }) => message);
}

function yesNo(seed: number): number[] {
  const next = congruential(seed);
  return Array.from({ length: rows }, () => Number(next() > 0));
}

describe('columns that are no leak', () => {
  // Months as yyyymm, days as yyyymmdd, seconds and milliseconds since 1970: what they vary by is little beside their offset.
  it.each([
    ['yyyymm', 200_000, 12],
    ['two million and something', 2_000_000, 12],
    ['yyyymmdd', 20_240_000, 1_200],
    ['seconds', 1_700_000_000, 86_400],
    ['milliseconds', 1_700_000_000_000, 86_400_000],
    ['two values far from 0', 20_000_000, 2],
  ])('%s', (_name, offset, range) => {
    for (let seed = 1; seed <= 25; seed++) {
      const next = congruential(1000 + seed);
      const column = Array.from({ length: rows }, () => offset + Math.floor(range * (next() + 0.5)));
      expect(leaks(column, yesNo(seed))).toEqual([]);
    }
  });

  it('a column that is the target but for one row', () => {
    const y = yesNo(1);
    expect(leaks([...y.slice(0, -1), 1 - y[rows - 1]], y)).toEqual([]);
  });
});

describe('columns that are the target', () => {
  const next = congruential(5);
  const price = Array.from({ length: rows }, () => 300 * (next() + 0.5));

  it.each<[string, (value: number) => number]>([
    ['scaled', (value) => (value - 150) / 86.6],
    ['in another unit', (value) => 1000 * value],
    ['turned round', (value) => 5 - value / 3],
    ['beside an offset that float32 can hold', (value) => 5000 + value],
    ['very small', (value) => value * 1e-30],
  ])('%s', (_name, become) => {
    expect(leaks(price.map(become), price)).toEqual([
      `column 'c' is the target in all ${rows} rows, but for an offset and a factor: leave it out of the features`,
    ]);
  });

  it('as it is', () => {
    expect(leaks(price, price)).toEqual([`column 'c' is the target in all ${rows} rows: leave it out of the features`]);
    expect(leaks(yesNo(2), yesNo(2))).toHaveLength(1);
  });

  it('whose first two rows are almost equal', () => {
    const close = [100, 100.0001, ...price.slice(2)];
    expect(
      leaks(
        close.map((value) => (value - 150) / 86.6),
        close,
      ),
    ).toHaveLength(1);
  });
});
