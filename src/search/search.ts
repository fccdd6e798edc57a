import {
  DataError,
  requireBoolean,
  requireInteger,
  requireKnownOptions,
  requireOneOf,
  requireSignal,
  valueText,
} from '../errors.ts';
import type { Executor } from '../jobs/executor.ts';
import { requireLimits } from '../jobs/job-limits.ts';
import { Pause } from '../training/pause.ts';
import type { Objective } from './objective.ts';
import type { Pruner } from './pruner.ts';
import { prunerFrom } from './pruners/pruner-from-json.ts';
import { errorOf, runTrial, type TrialCall, type TrialOutcome } from './run-trial.ts';
import type { Sampler } from './sampler.ts';
import { BayesianSampler } from './samplers/bayesian-sampler.ts';
import { type ParametersOf, type ParameterValues, Space, type SpaceDefinition } from './space/space.ts';
import { type SearchPlan, SearchStudy } from './study.ts';
import type { Direction, Trial } from './trial.ts';
import { trialFrom } from './trial-from-json.ts';
import { type QueuedTrial, TrialQueue } from './trial-queue.ts';

const who = 'search';

export interface SearchOptions<D extends SpaceDefinition> {
  /** What is searched: a space, or dimensions by name. */
  readonly space: Space<D> | D;
  /** Chooses the parameters of each trial; `new BayesianSampler()` unless set. */
  readonly sampler?: Sampler;
  /** Ends trials early that are unlikely to become the best; none unless set. For one direction. */
  readonly pruner?: Pruner;
  /** Gives parameters a value, here in this thread; or, with an executor, the name of the task that does. */
  readonly objective: Objective<ParametersOf<D>> | string;
  /** Runs trials elsewhere, as many at once as `parallel` says: their task, of `trialTask`, has the name that `objective` is. */
  readonly executor?: Executor;
  /** 'minimize' unless set. */
  readonly direction?: Direction;
  /** Instead of it, one for each number that the objective returns. */
  readonly directions?: readonly Direction[];
  /** How many there are to be, with those of the journal. */
  readonly trials: number;
  /** How many run at once; 1 unless set. The study is the same. */
  readonly parallel?: number;
  /**
   * Trial n is chosen and judged by trials below n − lag; 3 unless set. The fewer, the more each trial knows; but `parallel` can be lag + 1
   * at most, and another lag is another study.
   */
  readonly lag?: number;
  /** Says of a function that it waits for something else than the processor, so that several trials at once are of use. */
  readonly awaits?: boolean;
  /**
   * Points that somebody chose, for the next trials, before the sampler chooses again. They are recorded as such, and samplers learn from
   * them as from others.
   */
  readonly byHand?: readonly ParametersOf<D>[];
  /** Of an executor: how long a trial may take; one that takes longer is ended, and part of the study as 'timedOut'. */
  readonly timeLimitSeconds?: number;
  /** Of an executor: how much memory the engine may have in a trial; what needs more fails. */
  readonly memoryLimitBytes?: number;
  /** Keeps trials that are over, and has those from before: `openJournal` in `simdgrad/node`. */
  readonly journal?: TrialJournal;
  /** Ends the search; trials under way are given up. */
  readonly signal?: AbortSignal;
  /** Called after each trial. */
  readonly onProgress?: (progress: SearchProgress<ParametersOf<D>>) => void;
}

/** Where trials are kept, by their number as text. */
export interface TrialJournal {
  readonly results: ReadonlyMap<string, unknown>;
  append(key: string, trial: Trial): Promise<void>;
}

/** How far a search is. */
export interface SearchProgress<P> {
  /** The one that has just ended. */
  readonly trial: Trial<P>;
  /** Trials that are over, and how many there will be. */
  readonly done: number;
  readonly trials: number;
  /** At the pace of the trials of this run. */
  readonly secondsLeft: number;
  /** All so far. */
  readonly study: SearchStudy<P>;
}

/**
 * Searches the parameters for which an objective is best.
 *
 *     const study = await search({
 *       space: { learningRate: logUniform(1e-4, 1e-1), units: integer(8, 256, { step: 8, log: true }) },
 *       sampler: new BayesianSampler({ seed: 7 }),
 *       objective: async ({ learningRate, units }) => …,
 *       trials: 60,
 *     });
 *     study.best; // { number, parameters, values, … }
 *
 * **Reproducible.** Trial n is begun once all trials below n − lag are over, and what becomes of it depends on those, its number, the sampler and
 * the pruner, and not on which trial happened to be finished first. So one study comes out with any number of workers, and after it
 * was stopped and has gone on from its journal. A time limit is the one exception; `study.isTimed` tells whether one struck.
 *
 * A trial that throws, or whose value is NaN or infinite, is recorded as failed, with its error, and the search goes on.
 *
 * @returns what was found, also if the signal ended it; or if the sampler has no more points, as a grid has in the end.
 * @throws RangeError, TypeError for options that cannot be, before any trial begins; DataError for a journal with other trials than this
 *   study can have, and for parameters that a sampler proposes outside the space; what `onProgress` and the journal throw, and an Error if the
 *   executor is closed meanwhile. Trials under way are given up then.
 */
