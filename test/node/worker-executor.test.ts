import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { DataError } from '../../src/index.ts';
import { inProcessExecutor } from '../../src/jobs/in-process-executor.ts';
import type { Job } from '../../src/jobs/job.ts';
import { JobError } from '../../src/jobs/job-error.ts';
import { runJobs } from '../../src/jobs/run-jobs.ts';
import { WorkerError, workerExecutor } from '../../src/node/index.ts';
import { JobThread } from '../../src/node/job-thread.ts';
import { rejectionOf } from '../helpers/errors.ts';
import * as tasks from '../helpers/job-tasks.ts';
import * as trainingTasks from '../helpers/training-tasks.ts';

const address = new URL('../helpers/job-tasks.ts', import.meta.url);
const one = workerExecutor(address, { workers: 1 });
const two = workerExecutor(address, { workers: 2 });
afterAll(() => Promise.all([one.close(), two.close()]));

const jobsOf = (task: string, inputs: readonly unknown[]): Job[] =>
  inputs.map((input, i) => ({ key: `${task} ${i}`, cost: 1, task, input }));
const summing = Array.from({ length: 8 }, (_, i) => ({
  key: `add ${i}`,
  cost: i,
  task: 'add',
  input: i,
  needs: i < 2 ? [] : [`add ${i - 1}`, `add ${i - 2}`],
}));
const tell = { signal: new AbortController().signal, onProgress() {} };

