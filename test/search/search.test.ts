import { describe, expect, test } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { inProcessExecutor } from '../../src/jobs/in-process-executor.ts';
import type { Objective } from '../../src/search/objective.ts';
import type { Pruner } from '../../src/search/pruner.ts';
import { MedianPruner } from '../../src/search/pruners/median-pruner.ts';
import { SuccessiveHalving } from '../../src/search/pruners/successive-halving.ts';
import type { Proposal, Sampler } from '../../src/search/sampler.ts';
import { GridSampler } from '../../src/search/samplers/grid-sampler.ts';
import { ManualSampler } from '../../src/search/samplers/manual-sampler.ts';
import { QuasiRandomSampler } from '../../src/search/samplers/quasi-random-sampler.ts';
import { RandomSampler } from '../../src/search/samplers/random-sampler.ts';
import { type SearchOptions, type SearchProgress, search } from '../../src/search/search.ts';
import { choice } from '../../src/search/space/choice.ts';
import { uniform } from '../../src/search/space/continuous.ts';
import { integer } from '../../src/search/space/integer.ts';
import type { ParameterValues } from '../../src/search/space/space.ts';
import { when } from '../../src/search/space/when.ts';
import type { Trial } from '../../src/search/trial.ts';
import { trialTask } from '../../src/search/trial-task.ts';
import { RandomStream } from '../../src/tensor/random.ts';

const space = { x: uniform(-1, 1), kind: choice(['a', 'b']), shift: when('kind', 'b', integer(0, 3)) };
type Point = { readonly x: number; readonly kind: 'a' | 'b'; readonly shift: number | undefined };
const bowl = ({ x, shift = 1 }: Point): number => (x - 0.3) * (x - 0.3) + shift;

/** Looks at everything it is shown: near the best seen, by a step that depends on what is pending. */
class NearBest implements Sampler {
  readonly name = 'nearBest';
  readonly learns = true;
  readonly told: Proposal[] = [];

  propose(proposal: Proposal): ParameterValues {
    this.told.push(proposal);
    const { number, seen, pending } = proposal;
    const draw = new RandomStream(1, 'test', number);
    const best = seen
      .filter(({ state }) => state === 'complete')
      .sort((a, b) => a.values![0] - b.values![0] || a.number - b.number)[0];
    const sum = pending.reduce((total, { x }) => total + (x as number), 0);
    const x = ((best?.parameters.x as number) ?? 0) + (draw.uniform() - 0.5) / (1 + seen.length) + sum / 100;
    return { x: Math.max(-1, Math.min(1, x)), kind: 'a' };
  }

  toJSON(): object {
    return { name: this.name };
  }
}

/** Stops what is worse than the mean of the last values before it at that step. */
const belowMean: Pruner<readonly Trial[]> = {
  name: 'belowMean',
  standing: ({ earlier }) => earlier,
  stops({ step, value, standing }) {
    const others = standing.flatMap(({ reports }) =>
      reports.filter((one) => one.step === step).map((one) => one.value),
    );
    return others.length > 0 && value > others.reduce((a, b) => a + b) / others.length;
  },
  toJSON: () => ({ name: 'belowMean' }),
};

/** In steps, with pauses that are drawn anew every time, so that trials end in any order. */
const slow: Objective<Point> = async (parameters, trial) => {
  for (let step = 1; step <= 3; step++) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
    trial.report(step, bowl(parameters) + 1 / step);
    if (trial.shouldStop) break;
  }
  if (trial.number === 4) throw new RangeError('four');
  return bowl(parameters);
};

const timeless = (trials: readonly Trial<unknown>[]) => trials.map(({ seconds: _, ...rest }) => rest);
const run = (options: Partial<SearchOptions<typeof space>> = {}) =>
  search({ space, sampler: new RandomSampler({ seed: 5 }), objective: bowl, trials: 12, ...options });