export async function search<const D extends SpaceDefinition>(
  options: SearchOptions<D>,
): Promise<SearchStudy<ParametersOf<D>>> {
  const { plan, parallel, byHand, run } = checked(options);
  const { journal, signal, onProgress } = options;
  const queue = new TrialQueue(plan, options.trials, byHand);
  for (const trial of trialsOf(journal, plan)) queue.finish(trial);

  const own = new AbortController();
  const stop = (): void => own.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  const pause = new Pause();
  const begun = performance.now();
  const before = queue.done;
  const underWay = new Map<number, Promise<void>>();
  const failures: unknown[] = [];
  const begin = async ({ call, about }: QueuedTrial): Promise<void> => {
    try {
      const outcome = await run(call, own.signal);
      if (own.signal.aborted) return;
      if (outcome === undefined) {
        throw new Error(`${who}: trial ${call.number}: its executor gave it up, as one does that is closed`);
      }
      const { state, values, reports, error, seconds } = outcome;
      const trial: Trial = {
        number: call.number,
        parameters: call.parameters,
        state,
        ...(values && { values }),
        reports,
        ...about,
        ...(error && { error }),
        seconds,
      };
      await journal?.append(String(trial.number), trial);
      queue.finish(trial);
      const { most } = queue;
      const left = Math.max(0, most - queue.done);
      const secondsLeft = (((performance.now() - begun) / 1000) * left) / (queue.done - before);
      if (onProgress === undefined) return;
      const study = studyOf<D>(plan, queue.finished());
      onProgress({ trial: trial as Trial<ParametersOf<D>>, done: queue.done, trials: most, secondsLeft, study });
    } catch (error) {
      failures.push(error);
      own.abort(error);
    } finally {
      underWay.delete(call.number);
    }
  };
  try {
    for (;;) {
      while (!own.signal.aborted && underWay.size < parallel && queue.canBegin()) {
        const next = queue.begin();
        if (next === undefined) break;
        underWay.set(next.call.number, begin(next));
      }
      if (underWay.size === 0) break;
      await Promise.race(underWay.values());
      if (pause.isDue()) await pause.take();
    }
  } finally {
    own.abort();
    await Promise.all(underWay.values());
    signal?.removeEventListener('abort', stop);
  }
  if (failures.length > 0) throw failures[0];
  return studyOf<D>(plan, queue.finished());
}

type Run = (call: TrialCall, signal: AbortSignal) => Promise<TrialOutcome | undefined>;

interface Checked {
  readonly plan: SearchPlan;
  readonly parallel: number;
  readonly byHand: readonly ParameterValues[];
  readonly run: Run;
}

const optionNames = [
  'space',
  'sampler',
  'pruner',
  'objective',
  'executor',
  'direction',
  'directions',
  'trials',
  'parallel',
  'lag',
  'awaits',
  'byHand',
  'timeLimitSeconds',
  'memoryLimitBytes',
  'journal',
  'signal',
  'onProgress',
];

/** @throws RangeError, TypeError, DataError for options that cannot be: all that `search` refuses before it begins, but for its journal. */
export function requireSearch<D extends SpaceDefinition>(options: SearchOptions<D>): void {
  checked(options);
}

function checked<D extends SpaceDefinition>(options: SearchOptions<D>): Checked {
  requireKnownOptions(who, options ?? null, optionNames);
  const { pruner, trials, parallel = 1, lag = 3, awaits = false, byHand = [], signal } = options;
  const sampler: Sampler = options.sampler ?? new BayesianSampler();
  const space = options.space instanceof Space ? options.space : new Space(options.space);
  if (typeof sampler?.propose !== 'function') {
    throw new TypeError(`${who}: sampler must be one, such as new BayesianSampler(), got ${valueText(sampler)}`);
  }
  if (pruner !== undefined && typeof pruner?.stops !== 'function' && typeof pruner?.plan !== 'function') {
    throw new TypeError(`${who}: pruner must be one, such as new MedianPruner(), got ${valueText(pruner)}`);
  }
  requireInteger(who, { trials, parallel }, 1);
  requireInteger(who, { lag });
  requireBoolean(who, { awaits });
  requireSignal(who, signal);
  const directions = directionsOf(options);
  if (pruner && directions.length > 1) {
    throw new RangeError(
      `${who}: a pruner judges by one number, but there are ${directions.length} directions; leave it out`,
    );
  }
  if ((sampler.learns || pruner) && parallel > lag + 1) {
    const fix = `take lag ${parallel - 1}, which is another study, or fewer at once`;
    throw new RangeError(`${who}: parallel can be at most lag + 1, got ${parallel} and a lag of ${lag}; ${fix}`);
  }
  const run = runOf(options as unknown as SearchOptions<SpaceDefinition>, parallel, awaits, pruner);
  if (!Array.isArray(byHand)) {
    throw new TypeError(`${who}: byHand must be a list of parameters by name, got ${valueText(byHand)}`);
  }
  const points = byHand.map((point, i) => space.require(`${who}: point ${i} by hand`, point) as ParameterValues);
  sampler.count?.(space as Space); // throws where it cannot serve that space
  return {
    plan: { space: space as Space, sampler, ...(pruner && { pruner }), directions, lag },
    parallel,
    byHand: points,
    run,
  };
}

