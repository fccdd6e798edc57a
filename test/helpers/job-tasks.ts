/** Tasks for tests of what runs jobs: a module that worker threads import, quickly, for it needs no more than the kernels. */
import { threadId } from 'node:worker_threads';
import { DataError } from '../../src/errors.ts';
import type { Task } from '../../src/jobs/job.ts';
import { beginOperation, memoryUse, Resident } from '../../src/wasm/memory.ts';
import { precision } from '../../src/wasm/precision.ts';
import { threads } from '../../src/wasm/threads.ts';

/** Its input, squared, and the sum of the results that it needs. */
export const add: Task<number, number> = (input, { results, onProgress }) => {
  onProgress({ share: 0.5 });
  return input * input + [...results.values()].reduce<number>((sum, result) => sum + (result as number), 0);
};

/** Takes so many milliseconds. */
export const wait: Task<number, number> = async (milliseconds) => {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  return milliseconds;
};

let calls = 0;
/** In which thread, how often there before, and on what engine. */
export const place: Task<null, object> = () => ({
  threadId,
  calls: ++calls,
  precision: precision(),
  threads: threads(),
});

export const refuse: Task = () => {
  throw new DataError('the table is empty', { row: 7, column: 'width' });
};

export const throwWords: Task = () => {
  throw 'words';
};

export const exit: Task<number> = (code) => process.exit(code);

/** Throws where nobody catches, and comes to no end. */
export const throwLater: Task = () => {
  setTimeout(() => {
    throw new RangeError('much later');
  });
  return new Promise(() => {});
};

/** Ends when the signal comes. */
export const listen: Task = (_, { signal, onProgress }) =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined));
    onProgress({ share: 0.25 });
  });

/** Says how far it is in such words, or in none for 'nothing', and ends a little later. */
export const tell: Task = async (progress, { onProgress }) => {
  (onProgress as (words?: unknown) => void)(...(progress === 'nothing' ? [] : [progress]));
  await new Promise((resolve) => setTimeout(resolve, 5));
  return 1;
};

/** Looks at nothing. */
export const deaf: Task = (_, { onProgress }) => {
  onProgress({ share: 0.25 });
  for (;;);
};

const kept: Resident[] = [];
/** Needs blocks of so many bytes at once, and keeps them for as long as its thread lives. The bytes that it was allowed. */
export const fill: Task<readonly number[], number> = (blocks) => {
  beginOperation();
  for (const bytes of blocks) {
    kept.push(new Resident(bytes, 'kept'));
    kept.at(-1)!.address();
  }
  return memoryUse().budget;
};

/** What no message can carry. */
export const aFunction: Task = () => () => 1;
