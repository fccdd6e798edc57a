import { expect, it } from 'vitest';
import { rankTrials } from '../../../src/search/tpe/rank-trials.ts';
import type { Direction, Trial } from '../../../src/search/trial.ts';

/** Trials numbered in their order. */
function ranks(trials: readonly Partial<Trial>[], directions: readonly Direction[] = ['minimize']): number[] {
  const whole = trials.map(
    (trial, number): Trial => ({ number, parameters: {}, state: 'complete', reports: [], seconds: 0, ...trial }),
  );
  return rankTrials(whole, directions).map(({ number }) => number);
}

const at = (...reports: [step: number, value: number][]): Partial<Trial> => ({
  state: 'pruned',
  reports: reports.map(([step, value]) => ({ step, value })),
});

it('puts the better value first, and of equal ones the earlier trial', () => {
  const values = [3, 1, 2, 1].map((value) => ({ values: [value] }));
  expect(ranks(values)).toEqual([1, 3, 2, 0]);
  expect(ranks(values, ['maximize'])).toEqual([0, 2, 1, 3]);
});

it('leaves out failed trials, and pruned ones that said nothing', () => {
  expect(
    ranks([{ values: [1] }, { state: 'failed' }, { state: 'timedOut', reports: [{ step: 1, value: 0 }] }, at()]),
  ).toEqual([0]);
});

it('puts complete trials before pruned ones, and those by how far they went, then by their last report', () => {
  const trials = [at([1, 0.1]), at([1, 0.1], [4, 9]), { values: [100] }, at([1, 0.9], [4, 8]), at([4, Number.NaN])];
  expect(ranks(trials)).toEqual([2, 3, 1, 4, 0]);
  expect(ranks(trials, ['maximize'])).toEqual([2, 1, 3, 4, 0]);
});

it('compares complete trials at the last step of a schedule, also those that went further', () => {
  const reports = (...values: number[]) => values.map((value, i) => ({ step: i + 1, value }));
  const trials: Partial<Trial>[] = [
    { budget: 3, values: [5], reports: reports(9, 7, 5) },
    { byHand: true, values: [1], reports: reports(9, 8, 6, 1) },
    { byHand: true, values: [90] },
    { budget: 1, state: 'pruned', reports: reports(0) },
    { budget: 2, values: [4], reports: reports(4) }, // ended by itself
  ];
  expect(ranks(trials)).toEqual([4, 0, 1, 2, 3]);
});

it('counts trials that take up each other once, by the one that went furthest', () => {
  const trials: Partial<Trial>[] = [
    { budget: 1, values: [5] },
    { budget: 1, values: [4] },
    { budget: 3, repeats: 0, values: [6] },
    { budget: 9, repeats: 2, values: [7] },
    { budget: 3, repeats: 1, values: [9] },
    { budget: 9, repeats: 1, state: 'failed' },
  ];
  expect(ranks(trials)).toEqual([3, 4]);
});

it('ranks several objectives by fronts, and within a front the most alone first', () => {
  const values = [
    [2, 2],
    [0, 3],
    [3, 0],
    [1, 1],
    [2.9, 0.1],
    [5, 5],
    [3, 3],
  ].map((one) => ({ values: one }));
  // The front is 1, 3, 4, 2; of its middle points 3 is further from its neighbours.
  expect(ranks(values, ['minimize', 'minimize'])).toEqual([1, 2, 3, 4, 0, 6, 5]);
  const turned = values.map(({ values: [a, b] }) => ({ values: [a, -b] }));
  expect(ranks(turned, ['minimize', 'maximize'])).toEqual([1, 2, 3, 4, 0, 6, 5]);
  expect(ranks([at([1, 0]), { values: [1, 1] }], ['minimize', 'minimize'])).toEqual([1]);
});