function directionsOf({
  direction,
  directions,
}: Pick<SearchOptions<SpaceDefinition>, 'direction' | 'directions'>): Direction[] {
  if (direction !== undefined && directions !== undefined) {
    throw new TypeError(`${who}: give direction or directions, not both`);
  }
  const all = directions ?? [direction ?? 'minimize'];
  if (!Array.isArray(all) || all.length === 0) {
    throw new TypeError(`${who}: directions must be a list of 'minimize' and 'maximize', got ${valueText(directions)}`);
  }
  return all.map((one) => requireOneOf(who, 'direction', one, ['minimize', 'maximize']));
}

/** How a trial is run: here, or by the executor. */
function runOf(
  { objective, executor, timeLimitSeconds, memoryLimitBytes }: SearchOptions<SpaceDefinition>,
  parallel: number,
  awaits: boolean,
  pruner: Pruner | undefined,
): Run {
  if (executor === undefined) {
    if (typeof objective !== 'function') {
      throw new TypeError(
        `${who}: objective must be a function, or with an executor the name of a task, got ${valueText(objective)}`,
      );
    }
    if (parallel > 1 && !awaits) {
      throw new RangeError(
        `${who}: a function runs in this thread, one trial at a time, got parallel ${parallel}; where it waits for something else, say so by awaits: true`,
      );
    }
    if (timeLimitSeconds !== undefined || memoryLimitBytes !== undefined) {
      throw new TypeError(
        `${who}: only an executor can keep to a limit of time or memory; a function runs in this thread`,
      );
    }
    return (call, signal) => runTrial(objective as Objective, call, pruner, signal);
  }
  if (typeof objective !== 'string') {
    throw new TypeError(`${who}: with an executor, objective must be the name of a task, got ${valueText(objective)}`);
  }
  const limits = { timeLimitSeconds, memoryLimitBytes };
  requireLimits(who, { key: 'trial', ...limits });
  const json = pruner?.stops && sentPruner(pruner);
  return async (call, signal) => {
    const job = {
      key: String(call.number),
      task: objective,
      input: { ...call, ...(json && { pruner: json }) },
    };
    const begun = performance.now();
    try {
      return (await executor.run({ ...job, ...limits, results: new Map() }, { signal, onProgress() {} })) as
        | TrialOutcome
        | undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      const seconds = (performance.now() - begun) / 1000;
      const { name, message } = errorOf(error);
      return {
        state: name === 'TimeLimitError' ? 'timedOut' : 'failed',
        reports: [],
        error: { name, message },
        seconds,
      };
    }
  };
}

/** A pruner as plain data, from which it can be made again elsewhere. @throws TypeError for one that cannot. */
function sentPruner(pruner: Pruner): object {
  const json = pruner.toJSON();

  try {
    prunerFrom(json);
    return json;
  } catch (cause) {
    const message = `${who}: with an executor the pruner must be one of simdgrad's, such as new MedianPruner(), got ${pruner.name}`;
    throw new TypeError(message, { cause });
  }
}

/** @throws DataError for trials that this study cannot have. */
function trialsOf(journal: TrialJournal | undefined, { space, directions }: SearchPlan): Trial[] {
  return Array.from(journal?.results ?? [], ([key, json]) => {
    const trial = trialFrom(`${who}: trial ${key} of the journal`, json, space, directions);
    if (String(trial.number) === key) return trial;
    throw new DataError(`${who}: trial ${key} of the journal says that it is trial ${trial.number}`);
  });
}

function studyOf<D extends SpaceDefinition>(plan: SearchPlan, trials: readonly Trial[]): SearchStudy<ParametersOf<D>> {
  return new SearchStudy(plan, trials as readonly Trial<ParametersOf<D>>[]);
}
