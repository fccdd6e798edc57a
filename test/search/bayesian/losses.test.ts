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

  const losses = (of: readonly Trial[], directions: readonly Direction[] = ['minimize'], seed = 0, number = 6) => [
    ...lossesOfTrials(of, directions, seed, number)!.losses,
  ];
  const complete = (number: number, ...values: number[]): Trial =>
    trial(number, { values: [values.at(-1)!], reports: report(...values) });

  test('are values, and the worst for what failed', () => {
    const [first, , failed, timedOut, silent, last] = trials;
    const few = [first, failed, timedOut, silent, last];
    expect(losses(few)).toEqual([3, 3, 3, 3, -2]);
    expect(losses(few, ['maximize'])).toEqual([-3, 2, 2, 2, 2]);
    expect(lossesOfTrials(few, ['minimize'], 0, 6)!.trials).toEqual(few);
  });

  test('of pruned trials are brought to the end by what the others gained from there, at the median', () => {
    const others = [complete(0, 9, 5, 3), complete(1, 8, 6, 4), complete(2, 7, 2, 0)]; // from step 1: −6, −4, −7; from 2: −2, −2, −2
    const pruned = [report(12), report(9, 8), report(1)].map((reports, i) =>
      trial(3 + i, { state: 'pruned', reports }),
    );
    expect(losses([...others, ...pruned])).toEqual([3, 4, 0, 6, 6, 0]); // the last is not better than the best
    const up = [...others, ...pruned].map((one) => ({
      ...one,
      ...(one.values && { values: [-one.values[0]] }),
      reports: one.reports.map(({ step, value }) => ({ step, value: -value })),
    }));
    expect(losses(up, ['maximize'])).toEqual([3, 4, 0, 6, 6, 0]);
    // Where early reports look better than late ones, too.
    const rising = [complete(0, 1, 5), complete(1, 2, 7), complete(2, 1, 6)];
    expect(losses([...rising, trial(3, { state: 'pruned', reports: report(2.5) })])).toEqual([5, 7, 6, 7.5]);
  });

  test('are those at the furthest step that three trials came to', () => {
    const some = [
      complete(0, 9, 5, 3),
      trial(1, { state: 'pruned', reports: report(8, 6) }),
      trial(2, { state: 'pruned', reports: report(7, 4) }),
      trial(3, { state: 'pruned', reports: report(10) }),
      trial(4, { values: [1] }), // without a report: worth as much at any step
    ];
    expect(losses(some)).toEqual([5, 6, 4, 7, 1]); // from step 1 to 2: −4, −2, −3
    expect(losses(some.slice(0, 2))).toEqual([5, 6]);
    expect(losses([some[3]])).toEqual([10]);
  });

  test('of a schedule are those at its last step, each point once, by the trial that went furthest', () => {
    const rungs = [
      trial(0, { state: 'pruned', budget: 1, reports: report(9) }),
      trial(1, { state: 'pruned', budget: 1, reports: report(7) }),
      trial(2, { state: 'pruned', budget: 1, reports: report(8) }),
      trial(3, { state: 'pruned', budget: 2, repeats: 1, reports: report(7, 4) }),
      trial(4, { state: 'pruned', budget: 2, repeats: 2, reports: report(8, 3) }),
      trial(5, { budget: 3, repeats: 4, values: [2], reports: report(8, 3, 2) }),
      trial(6, { byHand: true, values: [0], reports: report(6, 5, 1, 0) }),
    ];
    const { trials: counted, losses: found } = lossesOfTrials(rungs, ['minimize'], 0, 7)!;
    // At step 2: three came there. From step 1 the others gained 3, 5 and 1.
    expect(counted.map(({ number }) => number)).toEqual([0, 3, 5, 6]);
    expect([...found]).toEqual([6, 4, 3, 5]);
    const later = [...rungs, trial(7, { budget: 3, values: [1], reports: report(5, 3, 1) })];
    const end = lossesOfTrials(later, ['minimize'], 0, 8)!;
    expect(end.trials.map(({ number }) => number)).toEqual([0, 3, 5, 6, 7]);
    expect([...end.losses]).toEqual([4, 2, 2, 1, 1]); // at step 3, to which the others gained 6, 5 and 4 from step 1, and 1, 4 and 2 from step 2
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
      const [first, second, third, failed] = losses(front, both, 3, number);
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
