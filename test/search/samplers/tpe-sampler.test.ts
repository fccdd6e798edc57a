import { describe, expect, it } from 'vitest';
import { TpeSampler } from '../../../src/search/samplers/tpe-sampler.ts';
import { choice } from '../../../src/search/space/choice.ts';
import { logUniform, uniform } from '../../../src/search/space/continuous.ts';
import { integer } from '../../../src/search/space/integer.ts';
import { type ParameterValues, Space } from '../../../src/search/space/space.ts';
import { when } from '../../../src/search/space/when.ts';
import type { Direction, Trial } from '../../../src/search/trial.ts';
import golden from '../../golden/optuna-tpe.json' with { type: 'json' };
import { searchProblems } from '../../helpers/search-problems.ts';

const mixed: Space = new Space({
  rate: logUniform(1e-4, 1),
  units: integer(8, 256, { step: 8, log: true }),
  layers: integer(1, 5),
  optimizer: choice(['sgd', 'adam', 'rmsProp']),
  momentum: when('optimizer', 'sgd', uniform(0, 1)),
});

type Outcome = Pick<Trial, 'state'> & Partial<Trial>;
const complete = (...values: number[]): Outcome => ({ state: 'complete', values });

/** Trials of a study. */
function study(
  sampler: TpeSampler,
  space: Space,
  outcome: (parameters: ParameterValues, number: number) => Outcome,
  count: number,
  { lag = 3, directions = ['minimize'] }: { lag?: number; directions?: readonly Direction[] } = {},
): Trial[] {
  const trials: Trial[] = [];
  for (let number = 0; number < count; number++) {
    const parameters = sampler.propose({ space, number, ...known(trials, number, lag), directions });
    trials.push({ number, parameters, reports: [], seconds: 0, ...outcome(parameters, number) });
  }
  return trials;
}

function known(trials: readonly Trial[], number: number, lag: number) {
  const seen = trials.slice(0, Math.max(0, number - lag));
  return { seen, pending: trials.slice(seen.length, number).map(({ parameters }) => parameters) };
}

/** Best at rate 0.01, 64 units, 2 layers, sgd with momentum 0.8. */
function cost({ rate, units, layers, optimizer, momentum }: ParameterValues): number {
  const far =
    (Math.log10(rate as number) + 2) ** 2 + Math.log2((units as number) / 64) ** 2 + ((layers as number) - 2) ** 2;
  return far + (optimizer === 'sgd' ? 2 * Math.abs((momentum as number) - 0.8) : 1);
}

