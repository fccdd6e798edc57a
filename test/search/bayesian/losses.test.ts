import { describe, expect, test } from 'vitest';
import { lossesOfTrials } from '../../../src/search/bayesian/losses-of-trials.ts';
import { targetsOfLosses, yeoJohnson } from '../../../src/search/bayesian/targets-of-losses.ts';
import type { Direction, Trial } from '../../../src/search/trial.ts';
import { RandomStream } from '../../../src/tensor/random.ts';

const trial = (number: number, rest: Partial<Trial>): Trial => ({
  number,
  parameters: {},
  state: 'complete',
  reports: [],
  seconds: 0,
  ...rest,
});
const report = (...values: number[]) => values.map((value, i) => ({ step: i + 1, value }));

describe('losses of trials', () => {
  const trials = [
    trial(0, { values: [3], reports: report(9) }),
    trial(1, { state: 'pruned', reports: report(9, 7) }),
    trial(2, { state: 'failed', reports: report(1) }),
    trial(3, { state: 'timedOut' }),
    trial(4, { state: 'pruned' }),
    trial(5, { values: [-2] }),
  ];

  test('are values, last reports of pruned trials, and the worst for what failed', () => {
    expect([...lossesOfTrials(trials, ['minimize'], 0, 6)!]).toEqual([3, 7, 7, 7, 7, -2]);
    expect([...lossesOfTrials(trials, ['maximize'], 0, 6)!]).toEqual([-3, -7, 2, 2, 2, 2]);
  });

  test('are not there before a trial has a value', () => {
    expect(lossesOfTrials([], ['minimize'], 0, 0)).toBeUndefined();
    expect(lossesOfTrials(trials.slice(2, 5), ['minimize'], 0, 5)).toBeUndefined();
  });

  test('of several objectives are norms with weights of the trial number', () => {
    const both: Direction[] = ['minimize', 'maximize'];
    const front = [
      trial(0, { values: [0, 10] }),
      trial(1, { values: [2, 30] }),
      trial(2, { values: [1, 20] }),
      trial(3, { state: 'pruned', reports: report(0) }),
    ];
    // Brought to [0, 1]: (0, 1), (1, 0), (½, ½).
    const weights = new Set<number>();
    for (let number = 0; number < 50; number++) {
      const [first, second, third, failed] = lossesOfTrials(front, both, 3, number)!;
      const w = second / 1.05;
      expect(first / 1.05).toBeCloseTo(1 - w, 12);
      expect(third).toBeCloseTo(Math.max(w, 1 - w) / 2 + 0.025, 12);
      expect(failed).toBe(Math.max(first, second, third));
      weights.add(Math.round(w * 5));
    }
    expect(weights.size).toBeGreaterThan(4);
    expect(lossesOfTrials(front, both, 3, 7)).toEqual(lossesOfTrials(front, both, 3, 7));
    expect(lossesOfTrials(front, both, 4, 7)).not.toEqual(lossesOfTrials(front, both, 3, 7));
  });
});

describe('targets', () => {
  test('are transformed as by SciPy', () => {
    for (const [z, power, expected] of [
      [0.5, 1, 0.5],
      [2, -1.25, 0.5973771504929086],
      [-1.5, -1.25, -5.737660719629497],
      [-1.5, 2, -0.916290731874155],
      [2, 0, 1.0986122886681096],
      [-0.3, 3.1, -0.22789877045115045],
    ]) {
      expect(yeoJohnson(z, power)).toBeCloseTo(expected, 12);
    }
  });

  test('have mean 0 and variance 1, are nearly symmetric, and in the order of the losses', () => {
    const draw = new RandomStream(5, 'test/losses');
    const losses = Float64Array.from({ length: 200 }, () => -5 * Math.log(1 - draw.uniform()) - 3); // skewness 2
    const targets = targetsOfLosses(losses);
    const moment = (k: number) => targets.reduce((sum, y) => sum + y ** k, 0) / 200;
    expect(moment(1)).toBeCloseTo(0, 12);
    expect(moment(2)).toBeCloseTo(1, 12);
    expect(Math.abs(moment(3))).toBeLessThan(0.5);
    const order = (values: Float64Array) => [...values.keys()].sort((a, b) => values[a] - values[b]);
    expect(order(targets)).toEqual(order(losses));
  });

  test('do not depend on the unit of the losses', () => {
    const losses = [1, 2, 2.5, 3, 9];
    const targets = targetsOfLosses(losses);
    for (const [i, y] of targetsOfLosses(losses.map((loss) => 1e300 * loss)).entries())
      expect(y).toBeCloseTo(targets[i], 10);
    for (const [i, y] of targetsOfLosses(losses.map((loss) => 1e-300 * loss)).entries())
      expect(y).toBeCloseTo(targets[i], 10);
  });

  test('leave losses as they are that are far apart where they are good', () => {
    const losses = [-9, -3, -2.5, -2, -1];
    const targets = targetsOfLosses(losses);
    const [mean, deviation] = [-3.5, Math.sqrt(8)];
    for (const [i, loss] of losses.entries()) expect(targets[i]).toBeCloseTo((loss - mean) / deviation, 12);
  });

  test('of equal losses, and of one, are 0', () => {
    expect([...targetsOfLosses([3, 3, 3])]).toEqual([0, 0, 0]);
    expect([...targetsOfLosses([0, 0])]).toEqual([0, 0]);
    expect([...targetsOfLosses([0.1])]).toEqual([0]);
    expect([...targetsOfLosses([1, 2])].map((y) => Math.round(y * 1e9) / 1e9)).toEqual([-1, 1]);
  });
});