describe('workerExecutor', () => {
  test('results are those of this thread, with 1 and 2 workers, in any order', async () => {
    const here = await runJobs(summing, { executor: inProcessExecutor(tasks) });
    expect([...here.values()].slice(0, 4)).toEqual([0, 1, 5, 15]);
    for (const executor of [one, two]) {
      for (const order of ['given', 'longest'] as const) {
        expect([...(await runJobs(summing, { executor, order }))]).toEqual([...here]);
      }
    }
  });

  test('what is trained in threads has the same bits, and says how far it is', async () => {
    const executor = workerExecutor(new URL('../helpers/training-tasks.ts', import.meta.url), { workers: 1 });
    const jobs = jobsOf('train', [{ seed: 1 }, { seed: 2 }, { seed: 3 }]);
    const shares: number[] = [];
    const there = await runJobs(jobs, { executor, onProgress: ({ costDone }) => shares.push(costDone) });
    await executor.close();
    const here = await runJobs<{ fingerprint: string }>(jobs, { executor: inProcessExecutor(trainingTasks) });
    expect([...there]).toEqual([...here]);
    expect(new Set([...here.values()].map(({ fingerprint }) => fingerprint)).size).toBe(3);
    expect(shares).toHaveLength(12);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  test('starts no more threads than it has jobs or workers, and uses them again', async () => {
    const executor = workerExecutor(address, { workers: 2 });
    const first = await runJobs<{ threadId: number; calls: number }>(jobsOf('place', [null]), { executor });
    const then = await runJobs<{ threadId: number; calls: number }>(jobsOf('place', new Array(9).fill(null)), {
      executor,
    });
    await executor.close();
    const [{ threadId, calls }] = first.values();
    expect([threadId > 0, calls]).toEqual([true, 1]);
    const places = [...then.values()];
    expect(new Set(places.map((place) => place.threadId)).size).toBeLessThanOrEqual(2);
    expect(Math.max(...places.map((place) => place.calls))).toBeGreaterThan(1);
  });

  test('has as many workers as the machine has processors, unless told', () => {
    expect(workerExecutor(address).workers).toBe(availableParallelism());
    expect(two.workers).toBe(2);
  });

  test('threads compute with the kernels of the program, each on one thread; tasks may be given by a path', async () => {
    const before = process.env.SIMDGRAD_THREADS;
    process.env.SIMDGRAD_THREADS = '2';
    const executor = workerExecutor(fileURLToPath(address), { workers: 1 });
    try {
      const results = await runJobs(jobsOf('place', [null]), { executor });
      expect([...results.values()]).toMatchObject([{ precision: 'strict', threads: 1 }]);
    } finally {
      await executor.close();
      if (before === undefined) delete process.env.SIMDGRAD_THREADS;
      else process.env.SIMDGRAD_THREADS = before;
    }
    const error = await rejectionOf(runJobs(jobsOf('place', [null]), { executor }));
    expect(error.message).toBe("job 'place 0' failed: workerExecutor: it is closed; make another one");
  });
});

describe('what goes wrong in a thread', () => {
  test('an error of ours is the same here', async () => {
    const error = await rejectionOf(runJobs(jobsOf('refuse', [null]), { executor: one }));
    expect(error).toBeInstanceOf(JobError);
    expect(error.message).toBe("job 'refuse 0' failed: the table is empty");
    const cause = error.cause as DataError;
    expect(cause).toBeInstanceOf(DataError);
    expect(cause).toMatchObject({ name: 'DataError', row: 7, column: 'width' });
    expect(cause.stack).toContain('job-tasks.ts');
  });

  test.each<[string, unknown, string]>([
    ['throwWords', null, 'it threw "words"'],
    ['aFunction', null, 'the result of "aFunction 0" must be plain JSON, got function'],
    ['none', null, 'there is no task "none"; there are aFunction, add, deaf'],
  ])('%s', async (task, input, message) => {
    const error = await rejectionOf(runJobs(jobsOf(task, [input]), { executor: one }));
    expect(error.message).toContain(message);
    expect(error.cause).not.toBeInstanceOf(WorkerError);
  });

  test.each<[string, unknown, string]>([
    ['exit', 3, 'its worker thread ended with exit code 3'],
    ['throwLater', null, 'its worker thread failed: much later'],
  ])(
    '%s %j is the end of the thread; what is finished is kept, and the next job gets another',
    async (task, input, message) => {
      const needs = ['add 0', 'add 1'];
      const last = [...jobsOf(task, [input]), ...jobsOf('listen', [null])].map((job) => ({ ...job, needs }));
      const jobs = [...jobsOf('add', [2, 3]), ...last];
      const error = await rejectionOf(runJobs(jobs, { executor: two }));
      expect(error).toBeInstanceOf(JobError);
      expect(error.message).toBe(`job '${task} 0' failed: ${message}`);
      expect(error.cause).toBeInstanceOf(WorkerError);
      expect([...(error as JobError).results.values()]).toEqual([4, 9]);
      const results = await runJobs(jobsOf('add', [4]), { executor: two });
      expect([...results.values()]).toEqual([16]);
    },
  );

  test.each<[unknown, string]>([
    ['nothing', 'undefined'],
    [null, 'null'],
    [{ share: 'half' }, 'share "half"'],
  ])('progress that is %j fails the job, and neither the program nor the thread', async (progress, got) => {
    const jobs = [...jobsOf('tell', [progress]), ...jobsOf('listen', [null])];
    const error = await rejectionOf(runJobs(jobs, { executor: two }));
    expect(error).toMatchObject({ name: 'JobError', key: 'tell 0', cause: expect.any(TypeError) });
    expect(error.message).toContain(`onProgress: progress must have a number as its share, got ${got}`);
    expect([...(await runJobs(jobsOf('add', [4]), { executor: two })).values()]).toEqual([16]);
  });

  test('an executor that is closed fails the job under way, and what needs it is not missing in silence', async () => {
    const executor = workerExecutor(address, { workers: 1 });
    const jobs = [
      ...jobsOf('add', [2]),
      ...jobsOf('listen', [null]),
      { ...summing[0], key: 'last', needs: ['listen 0'] },
    ];
    const error = await rejectionOf(
      runJobs(jobs, { executor, onProgress: ({ key }) => void (key === 'listen 0' && executor.close()) }),
    );
    expect(error.message).toBe("job 'listen 0' failed: its executor gave it up, as one does that is closed");
    expect([...(error as JobError).results]).toEqual([['add 0', 4]]);
  });

  test('a module that cannot be imported is told by the first job', async () => {
    const executor = workerExecutor(new URL('../helpers/broken-tasks.ts', import.meta.url), { workers: 1 });
    const error = await rejectionOf(runJobs(jobsOf('add', [1]), { executor }));
    expect(error.message).toBe("job 'add 0' failed: no tasks today");
    await executor.close();
  });
});

describe('the signal', () => {
  test('ends what runs and what waits, and the threads can be used on', async () => {
    const stop = new AbortController();
    const jobs = [...jobsOf('add', [1]), ...jobsOf('listen', [null, null, null])];
    const results = await runJobs(jobs, {
      executor: two,
      signal: stop.signal,
      onProgress: ({ key }) => void (key === 'listen 1' && stop.abort()),
    });
    expect([...results]).toEqual([['add 0', 1]]);
    expect([...(await runJobs(jobsOf('add', [5]), { executor: two })).values()]).toEqual([25]);
  });

  test('ends the thread of a task that does not listen', async () => {
    const thread = new JobThread(address.href, 50);
    const stop = new AbortController();
    const run = thread.run(
      { key: 'deaf', task: 'deaf', input: null, results: new Map() },
      { signal: stop.signal, onProgress: () => stop.abort() },
    );
    expect(await run).toBeUndefined();
    expect(thread.isAlive).toBe(false);
  });

  test('closing gives up what is under way', async () => {
    const executor = workerExecutor(address, { workers: 1 });
    const run = executor.run({ key: 'a', task: 'deaf', input: null, results: new Map() }, tell);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await executor.close();
    expect(await run).toBeUndefined();
  });
});

test.each<[unknown, unknown, new (...of: never[]) => Error, string]>([
  ['tasks.js', { workers: 0 }, RangeError, 'workerExecutor: workers must be a whole number of at least 1, got 0'],
  ['tasks.js', { threads: 2 }, TypeError, "workerExecutor: unknown option 'threads'"],
  ['', {}, TypeError, 'workerExecutor: tasks must be the address of a module, got ""'],
  [tasks, {}, TypeError, 'workerExecutor: tasks must be the address of a module, got'],
])('a wrong call: %#', (module, options, kind, message) => {
  const make = () => workerExecutor(module as string, options as object);
  expect(make).toThrow(kind);
  expect(make).toThrow(message);
});
