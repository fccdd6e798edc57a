import { describe, expect, test } from 'vitest';
import { type Job, type JobProgress, runJobs } from '../../src/experiments/run-jobs.ts';
import { rejectionOf } from '../helpers/errors.ts';

const progressAt = (epochsDone: number) => ({ epochsDone, epochs: 2, loss: 1, validationAccuracy: undefined });

/** Jobs whose result is their own number and the sum of all results before. */
function summing(count: number, ran: string[] = []): Job<number>[] {
  return Array.from({ length: count }, (_, i) => ({
    key: `job ${i}`,
    cost: i + 1,
    async run({ results, onProgress }) {
      ran.push(`job ${i}`);
      onProgress(progressAt(1));
      await Promise.resolve();
      return i + [...results.values()].reduce((sum, result) => sum + result, 0);
    },
  }));
}

describe('runJobs', () => {
  test('runs one after the other; each knows the results before it', async () => {
    const seen: string[] = [];
    const results = await runJobs(summing(4), {
      onResult: (key, result, all) => void seen.push(`${key}: ${result} of ${all.size}`),
    });
    expect([...results]).toEqual([
      ['job 0', 0],
      ['job 1', 1],
      ['job 2', 3],
      ['job 3', 7],
    ]);
    expect(seen).toEqual(['job 0: 0 of 1', 'job 1: 1 of 2', 'job 2: 3 of 3', 'job 3: 7 of 4']);
  });

  test('leaves out what is done, with the same results', async () => {
    const all = await runJobs(summing(4));
    const ran: string[] = [];
    const done = new Map([...all].filter(([key]) => key === 'job 0' || key === 'job 2'));
    const results = await runJobs(summing(4, ran), { done });
    expect([...results]).toEqual([...all]);
    expect(ran).toEqual(['job 1', 'job 3']);
  });

  test('says how far it is of what was to be done', async () => {
    const progress: JobProgress[] = [];
    await runJobs(summing(3), { done: new Map([['job 1', 1]]), onProgress: (now) => progress.push(now) });
    expect(progress.map(({ key, share, costDone, cost }) => [key, share, costDone, cost])).toEqual([
      ['job 0', 0.5, 0.5, 4],
      ['job 2', 0.5, 2.5, 4],
    ]);
  });

  test('stopped, it keeps what is finished, also what was done before of later jobs', async () => {
    const stop = new AbortController();
    const jobs = summing(5).map((job, i) => ({
      ...job,
      run: async (context: Parameters<typeof job.run>[0]) => {
        if (i !== 1) return job.run(context);
        stop.abort();
        return undefined;
      },
    }));
    const results = await runJobs(jobs, { done: new Map([['job 4', 40]]), signal: stop.signal });
    expect([...results]).toEqual([
      ['job 0', 0],
      ['job 4', 40],
    ]);
  });

  test('a job that throws ends all, after what was finished has been handed over', async () => {
    const kept: string[] = [];
    const [first, second] = summing(2);
    const broken = { ...second, run: () => Promise.reject(new Error('broken')) };
    const error = await rejectionOf(runJobs([first, broken], { onResult: (key) => void kept.push(key) }));
    expect(error.message).toBe('broken');
    expect(kept).toEqual(['job 0']);
  });

  test('refuses two jobs of one key', async () => {
    const [job] = summing(1);
    expect((await rejectionOf(runJobs([job, job]))).message).toBe('runJobs: two jobs have one key');
  });
});
