import { describe, expect, test } from 'vitest';
import { BayesianSampler } from '../../../src/search/samplers/bayesian-sampler.ts';
import { choice } from '../../../src/search/space/choice.ts';
import { logUniform, uniform } from '../../../src/search/space/continuous.ts';
import { integer } from '../../../src/search/space/integer.ts';
import { type ParameterValues, Space, type SpaceDefinition } from '../../../src/search/space/space.ts';
import { when } from '../../../src/search/space/when.ts';
import type { Direction, Trial } from '../../../src/search/trial.ts';
import { searchProblems } from '../../helpers/search-problems.ts';

type Numbers = Readonly<Record<string, number>>;

/** Trials of a study with a lag of 3; the objective says 'failed' by throwing. */
function study(
  sampler: BayesianSampler,
  space: Space,
  objective: (parameters: Numbers) => number[],
  count: number,
  directions: readonly Direction[] = ['minimize'],
): Trial[] {
  const trials: Trial[] = [];
  for (let number = 0; number < count; number++) {
    const seen = trials.slice(0, Math.max(0, number - 3));
    const pending = trials.slice(seen.length).map(({ parameters }) => parameters);
    const parameters = sampler.propose({ space, number, seen, pending, directions });
    expect(space.require('test', parameters)).toEqual(parameters);
    const rest = { number, parameters, reports: [], seconds: 0 };
    try {
      trials.push({ ...rest, state: 'complete', values: objective(parameters as Numbers) });
    } catch {
      trials.push({ ...rest, state: 'failed' });
    }
  }
  return trials;
}

const asSpace = (definition: SpaceDefinition): Space => new Space(definition);
const parametersOf = (trials: readonly Trial[]): ParameterValues[] => trials.map(({ parameters }) => parameters);
const leastOf = (trials: readonly Trial[]): number =>
  Math.min(...trials.map(({ values }) => values?.[0] ?? Number.POSITIVE_INFINITY));

const { space: square, minimum } = searchProblems.branin;
const branin = (parameters: Numbers): number[] => [searchProblems.branin.value(parameters)];

