import { describe, expect, test } from 'vitest';
import type { Pruner } from '../../../src/search/pruner.ts';
import type { Rung } from '../../../src/search/pruners/bracket.ts';
import { Hyperband } from '../../../src/search/pruners/hyperband.ts';
import { SuccessiveHalving } from '../../../src/search/pruners/successive-halving.ts';
import type { Direction, Trial } from '../../../src/search/trial.ts';
import { congruential } from '../../helpers/congruential.ts';
import { thrownBy } from '../../helpers/errors.ts';
import { type Curve, prunersGolden, trialOf } from '../../helpers/pruned-trials.ts';

/** What a configuration comes to after so many steps. */
type Score = (configuration: number, budget: number) => number;
interface Run {
  readonly configuration: number;
  readonly budget: number;
}

/** Trials one after the other, each with what it may see alone, its value as its last report or as its result. */
function runPlanned(pruner: Pruner, count: number, score: Score, direction: Direction, state: Trial['state']): Run[] {
  const runs: Run[] = [];
  const trials: Trial[] = [];
  let fresh = 0;
  for (let number = 0; number < count; number++) {
    const seen = Math.max(pruner.needs!(number), number - 3);
    const earlier = trials.slice(0, Math.max(0, seen));
    const { budget, repeats } = pruner.plan!({ number, place: number, earlier, direction });
    const configuration = repeats === undefined ? fresh++ : runs[repeats].configuration;
    runs.push({ configuration, budget: budget! });
    trials.push(trialOf(number, [[budget!, score(configuration, budget!)]], state));
  }
  return runs;
}

/** Algorithm 1 of the paper on Hyperband, as loops over sets of configurations. */
function hyperbandByLoops(R: number, eta: number, score: Score, direction: Direction): Run[] {
  const runs: Run[] = [];
  let fresh = 0;
  const most = Math.floor(Math.log(R) / Math.log(eta) + 1e-9);
  const B = (most + 1) * R;
  for (let s = most; s >= 0; s--) {
    const n = Math.ceil((B / R) * (eta ** s / (s + 1)) - 1e-9);
    let T = Array.from({ length: n }, () => fresh++);
    for (let i = 0; i <= s; i++) {
      const budget = Math.floor(R * eta ** (i - s) + 1e-9);
      for (const configuration of T) runs.push({ configuration, budget });
      const losses = T.map((one) => score(one, budget) * (direction === 'minimize' ? 1 : -1));
      const order = T.map((_, j) => j).sort((a, b) => losses[a] - losses[b] || a - b);
      T = order.slice(0, Math.floor(T.length / eta)).map((j) => T[j]);
    }
  }
  return runs;
}

const rungsText = (rungs: readonly Rung[]): string =>
  rungs.map(({ trials, budget }) => `${trials} of ${budget}`).join(', ');

/** Forty whole numbers, so that many are equal. */
function drawnScores(seed: number): Score {
  const draw = congruential(seed);
  const known = new Map<string, number>();
  return (configuration, budget) => {
    const key = `${configuration} ${budget}`;
    if (!known.has(key)) known.set(key, Math.floor(draw() * 40));
    return known.get(key)!;
  };
}

describe('Hyperband', () => {
  test('has the brackets of the paper for R = 81 and η = 3', () => {
    const { brackets } = new Hyperband({ maximumBudget: 81 });
    expect(brackets.map(rungsText)).toEqual([
      '81 of 1, 27 of 3, 9 of 9, 3 of 27, 1 of 81',
      '34 of 3, 11 of 9, 3 of 27, 1 of 81',
      '15 of 9, 5 of 27, 1 of 81',
      '8 of 27, 2 of 81',
      '5 of 81',
    ]);
  });

  test('budgets that are not powers of η are rounded down, from the largest', () => {
    const { brackets } = new Hyperband({ maximumBudget: 100, minimumBudget: 5, reductionFactor: 4 });
    expect(brackets.map(rungsText)).toEqual(['16 of 6, 4 of 25, 1 of 100', '6 of 25, 1 of 100', '3 of 100']);
  });

  test.each<[number, number, Direction, Trial['state']]>([
    [81, 3, 'minimize', 'complete'],
    [81, 3, 'maximize', 'pruned'],
    [16, 2, 'minimize', 'pruned'],
    [100, 4, 'maximize', 'complete'],
  ])('is Algorithm 1 of the paper: R = %d, η = %d, %s, trials that are %s', (R, eta, direction, state) => {
    const score = drawnScores(R);
    const expected = hyperbandByLoops(R, eta, score, direction);
    const pruner = new Hyperband({ maximumBudget: R, reductionFactor: eta });
    expect(runPlanned(pruner, expected.length, score, direction, state)).toEqual(expected);
  });

  test('begins again after the last bracket', () => {
    const pruner = new Hyperband({ maximumBudget: 9 });
    const length = 9 + 3 + 1 + 5 + 1 + 3;
    const planAt = (place: number) => pruner.plan({ number: place, place, earlier: [], direction: 'minimize' });
    for (const number of [0, 5, 8, 13]) {
      expect(pruner.needs(number)).toBe(0);
      expect(pruner.needs(number + length)).toBe(0);
      const plan = planAt(number + length);
      expect(plan).toEqual(planAt(number));
    }
    expect([9, 11, 12, 18].map((number) => pruner.needs(number))).toEqual([9, 9, 12, 18]);
    expect([9, 11, 12, 18].map((number) => pruner.needs(number + length) - length)).toEqual([9, 9, 12, 18]);
  });
});