describe('a search', () => {
  test('has trials by number, the best of them, and what decided it', async () => {
    const study = await run();
    expect(study.trials.map(({ number }) => number)).toEqual([...Array(12).keys()]);
    for (const { parameters, state, values } of study.trials) {
      expect([state, values]).toEqual(['complete', [bowl(parameters)]]);
    }
    expect(study.best!.values![0]).toBe(Math.min(...study.trials.map(({ values }) => values![0])));
    expect(study.front).toEqual([study.best]);
    const json = JSON.parse(JSON.stringify(study));
    expect(json).toMatchObject({ sampler: { name: 'random', seed: 5 }, directions: ['minimize'], lag: 3 });
    expect(json.space.shift).toEqual({
      kind: 'integer',
      low: 0,
      high: 3,
      step: 1,
      log: false,
      when: { parent: 'kind', values: ['b'] },
    });
    expect(json.trials).toHaveLength(12);
  });

  test('looks for the highest, if told to', async () => {
    const study = await run({ direction: 'maximize' });
    expect(study.best!.values![0]).toBe(Math.max(...study.trials.map(({ values }) => values![0])));
  });

  test('ends with the last point of a grid', async () => {
    const { trials } = await run({ sampler: new GridSampler({ levels: 2 }), trials: 1000 });
    expect(trials).toHaveLength(2 * (1 + 2));
  });

  test('with several directions has the trials that no other beats', async () => {
    const values = [
      [1, 5],
      [2, 4],
      [2, 6],
      [0, 9],
      [2, 4],
      [3, 7],
    ];
    const study = await run({
      directions: ['minimize', 'maximize'],
      objective: (_, { number }) => values[number],
      trials: 6,
    });
    // The fourth has the lowest first number and the highest second.
    expect(study.front.map(({ number }) => number)).toEqual([3]);
    const other = await run({
      directions: ['minimize', 'minimize'],
      objective: (_, { number }) => values[number],
      trials: 6,
    });
    expect(other.front.map(({ number }) => number)).toEqual([0, 1, 3]);
  });

  test('a trial that fails is recorded with its error, and the search goes on', async () => {
    const broken: Objective<Point> = ({ x }, { number }) => {
      if (number === 1) throw new RangeError('no');
      if (number === 2) return Number.NaN;
      if (number === 3) return [1, 2];
      return number === 4 ? Number.NEGATIVE_INFINITY : x;
    };
    const { trials, best } = await run({ objective: broken, trials: 7 });
    expect(trials.map(({ state }) => state)).toEqual(['complete', ...Array(4).fill('failed'), 'complete', 'complete']);
    expect(trials.slice(1, 5).map(({ error }) => error)).toEqual([
      { name: 'RangeError', message: 'no' },
      { name: 'NonFiniteError', message: 'trial 2: the objective must be finite, got NaN' },
      { name: 'DataError', message: 'trial 3: the objective must return a number, got an array of 2' },
      { name: 'NonFiniteError', message: 'trial 4: the objective must be finite, got -Infinity' },
    ]);
    expect([0, 5, 6]).toContain(best!.number);
    expect((await run({ objective: () => Number.NaN, trials: 2 })).best).toBe(undefined);
  });

  test.each<[string, readonly (readonly [number, unknown])[], string]>([
    [
      'a step again',
      [
        [1, 0],
        [1, 0],
      ],
      'trial 0: each report must be of a later step; got 1 after 1',
    ],
    ['a value that is NaN', [[1, Number.NaN]], 'trial 0: the value reported at step 1 must be finite, got NaN'],
    ['a value that is no number', [[1, '2']], 'trial 0: the value reported at step 1 must be a number, got "2"'],
  ])('a report of %s makes a trial fail', async (_, reports, message) => {
    const objective: Objective<Point> = (_point, trial) => {
      for (const [step, value] of reports) trial.report(step, value as number);
      return 0;
    };
    const { trials } = await run({ objective, trials: 1 });
    expect([trials[0].state, trials[0].error!.message]).toEqual(['failed', message]);
  });
});