describe('TpeSampler', () => {
  it('finds its way among scales, whole numbers, choices and conditions', () => {
    const trials = study(new TpeSampler({ seed: 1 }), mixed, (parameters) => complete(cost(parameters)), 90);
    for (const { parameters } of trials) expect(mixed.require('test', parameters)).toEqual(parameters);
    const costs = trials.map(({ values }) => values![0]);
    expect(Math.min(...costs)).toBeLessThan(0.4);
    const mean = (some: readonly number[]) => some.reduce((sum, value) => sum + value, 0) / some.length;
    expect(mean(costs.slice(60))).toBeLessThan(mean(costs.slice(0, 13)) / 2);
    const late = trials.slice(60).map(({ parameters }) => parameters.optimizer);
    expect(late.filter((name) => name === 'sgd').length).toBeGreaterThan(15);
  });

  it('draws the first trials evenly, until 10 have told something', () => {
    const sampler = new TpeSampler({ seed: 3 });
    const one = study(sampler, mixed, (parameters) => complete(cost(parameters)), 13);
    const other = study(sampler, mixed, (parameters) => complete(-cost(parameters)), 13);
    const points = (trials: readonly Trial[]) => trials.map(({ parameters }) => parameters);
    expect(points(other)).toEqual(points(one));
    const seen = { number: 13, ...known(one, 13, 3), space: mixed };
    expect(sampler.propose({ ...seen, directions: ['maximize'] })).not.toEqual(
      sampler.propose({ ...seen, directions: ['minimize'] }),
    );
  });

  it('proposes the same whatever was asked before', () => {
    const trials = study(new TpeSampler({ seed: 5 }), mixed, (parameters) => complete(cost(parameters)), 30);
    const sampler = new TpeSampler({ seed: 5 });
    for (const number of [29, 12, 20, 29]) {
      const proposal = { space: mixed, number, ...known(trials, number, 3), directions: ['minimize'] as const };
      expect(sampler.propose(proposal)).toEqual(trials[number].parameters);
      expect(new TpeSampler({ seed: 6 }).propose(proposal)).not.toEqual(trials[number].parameters);
    }
  });

  it('goes up as it goes down', () => {
    const down = study(new TpeSampler(), mixed, (parameters) => complete(cost(parameters)), 30);
    const up = study(new TpeSampler(), mixed, (parameters) => complete(-cost(parameters)), 30, {
      directions: ['maximize'],
    });
    expect(up.map(({ parameters }) => parameters)).toEqual(down.map(({ parameters }) => parameters));
  });

  it('does not look at trials that failed, and counts pruned ones behind those that went on', () => {
    const sampler = new TpeSampler({ seed: 1 });
    const trials = study(
      new TpeSampler({ seed: 9, startupTrials: 1000 }),
      mixed,
      (parameters) => complete(cost(parameters)),
      40,
    );
    const proposed = (seen: readonly Trial[]) =>
      sampler.propose({ space: mixed, number: 60, seen, pending: [], directions: ['minimize'] });
    const failed = trials.map(
      (trial): Trial => ({ ...trial, number: trial.number + 100, state: 'failed', values: undefined }),
    );
    expect(proposed([...trials, ...failed])).toEqual(proposed(trials));
    const pruned = trials.map(
      (trial, i): Trial =>
        i < 20 ? trial : { ...trial, state: 'pruned', values: undefined, reports: [{ step: 1, value: -1e9 }] },
    );
    const worst = trials.map((trial, i): Trial => (i < 20 ? trial : { ...trial, values: [1e9] }));
    expect(proposed(pruned)).toEqual(proposed(worst));
  });

  it('keeps away from where trials are under way', () => {
    const space = new Space({ x: uniform(0, 1) });
    const sampler = (seed: number) => new TpeSampler({ seed });
    const trials = study(sampler(0), space, ({ x }) => complete(((x as number) - 0.5) ** 2), 30);
    const distance = (pending: readonly ParameterValues[]) => {
      let sum = 0;
      for (let seed = 0; seed < 30; seed++) {
        const about = { space, number: 30, seen: trials, pending, directions: ['minimize'] as const };
        sum += Math.abs((sampler(seed).propose(about).x as number) - 0.5);
      }
      return sum / 30;
    };
    expect(distance(Array(10).fill({ x: 0.5 }))).toBeGreaterThan(1.2 * distance([]));
  });

  it('follows the front of two objectives', () => {
    const space = new Space({ x: uniform(0, 1), y: uniform(0, 1) });
    const both = ({ x, y }: ParameterValues) =>
      complete((x as number) + (y as number), 1 - (x as number) + (y as number));
    const trials = study(new TpeSampler({ seed: 2 }), space, both, 100, { directions: ['minimize', 'minimize'] });
    const late = trials.slice(60).map(({ parameters }) => parameters as { x: number; y: number });
    expect(late.filter(({ y }) => y < 0.25).length).toBeGreaterThan(20);
    expect(late.some(({ x }) => x < 0.3) && late.some(({ x }) => x > 0.7)).toBe(true);
  });

  it('is written down with all that decides about it', () => {
    expect(new TpeSampler({ seed: 4, candidates: 10 }).toJSON()).toEqual({
      name: 'tpe',
      seed: 4,
      startupTrials: 10,
      candidates: 10,
      priorWeight: 1,
    });
  });

  it.each([
    [{ seed: 0.5 }, RangeError, 'TpeSampler: seed must be a whole number of at least 0, got 0.5'],
    [{ startupTrials: 0 }, RangeError, 'TpeSampler: startupTrials must be a whole number of at least 1, got 0'],
    [{ candidates: 0 }, RangeError, 'TpeSampler: candidates must be a whole number of at least 1, got 0'],
    [{ priorWeight: 0 }, RangeError, 'TpeSampler: priorWeight must be positive, got 0'],
    [{ candidate: 3 }, TypeError, "TpeSampler: unknown option 'candidate'; did you mean 'candidates'?"],
  ])('refuses %j', (options, type, message) => {
    const call = () => new TpeSampler(options as object);
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});

describe.each(Object.keys(searchProblems) as (keyof typeof searchProblems)[])('%s', (name) => {
  it('is what Optuna was tried with', () => {
    const { value, minimum } = searchProblems[name];
    for (const { x, value: expected } of golden.problems[name].values) {
      const parameters = Object.fromEntries(x.map((xi, i) => [`x${i}`, xi]));
      expect(Math.abs(value(parameters) - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
    }
    expect(Math.abs(minimum - golden.problems[name].minimum)).toBeLessThan(1e-12);
  });

  // A comparison of many seeds is for a command; this finds only what is broken. Random points are behind 0.89 to 1 of Optuna's.
  it('is searched about as well as by Optuna, in 100 trials', () => {
    const { space, value, minimum } = searchProblems[name];
    const theirs = golden.problems[name].regrets.map((after) => after[golden.after.indexOf(100)]);
    const behind = Array.from({ length: 5 }, (_, seed) => {
      const trials = study(new TpeSampler({ seed }), space, (parameters) => complete(value(parameters)), 100, {
        lag: 0,
      });
      const regret = Math.min(...trials.map(({ values }) => values![0])) - minimum;
      return theirs.filter((their) => their < regret).length / theirs.length;
    });
    // Evenly in [0, 1] where both are alike: the mean of five deviates by 0.13 from a half.
    expect(behind.reduce((sum, share) => sum + share / 5, 0)).toBeLessThan(0.8);
  });
});