describe('SuccessiveHalving', () => {
  test.each(prunersGolden().stages)('has the stages of scikit-learn: $options', ({ options, scores, rungs }) => {
    const pruner = new SuccessiveHalving(options);
    const count = rungs.reduce((sum, { indices }) => sum + indices.length, 0);
    const runs = runPlanned(pruner, count, (one, budget) => scores[one][budget - 1], 'maximize', 'complete');
    for (const { budget, indices } of rungs) {
      const there = runs.filter((run) => run.budget === budget).map(({ configuration }) => configuration);
      expect(there.sort((a, b) => a - b)).toEqual(indices);
    }
  });

  test.each<[object, string]>([
    [{ maximumBudget: 81, minimumBudget: 3 }, '27 of 3, 9 of 9, 3 of 27, 1 of 81'],
    [{ maximumBudget: 81, cohort: 10 }, '10 of 9, 3 of 27, 1 of 81'],
    [{ maximumBudget: 80, reductionFactor: 4, cohort: 100 }, '100 of 1, 25 of 5, 6 of 20, 1 of 80'],
    [{ maximumBudget: 2, reductionFactor: 2, cohort: 9 }, '9 of 1, 4 of 2'],
  ])('the rungs of %j', (options, rungs) => {
    expect(rungsText(new SuccessiveHalving(options as { maximumBudget: number }).rungs)).toBe(rungs);
  });

  const pruner = new SuccessiveHalving({ maximumBudget: 9, cohort: 9 });
  const plan = (number: number, earlier: readonly Trial[]) =>
    pruner.plan({ number, place: number, earlier, direction: 'minimize' });

  test('of equal values the first goes on; what failed does not, and its place is for new parameters', () => {
    const values = [5, 3, 3, 9, 3, 1, 7, 2, 8];
    const trials = values.map((value, i) => trialOf(i, [[1, value]], i === 5 ? 'failed' : 'pruned'));
    expect([9, 10, 11].map((number) => plan(number, trials))).toEqual([
      { budget: 3, repeats: 7 },
      { budget: 3, repeats: 1 },
      { budget: 3, repeats: 2 },
    ]);
    const timedOut = trials.map((trial, i) => (i === 0 || i === 6 ? trial : { ...trial, state: 'timedOut' as const }));
    expect([9, 10, 11].map((number) => plan(number, timedOut))).toEqual([
      { budget: 3, repeats: 0 },
      { budget: 3, repeats: 6 },
      { budget: 3 },
    ]);
    const silent = trials.map(({ reports: _, ...trial }) => ({ ...trial, reports: [], state: 'pruned' as const }));
    expect(plan(9, silent)).toEqual({ budget: 3 });
  });

  test('trials are compared at the budget of their rung, also one that went further; other trials are not', () => {
    const trials = Array.from({ length: 9 }, (_, i) => trialOf(i, [[1, i]], 'pruned'));
    const further: Curve = [
      [1, 1.5],
      [2, 8],
      [50, -9],
    ];
    for (const state of ['complete', 'pruned'] as const) {
      const nine = [trialOf(0, further, state), ...trials.slice(1)];
      expect([9, 10, 11].map((number) => plan(number, nine).repeats)).toEqual([1, 0, 2]);
    }
    const ended = [...trials.slice(0, 8), trialOf(8, [[0.5, 9]], 'complete', { values: [-1] })];
    expect(plan(9, ended)).toEqual({ budget: 3, repeats: 8 });
    const beside = trialOf(9, [[3, -100]]);
    expect(plan(10, [...trials, beside])).toEqual({ budget: 3, repeats: 1 });
  });

  test('trials by hand have no place', () => {
    const nine = Array.from({ length: 9 }, (_, i) => trialOf(i, [[1, i]], 'pruned'));
    const hands = [0, 4, 11].map((number) => trialOf(number, [[1, -1]], 'complete', { byHand: true }));
    const earlier = [hands[0], ...nine.slice(0, 3), hands[1], ...nine.slice(3), hands[2]].map((trial, number) => ({
      ...trial,
      number,
    }));
    const planAt = (place: number) => pruner.plan({ number: place + 3, place, earlier, direction: 'minimize' });
    expect([9, 10, 11].map(planAt)).toEqual([1, 2, 3].map((repeats) => ({ budget: 3, repeats })));
    expect(thrownBy(() => plan(9, earlier.slice(0, 10))).message).toContain('of which 8 are over');
  });

  test('a trial whose rung below is not over cannot be planned', () => {
    const trials = Array.from({ length: 8 }, (_, i) => trialOf(i, [[1, i]]));
    expect(thrownBy(() => plan(9, trials)).message).toBe(
      'SuccessiveHalving: trial 9 is planned by the 9 of the rung below, of which 8 are over; wait for all',
    );
    expect(thrownBy(() => plan(-1, [])).message).toBe(
      'SuccessiveHalving: the place of a trial must be a whole number of at least 0, got -1',
    );
  });
});
