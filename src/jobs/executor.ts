import type { Job, TaskContext } from './job.ts';
import type { JobLimits } from './job-limits.ts';

/**
 * Does single jobs: here (`inProcessExecutor`), in worker threads (`workerExecutor` in `simdgrad/node`), or anywhere that plain
 * data can be sent to. What is done when is up to `runJobs`.
 */
export interface Executor {
  /** How many jobs it does at once; `runJobs` gives it no more. */
  readonly workers: number;
  /**
   * Does a job. The signal ends it: then it comes to undefined, as soon as its task looks at the signal, or is ended without that.
   *
   * @returns the task's result as JSON gives it back.
   * @throws what the task throws; a TimeLimitError or a MemoryError where the job took more than it may.
   */
  run(job: JobCall, context: Pick<TaskContext, 'signal' | 'onProgress'>): Promise<unknown>;
  /** Lets go of what it holds, such as threads; it can be used no more. What is under way is given up. */
  close(): Promise<void>;
}

/** A job with the results that it needs. */
export interface JobCall extends Pick<Job, 'key' | 'task' | 'input'>, JobLimits {
  readonly results: ReadonlyMap<string, unknown>;
}
