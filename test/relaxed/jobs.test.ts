/** Worker threads that do jobs compute with the kernels that the program has chosen by a call. */
import '../helpers/relaxed-simd.ts';
import { expect, it } from 'vitest';
import { setPrecision } from '../../src/index.ts';
import { runJobs } from '../../src/jobs/run-jobs.ts';
import { workerExecutor } from '../../src/node/index.ts';

it('relaxed here is relaxed there', async () => {
  await setPrecision('relaxed');
  const executor = workerExecutor(new URL('../helpers/job-tasks.ts', import.meta.url), { workers: 1 });
  const results = await runJobs([{ key: 'a', cost: 1, task: 'place', input: null }], { executor });
  await executor.close();
  expect(results.get('a')).toMatchObject({ precision: 'relaxed', threads: 1 });
});
