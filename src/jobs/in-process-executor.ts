import { requireInteger, requireKnownOptions, UnsupportedError } from '../errors.ts';
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
 * A task gets copies of its input and of the results that it needs, as it would in another thread. It cannot be ended, and its memory is
 * that of the program; so a job that has a limit of time or memory fails with an UnsupportedError.
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
    async run({ key, task, input, results, timeLimitSeconds, memoryLimitBytes }, context) {
      if (timeLimitSeconds !== undefined || memoryLimitBytes !== undefined) {
        const limit = timeLimitSeconds !== undefined ? 'timeLimitSeconds' : 'memoryLimitBytes';
        throw new UnsupportedError(
          `${who}: job '${key}' has ${limit}, which takes a thread of its own; use workerExecutor of simdgrad/node`,
        );
      }
      return runTask(tasks, { key, task, ...structuredClone({ input, results }) }, context);
    },
    async close() {},
  };
}
