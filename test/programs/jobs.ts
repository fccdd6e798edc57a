/** Does jobs with a journal, and says which are done: `jobs.ts JOURNAL WORKERS`. Ctrl-C stops it in good order. */
import { runJobs } from '../../src/jobs/run-jobs.ts';
import { openJournal } from '../../src/node/journal.ts';
import { workerExecutor } from '../../src/node/worker-executor.ts';
import { tasksOfWaiting, waitingJobs, waitingStudy } from '../helpers/waiting-jobs.ts';

const [path, workers] = process.argv.slice(2);
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

const journal = await openJournal(path, waitingStudy);
await runJobs(waitingJobs, {
  executor: workerExecutor(tasksOfWaiting, { workers: Number(workers) }),
  done: journal.results,
  signal: stop.signal,
  async onResult(key, result) {
    await journal.append(key, result);
    console.log(key);
  },
});
await journal.close();
// The executor is not closed: threads that have nothing to do keep no program alive.
