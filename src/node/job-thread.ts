import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { JobCall } from '../jobs/executor.ts';
import type { TaskContext } from '../jobs/job.ts';
import { TimeLimitError } from '../jobs/time-limit-error.ts';
import { precision } from '../wasm/precision.ts';
import { errorFrom } from './error-record.ts';
import type { FromWorker, JobWorkerData, ToWorker } from './worker-messages.ts';

/** A worker thread ended while it was doing a job: it ran out of memory, left the process, or threw where nobody catches. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
}

/** Milliseconds in which a task has to look at its signal. One training step of the largest networks takes less. */
const usualPatience = 2000;

/** What a job came to; nothing, if it was ended. */
interface Outcome {
  readonly result?: unknown;
  readonly error?: unknown;
}

/** The job that a thread is doing. */
interface UnderWay {
  readonly onProgress: TaskContext['onProgress'];
  /** Its task begins, and with it the time that it has. */
  begin(): void;
  /** Settles the promise of the job, and lets go of what was held for it. */
  settle(outcome: Outcome): void;
}

/** A worker thread that does one job at a time. Without one it does not keep the program alive. */
export class JobThread {
  /** Whether it can do another job. */
  isAlive = true;
  private readonly worker: Worker;
  private readonly patience: number;
  private underWay: UnderWay | undefined;
  /** What the job under way comes to, once the thread is to end: the worker has no more say. */
  private ending: Outcome | undefined;

  /** @param tasks the address of the module that exports them. */
  constructor(tasks: string, patience = usualPatience) {
    this.patience = patience;
    this.worker = startWorker({ tasks, precision: precision() });
    this.worker.unref();
    this.worker.on('message', (message: FromWorker) => this.receive(message));
    this.worker.on('messageerror', (error) => this.fail('sent what cannot be read', error));
    this.worker.on('error', (error) => this.fail(`failed: ${error?.message ?? error}`, error));
    this.worker.on('exit', (code) => this.fail(`ended with exit code ${code}`));
  }

  run(job: JobCall, { signal, onProgress }: Pick<TaskContext, 'signal' | 'onProgress'>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const { timeLimitSeconds } = job;
      let limit: NodeJS.Timeout | undefined;
      let timer: NodeJS.Timeout | undefined;
      const abort = (): void => {
        this.send({ kind: 'abort' });
        timer = setTimeout(() => void this.end(), this.patience);
      };
      const underWay: UnderWay = {
        onProgress,
        begin: () => {
          const over = (): void => {
            if (this.underWay === underWay) void this.end({ error: new TimeLimitError(timeLimitSeconds!) });
          };
          // Not at once: where this program was busy itself, the result may have come in time and not been looked at.
          limit = setTimeout(() => setImmediate(over), timeLimitSeconds! * 1000);
        },
        settle: (outcome) => {
          this.underWay = undefined;
          this.worker.unref();
          clearTimeout(limit);
          clearTimeout(timer);
          signal.removeEventListener('abort', abort);
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.result);
        },
      };
      this.underWay = underWay;
      this.worker.ref();
      this.send({ kind: 'run', job });
      signal.addEventListener('abort', abort);
    });
  }

  /** Ends the thread, and with it the job that it is doing, which comes to undefined unless told otherwise. */
  async end(outcome: Outcome = {}): Promise<void> {
    this.ending ??= outcome;
    this.isAlive = false;
    await this.worker.terminate();
  }

  private send(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromWorker): void {
    if (this.ending) return;
    const { underWay } = this;
    if (message.kind === 'begun') underWay?.begin();
    else if (message.kind === 'progress') underWay?.onProgress(message.progress);
    else if (message.kind === 'done') underWay?.settle({ result: message.result });
    else underWay?.settle({ error: errorFrom(message.error) });
  }

  private fail(why: string, cause?: unknown): void {
    this.isAlive = false;
    void this.worker.terminate();
    if (this.ending) this.underWay?.settle(this.ending);
    else this.underWay?.settle({ error: new WorkerError(`its worker thread ${why}`, { cause }) });
  }
}

/** Starts a thread of one's own kernels, whatever was chosen for this program by variables or by calls, on one thread. */
function startWorker(workerData: JobWorkerData): Worker {
  const here = import.meta.url;
  const env = { ...process.env, SIMDGRAD_PRECISION: workerData.precision, SIMDGRAD_THREADS: '1' };
  if (!here.endsWith('.ts')) return new Worker(new URL('./job-worker.js', here), { env, workerData });
  // From its sources the package is TypeScript, which the thread learns to read first.
  const tsx = JSON.stringify(createRequire(here).resolve('tsx/esm/api').replace(/cjs$/, 'mjs'));
  const script = JSON.stringify(new URL('./job-worker.ts', here).href);
  const text = `import(${tsx}).then(({ register }) => { register(); return import(${script}); });`;
  return new Worker(text, { env, workerData, eval: true, execArgv: [] });
}
