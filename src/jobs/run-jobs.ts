import { requireInteger, requireKnownOptions, requireNonNegative, requireOneOf, valueText } from '../errors.ts';
import { jsonText } from '../formats/bounded-json.ts';
import type { Executor } from './executor.ts';
import type { Job, TaskProgress } from './job.ts';
import { JobError } from './job-error.ts';
import { requireLimits } from './job-limits.ts';
import { JobTotals, type Totals } from './job-totals.ts';

const who = 'runJobs';

export interface RunJobsOptions<Result, Progress extends TaskProgress = TaskProgress> {
  /** Does the jobs, as many at once as it has workers. It is not closed here. */
  readonly executor: Executor;
  /** Results that are there already, by key, such as those of a journal: their jobs are left out. */
  readonly done?: ReadonlyMap<string, Result>;
  /**
   * Which of the jobs that could begin does: the first in the list ('given', unless set), so that what is finished when the signal
   * comes is the beginning of the list; or the one of the highest cost ('longest'), so that no worker is left with a long one
   * at the end. Results are the same.
   */
  readonly order?: 'given' | 'longest';
  /** Ends the jobs under way, and begins no other. */
  readonly signal?: AbortSignal;
  /** Called whenever a task says how far it is. */
  readonly onProgress?: (progress: JobProgress<Progress>) => void;
  /** Called, and waited for, after every job that was run, one at a time; with all results until then. */
  readonly onResult?: (key: string, result: Result, soFar: SoFar<Result>) => void | Promise<void>;
}

/** What the task of a job says, and how far all jobs are. */
export type JobProgress<Progress extends TaskProgress = TaskProgress> = Progress & Totals & { readonly key: string };

/** How far all jobs are after one of them. */
export interface SoFar<Result> extends Totals {
  /** By key, in the order in which they were finished; those that were there before come first. */
  readonly results: ReadonlyMap<string, Result>;
}

/**
 * Does the jobs of a study, several at once if the executor can.
 *
 * A job depends on its input and on the results of the jobs that it needs, and on nothing else. So results are the same with
 * any number of workers and in any order, and a study that was stopped goes on where it was: with the results that it had as
 * `done`.
 *
 *     const journal = await openJournal<number>('rates.jsonl', { name: 'rates', version, settings, data });
 *     const executor = workerExecutor(new URL('./tasks.js', import.meta.url));
 *     const results = await runJobs<number>(jobs, {
 *       executor,
 *       done: journal.results,
 *       signal,
 *       onResult: (key, result) => journal.append(key, result),
 *     });
 *
 * The first job that fails ends those that are under way beside it. What is finished has been handed to `onResult` by then, and
 * stands in the error as well.
 *
 * @returns the results by key, in the order of the jobs; some are missing only if the signal came.
 * @throws JobError if a job fails, which it also does by saying how far it is in other words than `{ share }`, and if its executor is
 *   closed meanwhile; what `onResult` or `onProgress` throws, once nothing is under way any more; before anything begins, RangeError
 *   or TypeError for an executor without workers, two jobs of one key, a job that needs one which is not before it, costs that are
 *   no numbers of at least 0, limits out of their range, and inputs that JSON cannot hold.
 */
