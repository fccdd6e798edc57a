/** A study of jobs that take a little while, for tests of what is killed in the midst of them. */
import type { Job } from '../../src/jobs/job.ts';

export const tasksOfWaiting = new URL('./job-tasks.ts', import.meta.url);
export const waitingStudy = { name: 'waiting', version: '1', settings: { jobs: 13 }, data: 'none' };

const waits = Array.from({ length: 12 }, (_, i) => ({ key: `wait ${i}`, cost: 1, task: 'wait', input: 30 + i }));

/** The last needs all the others. */
export const waitingJobs: readonly Job[] = [
  ...waits,
  { key: 'sum', cost: 1, task: 'add', input: 2, needs: waits.map(({ key }) => key) },
];
