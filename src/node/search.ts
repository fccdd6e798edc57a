import { requireKnownOptions, valueText } from '../errors.ts';
import type { Executor } from '../jobs/executor.ts';
import { inProcessExecutor } from '../jobs/in-process-executor.ts';
import { BayesianSampler } from '../search/samplers/bayesian-sampler.ts';
import { requireSearch, type SearchOptions, search as searchHere, type TrialJournal } from '../search/search.ts';
import { type ParametersOf, Space, type SpaceDefinition } from '../search/space/space.ts';
import type { SearchStudy } from '../search/study.ts';
import type { Trial } from '../search/trial.ts';
import { openJournal } from './journal.ts';
import { version } from './version.ts';
import { workerExecutor } from './worker-executor.ts';

const who = 'search';

export interface FileSearchOptions<D extends SpaceDefinition> extends Omit<SearchOptions<D>, 'objective' | 'journal'> {
  /**
   * A function, which runs in this thread; the URL of a module whose default export is one: then each trial runs in a worker thread,
   * `parallel` at once; or the name of a task of `executor`.
   */
  readonly objective: SearchOptions<D>['objective'] | URL;
  /** The path of a file that keeps the trials: where it is there already, the search goes on with it. Or a journal of your own. */
  readonly journal?: TrialJournal | string | URL;
  /**
   * What tells what the objective computes with from others, such as a fingerprint of its data: the journal of another one is
   * refused. '' unless set.
   */
  readonly data?: string;
}

/**
 * `search` of `simdgrad` with what needs Node: objectives in worker threads, and a journal in a file.
 *
 *     const study = await search({
 *       space: { learningRate: logUniform(1e-4, 1e-1) },
 *       sampler: new BayesianSampler({ seed: 7 }),
 *       objective: new URL('./objective.js', import.meta.url),   // export default async ({ learningRate }, trial) => …
 *       trials: 60,
 *       parallel: 2,
 *       journal: 'study.jsonl',
 *     });
 *
 * Every trial that is over stands in the journal, whatever ends the program; the same call goes on after the last, to the same study as
 * if nothing had happened. Only one program at a time can have it open.
 *
 * @throws as `search` of `simdgrad`; what importing the objective throws, and DataError for a module without one, before any trial;
 *   DataError for the journal of another study (it names the first difference), FileError for one that cannot be read or written.
 */
export async function search<const D extends SpaceDefinition>(
  options: FileSearchOptions<D>,
): Promise<SearchStudy<ParametersOf<D>>> {
  if (typeof options !== 'object' || options === null) requireKnownOptions(who, options ?? null, []);
  const { objective, journal, data = '', ...rest } = options;
  if (typeof data !== 'string') throw new TypeError(`${who}: data must be text, got ${valueText(data)}`);
  if (!(objective instanceof URL)) {
    requireSearch({ ...rest, objective });
    return withJournal(options, (own) => searchHere({ ...rest, objective, journal: own }));
  }
  if (rest.executor !== undefined) {
    throw new TypeError(`${who}: with an executor, objective must be the name of a task, got a URL`);
  }
  requireSearch({ ...rest, objective: 'trial', executor: inProcessExecutor({}) });
  const executor = trialExecutor(objective.href, rest.parallel ?? 1);
  try {
    const signal = rest.signal ?? new AbortController().signal;
    const check = { key: 'objective', task: 'check', input: {}, results: new Map() };
    await executor.run(check, { signal, onProgress() {} });
    return await withJournal(options, (own) => searchHere({ ...rest, objective: 'trial', executor, journal: own }));
  } finally {
    await executor.close();
  }
}

/** Runs the trials of the objective that a module has. */
function trialExecutor(module: string, workers: number): Executor {
  const here = import.meta.url;
  const tasks = new URL(here.endsWith('.ts') ? './trial-worker.ts' : './trial-worker.js', here);
  tasks.searchParams.set('objective', module);
  return workerExecutor(tasks, { workers });
}

/** Searches with the journal that the options name. */
async function withJournal<D extends SpaceDefinition, Study>(
  {
    journal,
    space,
    sampler = new BayesianSampler(),
    pruner,
    direction,
    directions,
    lag = 3,
    data = '',
  }: FileSearchOptions<D>,
  run: (journal: TrialJournal | undefined) => Promise<Study>,
): Promise<Study> {
  if (!(typeof journal === 'string' || journal instanceof URL)) return run(journal);
  const settings = {
    space: (space instanceof Space ? space : new Space(space)).toJSON(),
    sampler: sampler.toJSON(),
    ...(pruner && { pruner: pruner.toJSON() }),
    directions: directions ?? [direction ?? 'minimize'],
    lag,
  };
  const opened = await openJournal<Trial>(journal, { name: 'search', version, settings, data });
  try {
    return await run(opened);
  } finally {
    await opened.close();
  }
}
