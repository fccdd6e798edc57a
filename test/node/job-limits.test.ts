import { afterAll, describe, expect, test } from 'vitest';
import { MemoryError, UnsupportedError } from '../../src/index.ts';
import type { JobCall } from '../../src/jobs/executor.ts';
import { inProcessExecutor } from '../../src/jobs/in-process-executor.ts';
import { runJobs, TimeLimitError, workerExecutor } from '../../src/node/index.ts';
import { rejectionOf } from '../helpers/errors.ts';

const address = new URL('../helpers/job-tasks.ts', import.meta.url);
const one = workerExecutor(address, { workers: 1 });
afterAll(() => one.close());

const context = { signal: new AbortController().signal, onProgress() {} };
const call = (task: string, input: unknown, limits: Partial<JobCall> = {}): JobCall => ({
  key: task,
  task,
  input,
  results: new Map(),
  ...limits,
});
const run = (...of: Parameters<typeof call>): Promise<unknown> => one.run(call(...of), context);
const megabytes = (...sizes: number[]): number[] => sizes.map((size) => size * 2 ** 20);
/** This program does nothing else for a while. */
const block = (milliseconds: number): void => {
  for (const begun = performance.now(); performance.now() - begun < milliseconds; );
};

describe('a time limit', () => {
  test('ends what is busy and does not listen; the next job has another thread', async () => {
    const before = (await run('place', null)) as { threadId: number };
    const begun = performance.now();
    const job = { key: 'a', cost: 1, task: 'deaf', input: null, timeLimitSeconds: 0.05 };
    const error = await rejectionOf(runJobs([job], { executor: one }));
    expect(performance.now() - begun).toBeLessThan(1500); // a signal would have left it 2 seconds
    expect(error).toMatchObject({ name: 'JobError', key: 'a' });
    expect(error.cause).toBeInstanceOf(TimeLimitError);
    expect(error.cause).toMatchObject({ name: 'TimeLimitError', seconds: 0.05 });
    expect(error.message).toBe("job 'a' failed: its time limit of 0.05 seconds is over, and its thread was ended");
    const after = (await run('place', null)) as { threadId: number };
    expect(after.threadId).not.toBe(before.threadId);
  });

  test('counts from the beginning of the task, and is gone with its job', async () => {
    const slow = `await new Promise((then) => setTimeout(then, 400));
      let calls = 0;
      export const wait = (time) => new Promise((then) => setTimeout(() => then(++calls), time));`;
    const executor = workerExecutor(`data:text/javascript,${encodeURIComponent(slow)}`, { workers: 1 });
    expect(await executor.run(call('wait', 0, { timeLimitSeconds: 0.3 }), context)).toBe(1);
    expect(await executor.run(call('wait', 350), context)).toBe(2);
    await executor.close();
  });

  test('does not take away what was in time while this program was busy itself', async () => {
    let isBlocked = false;
    const onProgress = (): void => {
      // After this come timers, and messages only then.
      setImmediate(() => {
        block(400);
        isBlocked = true;
      });
    };
    const limited = call('tell', { share: 0.5 }, { timeLimitSeconds: 0.2 });
    expect(await one.run(limited, { ...context, onProgress })).toBe(1);
    expect(isBlocked).toBe(true);
  });

  test('is an end like others for who runs each job by itself', async () => {
    const limits = { timeLimitSeconds: 0.3 };
    const calls = [call('add', 2, limits), call('deaf', null, limits), call('refuse', null, limits), call('add', 3)];
    const ends: unknown[] = [];
    for (const each of calls) ends.push(await one.run(each, context).catch(({ name }: Error) => name));
    expect(ends).toEqual([4, 'TimeLimitError', 'DataError', 9]);
  });
});

describe('a memory limit', () => {
  const limits = { memoryLimitBytes: 8 * 2 ** 20 };

  test('is the budget of the task, and of no other', async () => {
    const standard = await run('fill', []);
    expect(await run('fill', megabytes(6), limits)).toBe(limits.memoryLimitBytes);
    const error = await rejectionOf(run('fill', megabytes(6, 6), limits));
    expect(error).toBeInstanceOf(MemoryError);
    expect(error.message).toMatch(/^WASM memory: 6291456 bytes are needed .* budget is 8388608 bytes/);
    expect(error.message).toMatch(/here the budget is the memoryLimitBytes of the job$/);
    expect(await run('fill', megabytes(6, 6))).toBe(standard);
  });

  test('does not depend on what the thread did before', async () => {
    await run('fill', megabytes(20, 1, 20, 1, 3));
    expect(await run('fill', megabytes(3, 5), limits)).toBe(limits.memoryLimitBytes);
    const error = await rejectionOf(run('fill', megabytes(3, 5, 1), limits));
    expect(error).toBeInstanceOf(MemoryError);
    expect(await run('fill', megabytes(1, 7), limits)).toBe(limits.memoryLimitBytes);
  });
});

test('limits need threads, and must be possible', async () => {
  const here = inProcessExecutor({ add: () => 1 });
  const error = await rejectionOf(here.run(call('add', 1, { timeLimitSeconds: 1 }), context));
  expect(error).toBeInstanceOf(UnsupportedError);
  expect(error.message).toBe(
    "inProcessExecutor: job 'add' has timeLimitSeconds, which takes a thread of its own; use workerExecutor of simdgrad/node",
  );
  const memory = await rejectionOf(here.run(call('add', 1, { memoryLimitBytes: 2 ** 24 }), context));
  expect(memory.message).toContain("job 'add' has memoryLimitBytes");
  expect(await rejectionOf(run('add', 1, { timeLimitSeconds: -1 }))).toBeInstanceOf(RangeError);
  const low = await rejectionOf(run('add', 1, { memoryLimitBytes: 5 }));
  expect(low.message).toMatch(/^workerExecutor: memoryLimitBytes of job 'add' must be in \[1048576, \d+\], got 5$/);
});