describe('what a trial may know', () => {
  test('are the trials below its number less the lag, and the points of those between', async () => {
    const sampler = new NearBest();
    const { trials } = await run({ sampler, lag: 2 });
    for (const { number, seen, pending } of sampler.told) {
      const visible = Math.max(0, number - 2);
      expect(seen).toEqual(trials.slice(0, visible));
      expect(pending).toEqual(trials.slice(visible, number).map(({ parameters }) => parameters));
    }
  });

  test('so the study is the same with any number at once, and whatever order they end in', async () => {
    const studies = [1, 2, 4, 4].map((parallel) =>
      run({ sampler: new NearBest(), pruner: belowMean, objective: slow, trials: 16, parallel, awaits: true }),
    );
    const [one, ...others] = (await Promise.all(studies)).map(({ trials }) => timeless(trials));
    for (const other of others) expect(other).toEqual(one);
    const states = one.map(({ state }) => state);
    expect(states[4]).toBe('failed');
    expect([states.includes('pruned'), states.includes('complete')]).toEqual([true, true]);
  });

  test('so it goes on from any trials that are over, to the same study', async () => {
    const options = {
      sampler: new NearBest(),
      pruner: belowMean,
      objective: slow,
      trials: 14,
      parallel: 4,
      awaits: true,
    };
    const whole = await run(options);
    const draw = new RandomStream(1, 'resume');
    for (let i = 0; i < 8; i++) {
      const length = draw.integerBelow(12);
      const kept = whole.trials.filter(
        ({ number }) => number < length || (number < length + 4 && draw.integerBelow(2) === 0),
      );
      const journal = journalOf(kept);
      const again = await run({ ...options, journal });
      expect(timeless(again.trials)).toEqual(timeless(whole.trials));
      expect(journal.results.size).toBe(14);
    }
  });

  test('another lag is another study', async () => {
    const [zero, three] = [await run({ sampler: new NearBest(), lag: 0 }), await run({ sampler: new NearBest() })];
    expect(timeless(zero.trials)).not.toEqual(timeless(three.trials));
  });
});

describe('schedules', () => {
  /** Five trials of one step; then the best two again, to the end. */
  const schedule: Pruner = {
    name: 'two rungs',
    needs: (place) => (place < 5 ? 0 : 5),
    plan({ place, earlier }) {
      if (place < 5) return { budget: 1 };
      const ranked = earlier.slice(0, 5).sort((a, b) => a.reports[0].value - b.reports[0].value);
      return { repeats: ranked[place - 5].number };
    },
    toJSON: () => ({ name: 'two rungs' }),
  };

  test('let trials go so far, and take up the points of the best again', async () => {
    const { trials, best } = await run({
      pruner: schedule,
      objective: slow,
      trials: 7,
      lag: 3,
      parallel: 2,
      awaits: true,
    });
    expect(trials.slice(0, 4).map(({ state, budget, reports }) => [state, budget, reports.length])).toEqual(
      Array(4).fill(['pruned', 1, 1]),
    );
    const ranked = trials.slice(0, 5).sort((a, b) => a.reports[0].value - b.reports[0].value);
    for (const [i, trial] of trials.slice(5).entries()) {
      expect(trial).toMatchObject({ state: 'complete', repeats: ranked[i].number, parameters: ranked[i].parameters });
      expect(trial.reports).toHaveLength(3);
    }
    expect(best!.number).toBe(5);
  });

  test('end with complete trials: what is as far as any goes is not pruned', async () => {
    const pruner = new SuccessiveHalving({ maximumBudget: 4, reductionFactor: 2 });
    const endless: Objective<Point> = (parameters, trial) => {
      for (let step = 1; ; step++) {
        trial.report(step, bowl(parameters) + 1 / step);
        if (trial.shouldStop) return bowl(parameters);
      }
    };
    const { trials, best } = await run({ pruner, objective: endless, trials: 7 });
    expect(trials.map(({ state, reports }) => [state, reports.length])).toEqual([
      ...Array(4).fill(['pruned', 1]),
      ...Array(2).fill(['pruned', 2]),
      ['complete', 4],
    ]);
    expect(best!.number).toBe(6);
  });
});

describe('an executor', () => {
  const tasks = { bowl: trialTask<typeof space>(slow), 'no task': () => undefined };
  const executor = inProcessExecutor(tasks, { workers: 4 });
  const pruner = new MedianPruner({ startupTrials: 2, warmupSteps: 1 });

  test('gives the study that a function gives, with any number at once', async () => {
    const options = { sampler: new NearBest(), pruner, trials: 16 };
    const here = await run({ ...options, objective: slow });
    expect(here.trials.some(({ state }) => state === 'pruned')).toBe(true);
    for (const parallel of [1, 4]) {
      const there = await run({ ...options, objective: 'bowl', executor, parallel });
      expect(timeless(there.trials)).toEqual(timeless(here.trials));
    }
  });

  test('that fails with a trial, or ends it for its time, says so in the trial', async () => {
    const broken = {
      ...executor,
      run: async ({ key }: { key: string }): Promise<never> => {
        const error = new Error(`no ${key}`);
        if (key === '1') error.name = 'TimeLimitError';
        throw error;
      },
    };
    const study = await run({ objective: 'bowl', executor: broken, trials: 2 });
    expect(study.trials.map(({ state, error }) => [state, error!.message])).toEqual([
      ['failed', 'no 0'],
      ['timedOut', 'no 1'],
    ]);
    expect([study.isTimed, (await run({ trials: 2 })).isTimed]).toEqual([true, false]);
  });

  test('that gives a trial up without being told to ends the search with an error: no trial is missing in silence', async () => {
    const closed = { ...executor, run: async () => undefined };
    const message = 'search: trial 0: its executor gave it up, as one does that is closed';
    await expect(run({ objective: 'bowl', executor: closed, trials: 2 })).rejects.toThrow(message);
  });

  test('cannot be sent a pruner of one’s own', async () => {
    await expect(run({ objective: 'bowl', executor, pruner: belowMean })).rejects.toThrow(
      "search: with an executor the pruner must be one of simdgrad's, such as new MedianPruner(), got belowMean",
    );
  });
});

