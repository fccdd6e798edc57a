/** What pruners make of a search: the same study in any order, of fewer steps. */
import { describe, expect, test } from 'vitest';
import {
  AsynchronousHalving,
  Hyperband,
  MedianPruner,
  type Objective,
  type Pruner,
  RandomSampler,
  SuccessiveHalving,
  search,
  uniform,
} from '../../../src/index.ts';

describe.each<[Pruner, number]>([
  [new MedianPruner({ startupTrials: 3 }), 24],
  [new AsynchronousHalving({ reductionFactor: 2 }), 24],
  [new SuccessiveHalving({ maximumBudget: 9 }), 28],
  [new Hyperband({ maximumBudget: 9 }), 24],
])('%j', (pruner, trials) => {
  const space = { end: uniform(0, 1), rate: uniform(0.1, 1) };
  /** A curve that falls, in 9 steps, with pauses that are drawn anew every time. */
  const curve: Objective<{ readonly end: number; readonly rate: number }> = async ({ end, rate }, trial) => {
    let value = 0;
    for (let step = 1; step <= 9 && !trial.shouldStop; step++) {
      if (Math.random() < 0.3) await new Promise((resolve) => setTimeout(resolve));
      value = end + 1 / (1 + rate * step);
      trial.report(step, value);
    }
    if (trial.number % 10 === 4) throw new Error('four');
    return value;
  };
  const run = (parallel: number) =>
    search({ space, sampler: new RandomSampler(), pruner, objective: curve, trials, parallel, awaits: true });

  test('the same study with any number at once, of which each trial goes as far as it may', async () => {
    const [one, ...others] = (await Promise.all([1, 2, 4].map(run))).map((study) =>
      study.trials.map(({ seconds: _, ...trial }) => trial),
    );
    for (const other of others) expect(other).toEqual(one);
    const states = new Set(one.map(({ state }) => state));
    expect(states).toEqual(new Set(['complete', 'pruned', 'failed']));
    for (const { number, budget = 9, reports, repeats, parameters, state } of one) {
      expect(reports.length).toBeLessThanOrEqual(budget);
      if (repeats !== undefined) {
        expect([parameters, one[repeats].state]).toEqual([one[repeats].parameters, 'pruned']);
        expect(repeats).toBeLessThan(number);
      }
      if (state === 'complete') expect(reports).toHaveLength(9);
    }
    const steps = one.reduce((sum, { reports }) => sum + reports.length, 0);
    expect(steps).toBeLessThan(trials * 9 * 0.8);
  });
});
