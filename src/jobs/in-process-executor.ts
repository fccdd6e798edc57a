import { requireInteger, requireKnownOptions } from '../errors.ts';
import type { Executor } from './executor.ts';
import type { Tasks } from './job.ts';
import { runTask } from './run-task.ts';

export interface InProcessOptions {
  /** 1 unless set. More is of use only where tasks wait for something else than the processor. */
  readonly workers?: number;
}

/**
 * Does jobs in this thread.
 *
 *     await runJobs(jobs, { executor: inProcessExecutor({ train: async ({ seed }: { seed: number }) => … }) });
 *
 * A task gets copies of its input and of the results that it needs, as it would in another thread.
 *
 * @throws RangeError unless workers is a whole number of at least 1; TypeError for an unknown option.
 */
export function inProcessExecutor(tasks: Tasks, options: InProcessOptions = {}): Executor {
  const who = 'inProcessExecutor';
  requireKnownOptions(who, options, ['workers']);
  const { workers = 1 } = options;
  requireInteger(who, { workers }, 1);
  return {
    workers,
    run: ({ key, task, ...given }, context) => runTask(tasks, { key, task, ...structuredClone(given) }, context),
    async close() {},
  };
}
