/** Precision and threads are chosen in any order, and the relaxed kernels, too, have the same bits on any number of threads. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { bundled } from '../helpers/bundled.ts';
import { relaxedFlags } from '../helpers/relaxed-simd.ts';

const [program] = await bundled('test/programs/relaxed-threads.ts');

async function run(...words: string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [...relaxedFlags, program, ...words]);
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
