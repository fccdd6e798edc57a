/** What the worker threads of `workerExecutor` run: the module with the tasks is imported once, then jobs are done by them. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Tasks } from '../jobs/job.ts';
import { runTask } from '../jobs/run-task.ts';
import { setPrecision } from '../wasm/precision.ts';
import { errorRecord } from './error-record.ts';
import { withMemoryLimit } from './memory-limit.ts';
import type { FromWorker, JobWorkerData, ToWorker } from './worker-messages.ts';

const port = parentPort!;
const say = (message: FromWorker): void => port.postMessage(message);

const { tasks: address, precision } = workerData as JobWorkerData;
const imported: Promise<Tasks> = setPrecision(precision).then(() => import(address));
imported.catch(() => {}); // told by the first job

let underWay: AbortController | undefined;
port.on('message', async (message: ToWorker) => {
  if (message.kind === 'abort') {
    underWay?.abort();
    return;
  }
  underWay = new AbortController();
  try {
    const { signal } = underWay;
    const { job } = message;
    const { timeLimitSeconds, memoryLimitBytes } = job;
    const onProgress = (progress: { readonly share: number }): void => say({ kind: 'progress', progress });
    const tasks = await imported;
    const run = (): Promise<unknown> => runTask(tasks, job, { signal, onProgress });
    if (timeLimitSeconds !== undefined) say({ kind: 'begun' });
    const result = await (memoryLimitBytes === undefined ? run() : withMemoryLimit(memoryLimitBytes, run));
    say({ kind: 'done', result });
  } catch (error) {
    say({ kind: 'failed', error: errorRecord(error) });
  } finally {
    underWay = undefined;
  }
});