describe('points by hand', () => {
  test('are the next trials, and samplers learn from them', async () => {
    const sampler = new NearBest();
    const byHand = [{ x: 0.3, kind: 'a' as const, shift: undefined }];
    const first = await run({ sampler, trials: 2 });
    const { trials } = await run({ sampler, trials: 8, byHand, journal: journalOf(first.trials) });
    expect(trials[2]).toMatchObject({ number: 2, parameters: { x: 0.3, kind: 'a' }, byHand: true });
    expect(trials.filter(({ byHand: own }) => own)).toHaveLength(1);
    expect(sampler.told.at(-1)!.seen[2].byHand).toBe(true);
  });

  test.each<Sampler>([
    new GridSampler({ levels: 2 }),
    new ManualSampler([
      { x: 0.5, kind: 'a' },
      { x: 0.25, kind: 'a' },
      { x: 1, kind: 'b', shift: 2 },
    ]),
    new QuasiRandomSampler({ seed: 1 }),
  ])('take none of the points of a list: $name', async (sampler) => {
    const alone = await run({ sampler, trials: 6 });
    const first = await run({ sampler, trials: 2 });
    const hand = { x: 0.3, kind: 'a' as const, shift: undefined };
    const counts: number[] = [];
    const { trials } = await run({
      ...{ sampler, trials: alone.trials.length + 1, byHand: [hand], journal: journalOf(first.trials) },
      onProgress: (progress) => counts.push(progress.trials),
    });
    expect(trials[2]).toMatchObject({ byHand: true, parameters: { x: 0.3, kind: 'a' } });
    const others = trials.filter(({ byHand }) => !byHand).map(({ parameters }) => parameters);
    expect(others).toEqual(alone.trials.map(({ parameters }) => parameters));
    expect(new Set(counts)).toEqual(new Set([trials.length]));
    if (sampler.name === 'quasiRandom') return;
    expect((await run({ sampler, trials: 99, journal: journalOf(trials) })).trials).toEqual(trials);
  });
});