export async function runJobs<Result = unknown, Progress extends TaskProgress = TaskProgress>(
  jobs: readonly Job[],
  options: RunJobsOptions<Result, Progress>,
): Promise<ReadonlyMap<string, Result>> {
  requireKnownOptions(who, options ?? null, ['executor', 'done', 'order', 'signal', 'onProgress', 'onResult']);
  const { executor, done = new Map<string, Result>(), order = 'given', signal, onProgress, onResult } = options;
  if (typeof executor?.run !== 'function') {
    throw new TypeError(`${who}: executor must be one, such as inProcessExecutor(tasks), got ${valueText(executor)}`);
  }
  requireInteger(who, { 'executor.workers': executor.workers }, 1);
  requireOneOf(who, 'order', order, ['given', 'longest']);
  requireJobs(jobs);

  const results = new Map<string, Result>();
  for (const { key } of jobs) if (done.has(key)) results.set(key, done.get(key)!);
  /** Keys of the results that have been handed over. */
  const finished = new Set(results.keys());
  const waiting = jobs.filter(({ key }) => !finished.has(key));
  if (order === 'longest') waiting.sort((a, b) => b.cost - a.cost);
  const totals = new JobTotals(waiting);

  /** Whether the caller's signal came, or something failed. */
  let isStopped = false;
  /** Of the jobs under way. Each has a signal of its own: what listens to one signal in great numbers is warned about. */
  const stops = new Set<AbortController>();
  const stop = (reason: unknown): void => {
    isStopped = true;
    for (const one of stops) one.abort(reason);
  };
  const failures: { readonly cause: unknown; readonly job?: Job }[] = [];
  const fail = (cause: unknown, job?: Job): void => {
    failures.push({ cause, job });
    stop(cause);
  };

  let handing = Promise.resolve();
  const handOver = async (job: Job, result: Result): Promise<void> => {
    results.set(job.key, result);
    totals.finish(job);
    await onResult?.(job.key, result, { results, ...totals.now() });
    finished.add(job.key);
  };
  const report = (job: Job, progress: TaskProgress): void => {
    if (!totals.progress(job, progress.share)) return;
    const now = { ...progress, share: totals.shareOf(job), key: job.key, ...totals.now() } as JobProgress<Progress>;
    try {
      onProgress?.(now);
    } catch (error) {
      fail(error);
    }
  };
  const run = async (job: Job): Promise<void> => {
    const { key, task, input, needs = [], timeLimitSeconds, memoryLimitBytes } = job;
    const needed = new Map(needs.map((need) => [need, results.get(need)]));
    const own = new AbortController();
    stops.add(own);
    totals.begin(job);
    let result: unknown;
    let isFailed = false;
    const failHere = (error: unknown): void => {
      if (!isFailed) fail(error, job);
      isFailed = true;
    };
    // Not thrown: who calls it may be no task, but an executor that hands on what came from elsewhere.
    const onProgress = (progress: TaskProgress): void => {
      if (typeof progress?.share === 'number') report(job, progress);
      else if (totals.isUnderWay(job)) failHere(new TypeError(`onProgress: ${wrongProgress(progress)}`));
    };
    try {
      const call = { key, task, input, results: needed, timeLimitSeconds, memoryLimitBytes };
      result = await executor.run(call, { signal: own.signal, onProgress });
      if (result === undefined && !own.signal.aborted) {
        failHere(new Error('its executor gave it up, as one does that is closed'));
      }
    } catch (error) {
      failHere(error);
    } finally {
      stops.delete(own);
    }
    if (result === undefined || isFailed) {
      totals.drop(job);
      return;
    }
    handing = handing.then(() => handOver(job, result as Result)).catch((error: unknown) => fail(error));
    await handing;
  };

  const interrupt = (): void => stop(signal!.reason);
  if (signal?.aborted) interrupt();
  else signal?.addEventListener('abort', interrupt, { once: true });
  const underWay = new Set<Promise<void>>();
  const canBegin = ({ needs = [] }: Job): boolean => needs.every((need) => finished.has(need));
  for (;;) {
    while (!isStopped && underWay.size < executor.workers) {
      const next = waiting.findIndex(canBegin);
      if (next < 0) break;
      const running = run(waiting.splice(next, 1)[0]).finally(() => underWay.delete(running));
      underWay.add(running);
    }
    if (underWay.size === 0) break;
    await Promise.race(underWay);
  }
  signal?.removeEventListener('abort', interrupt);

  const inOrder = new Map<string, Result>();
  for (const { key } of jobs) if (finished.has(key)) inOrder.set(key, results.get(key)!);
  if (failures.length > 0) {
    const [{ cause, job }] = failures;
    throw job ? new JobError(job.key, inOrder, cause) : cause;
  }
  return inOrder;
}

function wrongProgress(progress: unknown): string {
  const { share } = (progress ?? {}) as { share?: unknown };
  const got = typeof progress === 'object' && progress !== null ? `share ${valueText(share)}` : valueText(progress);
  return `progress must have a number as its share, got ${got}`;
}

function requireJobs(jobs: readonly Job[]): void {
  const keys = new Set<string>();
  for (const job of jobs) {
    const { key, cost, input, needs = [] } = job;
    if (typeof key !== 'string' || key === '') {
      throw new TypeError(`${who}: the key of a job must be text, got ${valueText(key)}`);
    }
    if (keys.has(key)) throw new RangeError(`${who}: two jobs have the key '${key}'`);
    const missing = needs.find((need) => !keys.has(need));
    if (missing !== undefined) {
      throw new RangeError(`${who}: job '${key}' needs '${missing}', which is no job before it`);
    }
    keys.add(key);
    requireNonNegative(who, { [`the cost of job '${key}'`]: cost });
    requireLimits(who, job);
    jsonText(who, `the input of job '${key}'`, input);
  }
}
