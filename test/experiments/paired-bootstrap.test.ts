import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { leastPairs, pairedBootstrap } from '../../src/experiments/paired-bootstrap.ts';
import { pairedDifference } from '../../src/experiments/paired-difference.ts';
import { RandomStream } from '../../src/tensor/random.ts';
import golden from '../golden/paired-bootstrap.json' with { type: 'json' };

const zeros = (differences: readonly number[]): number[] => differences.map(() => 0);

describe('pairedBootstrap', () => {
  test.each(golden.few)('draws from all resamples as often as they occur: $differences', (one) => {
    const { differences, t, standardError } = one;
    const statistics = one.statistics as [number, number][];
    const found = pairedBootstrap(zeros(differences), differences);
    const share = (holds: (value: number) => boolean) =>
      statistics.reduce((sum, [value, probability]) => sum + (holds(value) ? probability : 0), 0);
    const near = 1e-9;
    const exact =
      2 *
      Math.min(
        share((value) => value >= t - near),
        share((value) => value <= t + near),
      );
    expect(Math.abs(found.pValue - Math.min(1, exact))).toBeLessThan(8 * Math.sqrt(exact / 2 / 10_000) + 3e-4);
    for (const confidence of [0.8, 0.9, 0.95]) {
      const tail = (1 - confidence) / 2;
      const slack = 4 * Math.sqrt(tail / 10_000);
      const [low, high] = found.interval(confidence)!;
      // Each end is a value of t* with about that probability beyond it.
      const [above, below] = [(found.mean - low) / standardError, (found.mean - high) / standardError];
      expect(share((value) => value > above + near)).toBeLessThan(tail + slack);
      expect(share((value) => value >= above - near)).toBeGreaterThan(tail - slack);
      expect(share((value) => value < below - near)).toBeLessThan(tail + slack);
      expect(share((value) => value <= below + near)).toBeGreaterThan(tail - slack);
    }
  });

  test.each(golden.more)('is that of NumPy: $differences', ({ differences, pValue, width, intervals }) => {
    const found = pairedBootstrap(zeros(differences), differences);
    expect(Math.abs(found.pValue - pValue)).toBeLessThan(8 * Math.sqrt(Math.max(pValue, 1e-4) / 2 / 10_000));
    for (const { confidence, interval } of intervals) {
      const slack = width * (confidence > 0.98 ? 0.6 : 0.25); // quantiles of 10,000 values against those of 200,000
      const [low, high] = found.interval(confidence)!;
      expect(Math.abs(low - interval[0])).toBeLessThan(slack);
      expect(Math.abs(high - interval[1])).toBeLessThan(slack);
    }
  });

  test('lies beyond 0 exactly where the p-value is at most α', () => {
    const stream = new RandomStream(2, 'p');
    for (let i = 0; i < 40; i++) {
      const differences = Array.from({ length: 6 }, () => stream.normal(0.8));
      const { pValue, interval } = pairedBootstrap(zeros(differences), differences, { seed: i, resamples: 999 });
      for (const alpha of [pValue, pValue - 0.002, pValue + 0.002, 0.05, 0.1, 0.2]) {
        if (alpha < 0.002 || alpha >= 1) continue;
        const bounds = interval(1 - alpha);
        if (!bounds) continue;
        expect(bounds[0] > 0 || bounds[1] < 0, `p ${pValue}, α ${alpha}`).toBe(pValue <= alpha + 1e-9);
      }
    }
  });

  test('holds the true difference as often as it says, from ten pairs', () => {
    const stream = new RandomStream(1, 'coverage');
    let held = 0;
    for (let i = 0; i < 400; i++) {
      const before = Array.from({ length: 10 }, () => stream.normal());
      const after = before.map((value) => value + 0.3 + stream.normal());
      const [low, high] = pairedBootstrap(before, after, { seed: i, resamples: 399 }).interval(0.9)!;
      if (low <= 0.3 && 0.3 <= high) held++;
    }
    expect(Math.abs(held - 360)).toBeLessThan(18); // three binomial deviations
  });

  test('is said to hold what the simulation found', () => {
    const held = (distribution: string, pairs: number) =>
      golden.coverages.find((row) => row.distribution === distribution && row.pairs === pairs)!.held;
    for (const { held: row } of golden.coverages) expect(row.studentized).toBeGreaterThan(row.percentile);
    expect(held('normal', 10).percentile).toBeLessThan(0.92);
    expect(Math.abs(held('normal', 10).studentized - 0.95)).toBeLessThan(0.015);
    expect(Math.abs(held('normal', 20).studentized - 0.95)).toBeLessThan(0.015);
  });

  test('is near Student’s t where that is right', () => {
    const stream = new RandomStream(9, 'normal');
    const before = Array.from({ length: 200 }, () => stream.normal());
    const after = before.map((value) => value + 0.1 + stream.normal());
    const [low, high] = pairedBootstrap(before, after, { resamples: 3000 }).interval()!;
    const expected = pairedDifference(before, after).interval!;
    expect(Math.abs(low - expected[0])).toBeLessThan(0.015);
    expect(Math.abs(high - expected[1])).toBeLessThan(0.015);
  });

  test('has the same bits for the same seed', () => {
    const run = (seed?: number) => pairedBootstrap([1, 2, 3, 4, 5, 6], [2.1, 2.53, 3.57, 4.22, 6.3, 6.9], { seed });
    expect([run(0).pValue, run(0).interval(0.9)]).toEqual([run().pValue, run().interval(0.9)]);
    expect(run(1).interval(0.9)).not.toEqual(run(0).interval(0.9));
  });

  test('leaves no room to equal differences of five pairs or more', () => {
    const more = pairedBootstrap([0.5, 0.25, 0.125, 0.625, 0], [0.75, 0.5, 0.375, 0.875, 0.25]);
    expect([more.interval(), more.pValue, more.mean]).toEqual([[0.25, 0.25], 2 / 10_001, 0.25]);
    const none = pairedBootstrap([0.1, 0.7, 0.2, 0.3, 0.4], [0.1, 0.7, 0.2, 0.3, 0.4]);
    expect([none.interval(), none.pValue]).toEqual([[0, 0], 1]);
    expect(none.interval(0.99999)).toBeUndefined();
  });

  test.each([
    ['equal', [0.5, 0.75], [0.75, 1]],
    ['of nothing', [0.1, 0.7], [0.1, 0.7]],
    ['of three', [0, 0, 0], [1, 2, 4]],
    ['of four, far apart from 0', [0, 0, 0, 0], [100, 101, 102, 103]],
  ])('says nothing from fewer than five pairs: %s', (_, before, after) => {
    const { interval, pValue, mean } = pairedBootstrap(before, after);
    expect([interval(), interval(0.5), pValue]).toEqual([undefined, undefined, 1]);
    expect(mean).toBeCloseTo(after.reduce((sum, value, i) => sum + value - before[i], 0) / before.length, 12);
  });

  test('finds nothing at all in two seeds with 90 test rows, however often the two differences are equal', () => {
    const stream = new RandomStream(4, 'two seeds');
    const coin = new Uint32Array(6);
    const difference = () => stream.fillBelow(coin, 2).reduce((sum, side) => sum + (side === 0 ? -1 : 1), 0) / 90;
    let [equal, found] = [0, 0];
    for (let i = 0; i < 400; i++) {
      const after = [difference(), difference()];
      if (after[0] === after[1]) equal++;
      const { pValue, interval } = pairedBootstrap([0, 0], after, { resamples: 50 });
      if (pValue <= 0.05 || interval()) found++;
    }
    expect(Math.abs(equal / 400 - 924 / 4096)).toBeLessThan(0.065); // three binomial deviations
    expect(found).toBe(0);
  });

  test('has no bounds where resamples of one value make up a tail', () => {
    const four = leastPairs - 1;
    expect(four ** (1 - four) / four).toBeGreaterThan(0.05 / 10 / 2); // the chance to draw the smallest of four alone
    expect(leastPairs ** -leastPairs).toBeLessThan(0.05 / 10 / 2);
    expect(pairedBootstrap([0, 0, 0, 0, 0], [1, 2, 4, 3, 2]).interval()).toBeDefined();
    expect(pairedBootstrap([0, 0, 0, 0, 0], [1, 2, 4, 3, 2], { resamples: 20 }).interval()).toBeUndefined();
  });

  test('refuses what are no pairs, and options that are none', () => {
    expect(() => pairedBootstrap([1], [2])).toThrow(ShapeError);
    expect(() => pairedBootstrap([1, 2], [1])).toThrow(
      'pairedBootstrap: expected pairs, at least 2, got 2 values before and 1 after',
    );
    const call = () => pairedBootstrap([1, 2, 3, 4, Number.NaN], [2, 3, 4, 6, 5]);
    expect(call).toThrow(DataError);
    expect(call).toThrow('pairedBootstrap: pair 5 must have a difference that is finite, got NaN before and 5 after');
    expect(() => pairedBootstrap([1, -1e308], [1, 1e308])).toThrow(DataError);
    expect(() => pairedBootstrap([1, 2], [1, 3], { resamples: 0 })).toThrow(/resamples must be a whole number/);
    expect(() => pairedBootstrap([1, 2], [1, 3], { seed: -1 })).toThrow(RangeError);
    expect(() => pairedBootstrap([1, 2], [1, 3]).interval(95)).toThrow(/confidence must be in \(0, 1\), got 95/);
  });
});