describe('BayesianSampler', () => {
  test.each([1, 2])('comes in 35 trials of Branin nearer than random search in 500, seed %i', (seed) => {
    // Whose median over 20 seeds is 0.08 from the minimum.
    expect(leastOf(study(new BayesianSampler({ seed }), square, branin, 35)) - minimum).toBeLessThan(0.05);
  });

  test('proposes the same whatever was asked before, and by another sampler of the same seed', () => {
    const trials = study(new BayesianSampler({ seed: 5 }), square, branin, 16);
    const proposal = (number: number) => ({
      space: square,
      number,
      seen: trials.slice(0, number - 3),
      pending: parametersOf(trials.slice(number - 3, number)),
      directions: ['minimize'] as const,
    });
    const sampler = new BayesianSampler({ seed: 5 });
    for (const number of [15, 12, 13, 15]) expect(sampler.propose(proposal(number))).toEqual(trials[number].parameters);
    // A space that was read again is the same space.
    const again = Space.fromJSON(JSON.parse(JSON.stringify(square)));
    expect(sampler.propose({ ...proposal(14), space: again })).toEqual(trials[14].parameters);
    expect(new BayesianSampler({ seed: 6 }).propose(proposal(4))).not.toEqual(trials[4].parameters);
  });

  test('maximises as it minimises', () => {
    const up = study(new BayesianSampler(), square, (at) => [-branin(at)[0]], 14, ['maximize']);
    expect(parametersOf(up)).toEqual(parametersOf(study(new BayesianSampler(), square, branin, 14)));
  });

  test('finds its way among choices, whole numbers and conditions', () => {
    const mixed = asSpace({
      rate: logUniform(1e-4, 1),
      units: integer(8, 256, { step: 8, log: true }),
      optimizer: choice(['sgd', 'adam', 'rmsProp']),
      momentum: when('optimizer', 'sgd', uniform(0, 1)),
      nesterov: when('optimizer', 'sgd', choice([true, false])),
      fixed: choice(['only']),
    });
    const objective = ({ rate, units, optimizer, momentum, nesterov }: Numbers): number[] => {
      const off = (Math.log10(rate) + 2) ** 2 + Math.log2(units / 64) ** 2 / 4;
      const kind = optimizer as unknown as string;
      if (kind === 'sgd') return [off + (momentum - 0.9) ** 2 + (nesterov ? 0 : 0.2)];
      return [off + (kind === 'adam' ? 0.4 : 1)];
    };
    const trials = study(new BayesianSampler({ seed: 2 }), mixed, objective, 32);
    expect(leastOf(trials)).toBeLessThan(0.05);
    // What it tries in the end is what is best.
    const last = trials.slice(-10).filter(({ parameters }) => parameters.optimizer === 'sgd' && parameters.nesterov);
    expect(last.length).toBeGreaterThan(4);
  });

  test('tries each point of a small space once, the good ones first, and then goes on', () => {
    const small = asSpace({ a: integer(0, 6), b: choice(['x', 'y']), c: when('b', 'y', integer(1, 2)) });
    const trials = study(new BayesianSampler({ initial: 6 }), small, ({ a, c }) => [(a - 4) ** 2 + (c ?? 0)], 23);
    const keys = trials.map(({ parameters }) => JSON.stringify(parameters));
    expect(small.size).toBe(21);
    expect(new Set(keys.slice(0, 21)).size).toBe(21);
    expect(new Set(keys).size).toBe(21);
    expect(keys.indexOf('{"a":4,"b":"x"}')).toBeLessThan(14);
  });

  test('keeps away from pending trials', () => {
    const line = asSpace({ x: uniform(0, 1) });
    const seen = study(new BayesianSampler(), line, ({ x }) => [(x - 0.3) ** 2], 10);
    const about = { space: line, number: 12, seen, directions: ['minimize'] as const };
    const first = new BayesianSampler().propose({ ...about, pending: [] });
    const second = new BayesianSampler().propose({ ...about, pending: [first] });
    const third = new BayesianSampler().propose({ ...about, pending: [first, second] });
    expect(Math.abs((first.x as number) - 0.3)).toBeLessThan(0.05);
    expect(new Set([first.x, second.x, third.x]).size).toBe(3);
    expect(Math.abs((second.x as number) - (first.x as number))).toBeGreaterThan(1e-4);
  });

  test('keeps away from where trials fail, and goes on with even points while all do', () => {
    const failing = study(
      new BayesianSampler({ seed: 3 }),
      square,
      (at) => {
        if (at.x0 > 2) throw new Error('diverged');
        return branin(at);
      },
      30,
    );
    expect(failing.slice(18).filter(({ state }) => state === 'failed').length).toBeLessThan(4);
    expect(leastOf(failing)).toBeLessThan(1);
    const fail = (): never => {
      throw new Error('diverged');
    };
    const points = parametersOf(study(new BayesianSampler({ seed: 3 }), square, fail, 20));
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(20);
    expect(points.slice(0, 10)).toEqual(parametersOf(failing.slice(0, 10)));
  });

  test('follows the front of two objectives', () => {
    const line = asSpace({ x: uniform(-1, 2), y: uniform(0, 1) });
    const both: Direction[] = ['minimize', 'maximize'];
    const trials = study(
      new BayesianSampler({ seed: 1 }),
      line,
      ({ x, y }) => [x * x + y, -((x - 1) ** 2) - y],
      30,
      both,
    );
    const chosen = trials.slice(15).map(({ parameters }) => parameters as Numbers);
    // The front is y = 0, x from 0 to 1.
    expect(chosen.filter(({ x, y }) => x > -0.1 && x < 1.1 && y < 0.1).length).toBeGreaterThan(9);
    const places = chosen.map(({ x }) => x).sort((a, b) => a - b);
    expect(places[0]).toBeLessThan(0.4);
    expect(places[14]).toBeGreaterThan(0.8);
  });

  test('serves spaces of more parameters than a Sobol sequence has dimensions', () => {
    const wide = asSpace(Object.fromEntries(Array.from({ length: 110 }, (_, i) => [`x${i}`, uniform(0, 1)])));
    const trials = study(new BayesianSampler({ initial: 4 }), wide, ({ x0, x109 }) => [x0 + x109], 8);
    expect(new Set(trials.map(({ parameters }) => parameters.x109)).size).toBe(8);
  });

  test('says what it is, and refuses options that it cannot have', () => {
    expect(new BayesianSampler({ seed: 7 })).toMatchObject({ name: 'bayesian', learns: true, seed: 7 });
    expect(JSON.parse(JSON.stringify(new BayesianSampler()))).toEqual({ name: 'bayesian', seed: 0, initial: 10 });
    expect(() => new BayesianSampler({ seed: -1 })).toThrow(
      'BayesianSampler: seed must be a whole number of at least 0',
    );
    expect(() => new BayesianSampler({ initial: 0 })).toThrow('initial must be a whole number of at least 1, got 0');
    expect(() => new BayesianSampler({ start: 3 } as object)).toThrow("unknown option 'start'");
  });
});
