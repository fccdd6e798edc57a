/** Precision and threads are chosen in any order, and the relaxed kernels, too, have the same bits on any number of threads. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { relaxedFlags } from '../helpers/relaxed-simd.ts';

const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const program = fileURLToPath(new URL('../programs/relaxed-threads.ts', import.meta.url));

async function run(...words: string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [tsx, ...relaxedFlags, program, ...words]);
  const [precision, threads, ...losses] = stdout.trim().split(' ');
  return { precision, threads, losses };
}

it('whichever is chosen first', async () => {
  const alone = await run('relaxed');
  expect(alone).toMatchObject({ precision: 'relaxed', threads: '1' });
  expect(await run('relaxed', '3')).toEqual({ ...alone, threads: '3' });
  expect(await run('3', 'relaxed')).toEqual({ ...alone, threads: '3' });
  expect(await run('2', 'relaxed', '1')).toEqual(alone);
});

it('and back', async () => {
  const strict = await run();
  expect(strict).toMatchObject({ precision: 'strict', threads: '1' });
  expect(await run('relaxed', '3', 'strict')).toEqual({ ...strict, threads: '3' });
});
