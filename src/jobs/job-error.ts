import { valueText } from '../errors.ts';

/** A job of `runJobs` failed; `cause` is why. */
export class JobError extends Error {
  override readonly name = 'JobError';
  /** Of the job. */
  readonly key: string;
  /** Of the jobs that are done, by key, in the order of the jobs: to go on with. */
  readonly results: ReadonlyMap<string, unknown>;

  constructor(key: string, results: ReadonlyMap<string, unknown>, cause: unknown) {
    const why = cause instanceof Error ? cause.message : `it threw ${valueText(cause)}`;
    super(`job '${key}' failed: ${why}`, { cause });
    this.key = key;
    this.results = results;
  }
}
