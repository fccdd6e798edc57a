import { describe, expect, test } from 'vitest';
import { bySeed, differencesBySeed } from '../../src/experiments/differences-by-seed.ts';
import { pairedBootstrap } from '../../src/experiments/paired-bootstrap.ts';
import { quotedFindings } from '../../src/experiments/quoted-findings.ts';
import { clearSign, pairsCell, pairsOf, pairsRemark, seedPairs } from '../../src/experiments/seed-pairs.ts';

interface Run {
  readonly seed: number;
  readonly value: number;
}
const runs = (...values: number[]): Run[] => values.map((value, seed) => ({ seed, value }));
const value = ({ value }: Run): number => value;

describe('seedPairs', () => {
  const before = runs(0.6, 0.62, 0.58, 0.61, 0.6, 0.63);
  const after = runs(0.61, 0.64, 0.61, 0.62, 0.61, 0.645);

  test('is the paired bootstrap of the seeds that both have', () => {
    const expected = pairedBootstrap(before.map(value), after.map(value));
    const pairs = seedPairs(before, [...after, { seed: 9, value: 1 }].reverse(), value)!;
    expect(pairs.mean).toBeCloseTo(expected.mean, 15);
    expect(pairs.seeds).toBe(6);
    expect(pairs.interval![0]).toBeGreaterThan(0);
    expect(seedPairs(before, after, value)!.interval).toEqual(expected.interval());
    expect(pairsOf(differencesBySeed(bySeed(before, value), bySeed(after, value)))).toEqual(
      seedPairs(before, after, value),
    );
    expect([clearSign(pairs), clearSign(seedPairs(after, before, value))]).toEqual([1, -1]);
  });

  test('of fewer than five seeds it has no interval, and of none there is nothing', () => {
    expect(seedPairs(runs(1, 2), runs(2, 4), value)).toEqual({ mean: 1.5, seeds: 2, interval: undefined });
    expect(seedPairs(runs(1, 2), runs(2, 3), value)).toEqual({ mean: 1, seeds: 2, interval: undefined });
    expect(seedPairs(runs(1), runs(3), value)).toEqual({ mean: 2, seeds: 1, interval: undefined });
    expect(seedPairs(runs(1), [], value)).toBe(undefined);
    expect(seedPairs(runs(1), [{ seed: 5, value: 1 }], value)).toBe(undefined);
    expect(clearSign(undefined)).toBe(0);
  });

  test('in a table it has its interval, and a star where that lies beyond 0', () => {
    expect(pairsCell({ mean: 0.0123, seeds: 5, interval: [0.004, 0.02] }, 2)).toBe('+1.23 (+0.40 to +2.00) *');
    expect(pairsCell({ mean: 0.0123, seeds: 5, interval: [-0.004, 0.02] }, 1)).toBe('+1.2 (−0.4 to +2.0)');
    expect(pairsCell({ mean: -0.0123, seeds: 2, interval: undefined }, 1, 10)).toBe('−12.3');
    expect(pairsCell(undefined, 1)).toBe('–');
    expect(pairsCell({ mean: -0.0123, seeds: 5, interval: undefined }, 1)).toBe('−1.2 (–)');
  });

  test('what is said below a table is what its cells need', () => {
    const few = { mean: 1, seeds: 4, interval: undefined };
    const unbounded = { mean: 1, seeds: 5, interval: undefined };
    expect(pairsRemark([few, undefined])).toBe('Intervals need 5 seeds.');
    expect(pairsRemark([unbounded])).toMatch(/^\(–\): the bootstrap has no bounds/);
    expect(pairsRemark([{ mean: 1, seeds: 5, interval: [0, 2] }])).toMatch(/^In brackets .* would have a star\.$/);
    expect(pairsRemark([{ mean: 1, seeds: 5, interval: [0, 2] }, unbounded])).toMatch(/A star: .*\(–\): /);
    expect(pairsRemark([undefined])).toBe('');
  });
});

test('findings are quoted as the end of a sentence', () => {
  expect(quotedFindings([])).toBe('nothing.');
  expect(quotedFindings(['error a: b'])).toBe('“error a: b”.');
  expect(quotedFindings(['error a: b', 'warning c: d.'])).toBe('“error a: b” “warning c: d.”');
});