describe('points by hand beside a schedule', () => {
  const pruner = new SuccessiveHalving({ maximumBudget: 4, reductionFactor: 2 }); // 4 trials of 1 step, 2 of 2, 1 of 4
  const point = (x: number) => ({ x, kind: 'a' as const, shift: undefined });
  const curve: Objective<Point> = async (parameters, trial) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 2));
    for (let step = 1; step <= 6 && !trial.shouldStop; step++) trial.report(step, bowl(parameters) + 1 / step);
    return bowl(parameters);
  };
  const options = { pruner, objective: curve, awaits: true };
  const withHands = async (parallel: number) => {
    const first = await run({ ...options, trials: 3, parallel });
    const second = await run({
      ...{ ...options, trials: 8, parallel },
      byHand: [point(0.3), point(0.31)],
      journal: journalOf(first.trials),
    });
    return run({ ...options, trials: 17, parallel, byHand: [point(0.29)], journal: journalOf(second.trials) });
  };

  test('take none of its places, and lose no survivor', async () => {
    const { trials } = await withHands(1);
    const scheduled = trials.filter(({ byHand }) => !byHand);
    const hands = trials
      .filter(({ byHand }) => byHand)
      .map(({ number, budget, reports }) => [number, budget, reports.length]);
    expect(hands).toEqual([3, 4, 8].map((number) => [number, undefined, 6]));
    expect(scheduled.map(({ budget }) => budget)).toEqual([1, 1, 1, 1, 2, 2, 4, 1, 1, 1, 1, 2, 2, 4]);
    const best = (few: readonly Trial<unknown>[], count: number) =>
      [...few].sort((a, b) => a.reports.at(-1)!.value - b.reports.at(-1)!.value).slice(0, count);
    for (const begin of [0, 7]) {
      const [lowest, middle, last] = [
        [0, 4],
        [4, 6],
        [6, 7],
      ].map(([from, to]) => scheduled.slice(begin + from, begin + to));
      expect(middle.map(({ repeats }) => repeats)).toEqual(best(lowest, 2).map(({ number }) => number));
      expect(last.map(({ repeats }) => repeats)).toEqual(best(middle, 1).map(({ number }) => number));
    }
  });

  test('and those that take up the points of others take none of a grid, which ends the search', async () => {
    const sampler = new GridSampler({ levels: { x: 3 } });
    const grid = await run({ sampler, trials: 99 });
    expect(grid.trials).toHaveLength(3 * (1 + 4));
    const { trials } = await run({ ...options, sampler, trials: 99, byHand: [point(0.3)] });
    const own = trials.filter(({ byHand, repeats }) => !byHand && repeats === undefined);
    expect(own.map(({ parameters }) => parameters)).toEqual(grid.trials.map(({ parameters }) => parameters));
    // Three rounds of 4, 2 and 1; of the fourth three points, and then there is none.
    expect(trials.filter(({ byHand }) => !byHand).map(({ budget }) => budget)).toEqual([
      ...[1, 1, 1, 1, 2, 2, 4],
      ...[1, 1, 1, 1, 2, 2, 4],
      ...[1, 1, 1, 1, 2, 2, 4],
      ...[1, 1, 1],
    ]);
  });

  test('leave the study the same with any number at once, and after it was stopped', async () => {
    const whole = await withHands(1);
    for (const parallel of [2, 4]) expect(timeless((await withHands(parallel)).trials)).toEqual(timeless(whole.trials));
    for (const length of [9, 12, 15]) {
      for (const late of [[], [length + 1], [length, length + 2]]) {
        const kept = whole.trials.filter(({ number }) => number < length || late.includes(number));
        const again = await run({ ...options, trials: 17, parallel: 2, journal: journalOf(kept) });
        expect(timeless(again.trials)).toEqual(timeless(whole.trials));
      }
    }
  });
});

describe('a search that is ended', () => {
  test('by its signal gives up what is under way, and returns the rest', async () => {
    const controller = new AbortController();
    const objective: Objective<Point> = async ({ x }, { number, signal }) => {
      if (number === 5) controller.abort();
      return signal.aborted ? 99 : x;
    };
    const journal = journalOf([]);
    const { trials } = await run({ objective, signal: controller.signal, journal });
    expect(trials.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
    expect(journal.results.size).toBe(5);
    expect((await run({ signal: AbortSignal.abort() })).trials).toEqual([]);
  });

  test.each<[string, Partial<SearchOptions<typeof space>>]>([
    [
      'onProgress',
      {
        onProgress: () => {
          throw new Error('broken');
        },
      },
    ],
    ['the journal', { journal: { results: new Map(), append: () => Promise.reject(new Error('broken')) } }],
    [
      'the sampler',
      {
        sampler: {
          name: 'broken',
          learns: false,
          propose: () => {
            throw new Error('broken');
          },
          toJSON: () => ({}),
        },
      },
    ],
  ])('by what %s throws', async (_, options) => {
    await expect(run(options)).rejects.toThrow('broken');
  });

  test('by a sampler that leaves the space', async () => {
    const sampler: Sampler = { name: 'lost', learns: false, propose: () => ({ x: 2, kind: 'a' }), toJSON: () => ({}) };
    await expect(run({ sampler })).rejects.toThrow(
      'search: parameters that lost proposes for trial 0: x must be from -1 to 1, got 2',
    );
  });

  test('lets others have their turn, however little a trial takes', async () => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), 20);
    const { trials } = await run({ trials: 10_000_000, signal: controller.signal });
    clearTimeout(timer);
    expect(trials.length).toBeLessThan(10_000_000);
  });
});

