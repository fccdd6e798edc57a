/** Studies in processes of their own, which are killed half-way and taken up again. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { inProcessExecutor } from '../../src/jobs/in-process-executor.ts';
import { runJobs } from '../../src/jobs/run-jobs.ts';
import { openJournal, workerExecutor } from '../../src/node/index.ts';
import * as tasks from '../helpers/job-tasks.ts';
import { tasksOfWaiting, waitingJobs, waitingStudy } from '../helpers/waiting-jobs.ts';

const tsx = createRequire(import.meta.url).resolve('tsx');
const program = fileURLToPath(new URL('../programs/jobs.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'simdgrad-jobs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pathOf = (journal: string): string => join(folder, journal);

/** Runs the study in a process that gets a signal when it has said so many times that a job is done. */
async function runAndStop(journal: string, workers: number, after: number, signal: NodeJS.Signals) {
  const child = spawn(process.execPath, ['--import', tsx, program, pathOf(journal), String(workers)]);
  let [output, errors] = ['', ''];
  child.stderr.on('data', (text) => {
    errors += text;
  });
  child.stdout.on('data', (text) => {
    output += text;
    if (child.killed || output.split('\n').length <= after) return;
    child.kill(signal);
  });
  const [code, endedBy] = await once(child, 'close');
  return { code, endedBy, errors, done: output.trimEnd().split('\n') };
}

const keysIn = (journal: string): string[] =>
  readFileSync(pathOf(journal), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line).key);

test('killed or interrupted half-way and taken up again, it has the results of one that ran through', async () => {
  const [whole, killed, interrupted] = await Promise.all([
    runJobs(waitingJobs, { executor: inProcessExecutor(tasks) }),
    runAndStop('killed', 2, 4, 'SIGKILL'),
    runAndStop('interrupted', 1, 3, 'SIGINT'),
  ]);
  expect(killed).toMatchObject({ code: null, endedBy: 'SIGKILL', errors: '' });
  expect(keysIn('killed')).toEqual(expect.arrayContaining(killed.done));
  expect(interrupted).toMatchObject({ code: 0, endedBy: null, errors: '' }); // and has ended by itself
  expect(keysIn('interrupted')).toEqual(interrupted.done);

  for (const [name, workers] of [
    ['killed', 1],
    ['interrupted', 2],
  ] as const) {
    const before = keysIn(name);
    expect(before.length).toBeLessThan(waitingJobs.length);
    const journal = await openJournal(pathOf(name), waitingStudy);
    const executor = workerExecutor(tasksOfWaiting, { workers });
    const results = await runJobs(waitingJobs, {
      executor,
      done: journal.results,
      onResult: (key, result) => journal.append(key, result),
    });
    await Promise.all([executor.close(), journal.close()]);
    expect([...results]).toEqual([...whole]);
    expect(keysIn(name).slice(0, before.length)).toEqual(before);
    expect(keysIn(name).sort()).toEqual([...whole.keys()].sort());
  }
});
