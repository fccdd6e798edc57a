/** What a program and the worker threads that do its jobs say to each other. */
import type { JobCall } from '../jobs/executor.ts';
import type { TaskProgress } from '../jobs/job.ts';
import type { Precision } from '../wasm/precision.ts';
import type { ErrorRecord } from './error-record.ts';

/** What a thread is started with. */
export interface JobWorkerData {
  /** The address of the module that exports the tasks. */
  readonly tasks: string;
  /** Of the program, which is also what the variables of the thread's environment say. */
  readonly precision: Precision;
}

/** One job at a time: the next comes after the answer. */
export type ToWorker = { readonly kind: 'run'; readonly job: JobCall } | { readonly kind: 'abort' };

export type FromWorker =
  /** The module is there, and the task begins; said of jobs with a time limit. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'progress'; readonly progress: TaskProgress }
  /** Without a result the signal ended it. */
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: ErrorRecord };
