import type { TrainingProgress } from './fit-design.ts';

/** A piece of an experiment that takes a while, such as one network trained with one seed. Its result is plain data. */
export interface Job<Result> {
  /** Tells it from all others, also in a file and from one call to the next: 'sweep/rate 0.001/batch 32/seed 0'. */
  readonly key: string;
  /** How long it takes, beside the others, in any unit: for the time left. */
  readonly cost: number;
  /** @returns undefined if the signal ended it: what is half done is not kept, so that it can be done again. */
  run(context: JobContext<Result>): Promise<Result | undefined>;
}

export interface JobContext<Result> {
  /** Of the jobs before it, by key: what it does may depend on them. */
  readonly results: ReadonlyMap<string, Result>;
  readonly signal: AbortSignal | undefined;
  onProgress(progress: TrainingProgress): void;
}

export interface RunJobsOptions<Result> {
  /** Results that are there already, by key: their jobs are left out. */
  readonly done?: ReadonlyMap<string, Result>;
  /** Ends the job under way, and with it all that follow. */
  readonly signal?: AbortSignal;
  /** Called about every 50 ms. */
  readonly onProgress?: (progress: JobProgress) => void;
  /** Called, and waited for, after every job that was run, with all results until then. */
  readonly onResult?: (key: string, result: Result, results: ReadonlyMap<string, Result>) => void | Promise<void>;
}

/** Which job is under way, and how far all are. */
export interface JobProgress extends TrainingProgress {
  readonly key: string;
  /** Of the job under way, from 0 to 1. */
  readonly share: number;
  /** Costs done, that share among them, of the costs of all that was to be done in this call. */
  readonly costDone: number;
  readonly cost: number;
}

/**
 * Runs the jobs of an experiment one after the other.
 *
 * A job is the same whether those before it ran in this call or their results were kept, so an experiment that was stopped
 * goes on where it was: with the results that it had as `done`.
 *
 *     const results = await runJobs(jobs, { signal, onResult: (key, result) => save(key, result) });
 *
 * @returns the results by key, in the order of the jobs; some are missing only if the signal came.
 * @throws what a job throws; Error for two jobs of one key.
 */
export async function runJobs<Result>(
  jobs: readonly Job<Result>[],
  { done = new Map(), signal, onProgress, onResult }: RunJobsOptions<Result> = {},
): Promise<ReadonlyMap<string, Result>> {
  const keys = new Set(jobs.map(({ key }) => key));
  if (keys.size < jobs.length) throw new Error('runJobs: two jobs have one key');
  const results = new Map<string, Result>();
  const cost = jobs.reduce((sum, job) => (done.has(job.key) ? sum : sum + job.cost), 0);
  let before = 0;
  for (const job of jobs) {
    const { key } = job;
    const kept = done.get(key);
    if (kept !== undefined) {
      results.set(key, kept);
      continue;
    }
    if (signal?.aborted) continue; // what is kept of later ones is still a result
    const result = await job.run({
      results,
      signal,
      onProgress(progress) {
        const share = Math.min(1, progress.epochsDone / progress.epochs);
        onProgress?.({ ...progress, key, share, costDone: before + share * job.cost, cost });
      },
    });
    if (result === undefined) continue;
    results.set(key, result);
    before += job.cost;
    await onResult?.(key, result, results);
  }
  return results;
}
