import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireInteger, requireKnownOptions, valueText } from '../errors.ts';
import type { Executor } from '../jobs/executor.ts';
import { requireLimits } from '../jobs/job-limits.ts';
import { JobThread } from './job-thread.ts';

export interface WorkerExecutorOptions {
  /** How many jobs at once, each in a thread of its own. As many as the machine has processors, unless set. */
  readonly workers?: number;
}

/**
 * Does jobs in worker threads. Each imports the module whose exports are the tasks, once, when it has its first job.
 *
 *     const executor = workerExecutor(new URL('./tasks.js', import.meta.url), { workers: 2 });
 *     const results = await runJobs(jobs, { executor });
 *     await executor.close();
 *
 *     // tasks.js
 *     export async function train({ seed }, { signal, onProgress }) { … return { accuracy }; }
 *
 * A thread has its own copy of the module, its own engine with its own memory, and computes on its own processor alone. Its
 * kernels are those of the program (`setPrecision`), so results have the same bits here and there. Threads are started when there is
 * something to do, and do one job after the other; a program whose jobs are done ends by itself, even without `close`.
 *
 * A task that throws does so here, with an error of the same name, message and plain fields. A thread that ends while it does a job
 * (out of memory, `process.exit`, an error that nobody catches) is a WorkerError; the next job gets another. After the signal a task has 2
 * seconds to end; then its thread is ended. So is that of a job whose time is over, which fails with a TimeLimitError; a job that needs more
 * memory than its limit fails with a MemoryError, and its thread goes on with the next. Whoever calls `run` for each job alone can take
 * either for a result.
 *
 * @param tasks the module: its URL, or the path of its file.
 * @throws RangeError unless workers is a whole number of at least 1; TypeError for what is neither, or an unknown option.
 */
export function workerExecutor(tasks: string | URL, options: WorkerExecutorOptions = {}): Executor {
  const who = 'workerExecutor';
  requireKnownOptions(who, options, ['workers']);
  const { workers = availableParallelism() } = options;
  requireInteger(who, { workers }, 1);
  if (!(tasks instanceof URL) && (typeof tasks !== 'string' || tasks === '')) {
    throw new TypeError(`${who}: tasks must be the address of a module, got ${valueText(tasks)}`);
  }
  const address = String(tasks instanceof URL || /^(?:file|data):/.test(tasks) ? tasks : pathToFileURL(resolve(tasks)));
  const threads = new Set<JobThread>();
  let idle: JobThread[] = [];
  let isClosed = false;
  return {
    workers,
    async run(job, context) {
      if (isClosed) throw new Error(`${who}: it is closed; make another one`);
      requireLimits(who, job);
      if (context.signal.aborted) return undefined;
      idle = idle.filter(({ isAlive }) => isAlive);
      const thread = idle.pop() ?? new JobThread(address);
      threads.add(thread);
      try {
        return await thread.run(job, context);
      } finally {
        if (thread.isAlive) idle.push(thread);
        else threads.delete(thread);
      }
    },
    async close() {
      isClosed = true;
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}