test('progress is told after every trial', async () => {
  const told: SearchProgress<Point>[] = [];
  const kept = (await run({ trials: 3 })).trials;
  await run({ trials: 6, journal: journalOf(kept), onProgress: (progress) => told.push(progress) });
  expect(told.map(({ done, trials, trial }) => [done, trials, trial.number])).toEqual([
    [4, 6, 3],
    [5, 6, 4],
    [6, 6, 5],
  ]);
  expect(told[1].secondsLeft).toBeGreaterThan(0);
  expect(told[2].secondsLeft).toBe(0);
  expect(told[0].study.trials).toHaveLength(4);
});

test.each<
  [string, Partial<SearchOptions<typeof space>>, typeof RangeError | typeof TypeError | typeof DataError, string]
>([
  ['a misspelt option', { trails: 2 } as never, TypeError, "search: unknown option 'trails'; did you mean 'trials'?"],
  ['no trials', { trials: 0 }, RangeError, 'search: trials must be a whole number of at least 1, got 0'],
  ['an empty space', { space: {} as never }, RangeError, 'Space: there must be a parameter, got none'],
  [
    'no sampler',
    { sampler: {} as never },
    TypeError,
    'search: sampler must be one, such as new BayesianSampler(), got an Object',
  ],
  [
    'no objective',
    { objective: undefined as never },
    TypeError,
    'search: objective must be a function, or with an executor the name of a task, got undefined',
  ],
  [
    'a pruner that is none',
    { pruner: {} as never },
    TypeError,
    'search: pruner must be one, such as new MedianPruner(), got an Object',
  ],
  [
    'several at once of a function',
    { parallel: 2 },
    RangeError,
    'search: a function runs in this thread, one trial at a time, got parallel 2',
  ],
  [
    'more at once than the lag lets',
    { sampler: new NearBest(), parallel: 5, awaits: true },
    RangeError,
    'search: parallel can be at most lag + 1, got 5 and a lag of 3; take lag 4',
  ],
  [
    'a wrong direction',
    { direction: 'up' as never },
    RangeError,
    "search: direction must be one of 'minimize', 'maximize', got \"up\"",
  ],
  [
    'direction and directions',
    { direction: 'minimize', directions: ['minimize'] },
    TypeError,
    'search: give direction or directions, not both',
  ],
  [
    'no directions',
    { directions: [] },
    TypeError,
    "search: directions must be a list of 'minimize' and 'maximize', got an array of 0",
  ],
  [
    'a pruner of several directions',
    { directions: ['minimize', 'minimize'], pruner: belowMean },
    RangeError,
    'search: a pruner judges by one number',
  ],
  [
    'a point by hand outside',
    { byHand: [{ x: 2, kind: 'a', shift: undefined }] },
    DataError,
    'search: point 0 by hand: x must be from -1 to 1, got 2',
  ],
  [
    'a pruner that needs the future',
    { pruner: { ...belowMean, needs: (number) => number + 1 } },
    RangeError,
    'search: trials that belowMean needs: for trial 0 must be in [0, 0], got 1',
  ],
  [
    'an executor and a function',
    { executor: {} as never },
    TypeError,
    'search: with an executor, objective must be the name of a task, got function bowl',
  ],
  [
    'a journal of another space',
    {
      journal: journalOf([
        { number: 0, parameters: { y: 1 }, state: 'complete', values: [1], reports: [], seconds: 1 },
      ]),
    },
    DataError,
    "search: trial 0 of the journal: there is no parameter 'y'",
  ],
  [
    'a journal of other values',
    {
      journal: journalOf([
        { number: 0, parameters: { x: 0, kind: 'a' }, state: 'complete', values: [1, 2], reports: [], seconds: 1 },
      ]),
    },
    DataError,
    'search: trial 0 of the journal: values must be a list of 1, got an array of 2',
  ],
  [
    'a journal of another number',
    {
      journal: {
        ...journalOf([]),
        results: new Map([
          ['1', { number: 0, parameters: { x: 0, kind: 'a' }, state: 'pruned', reports: [], seconds: 1 }],
        ]),
      },
    },
    DataError,
    'search: trial 1 of the journal says that it is trial 0',
  ],
])('%s is refused', async (_, options, kind, message) => {
  const error = await run(options).then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  expect(error).toBeInstanceOf(kind);
  expect(error!.message).toContain(message);
});

function journalOf(trials: readonly Trial<unknown>[]) {
  const results = new Map<string, unknown>(
    trials.map((trial) => [String(trial.number), JSON.parse(JSON.stringify(trial))]),
  );
  const append = async (key: string, trial: Trial): Promise<void> => void results.set(key, trial);
  return { results, append };
}
