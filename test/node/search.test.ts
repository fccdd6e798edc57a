import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import {
  choice,
  DataError,
  FileError,
  MedianPruner,
  RandomSampler,
  type SearchStudy,
  uniform,
} from '../../src/index.ts';
import { type FileSearchOptions, inProcessExecutor, search } from '../../src/node/index.ts';
import { version } from '../../src/node/version.ts';
import bowl from '../helpers/search-objective.ts';

const space = { x: uniform(-1, 1), kind: choice(['a', 'b']) };
const objective = new URL('../helpers/search-objective.ts', import.meta.url);
const sampler = new RandomSampler({ seed: 3 });
const pruner = new MedianPruner({ startupTrials: 3 });

let folder = '';
let journal = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-search-'));
  journal = join(folder, 'study.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (options: Partial<FileSearchOptions<typeof space>> = {}) =>
  search({ space, sampler, pruner, objective: bowl, trials: 20, ...options });
/** A study without its times. */
const text = (study: SearchStudy<unknown>): string =>
  JSON.stringify(study, (key, value) => (key === 'seconds' ? undefined : value));

describe('an objective that is a module', () => {
  test('gives the study that its function gives here, byte by byte, with 1 thread and with 4', async () => {
    const here = await run();
    const states = here.trials.map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['complete', 'pruned', 'failed']));
    for (const parallel of [1, 4]) expect(text(await run({ objective, parallel }))).toBe(text(here));
  });

  test('is refused before any trial, if it is not there or is none', async () => {
    const missing = pathToFileURL(join(folder, 'missing.mjs'));
    await expect(run({ objective: missing, journal })).rejects.toThrow('missing.mjs');
    const other = join(folder, 'other.mjs');
    writeFileSync(other, 'export const objective = () => 1;');
    const error = await run({ objective: pathToFileURL(other), journal }).catch((thrown: unknown) => thrown as Error);
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).toMatch(
      /must export the objective as its default, got undefined; write 'export default/,
    );
    expect(existsSync(journal)).toBe(false);
  });
});

test('the version in journals is that of the package', () => {
  expect(version).toBe(packageJson.version);
});

describe('limits', () => {
  const long = new URL('../helpers/long-objective.ts', import.meta.url);

  test('of time end a trial, and the study says that it had one; the search goes on', async () => {
    const study = await run({ objective: long, trials: 3, timeLimitSeconds: 0.3, pruner: undefined });
    expect(study.trials.map(({ state }) => state)).toEqual(['complete', 'timedOut', 'complete']);
    expect(study.trials[1].error!.message).toContain('its time limit of 0.3 seconds is over');
    expect(study.isTimed).toBe(true);
  });

  test('of memory make a trial fail', async () => {
    const study = await run({
      objective: long,
      trials: 4,
      memoryLimitBytes: 2 ** 23,
      pruner: undefined,
      timeLimitSeconds: 0.2,
    });
    expect(study.trials[3]).toMatchObject({ state: 'failed', error: { name: 'MemoryError' } });
  });

  test('cannot be kept to in this thread', async () => {
    const message = 'search: only an executor can keep to a limit of time or memory; a function runs in this thread';
    await expect(run({ timeLimitSeconds: 1 })).rejects.toThrow(message);
    await expect(run({ objective: long, timeLimitSeconds: 0 })).rejects.toThrow('must be positive, got 0');
  });
});

describe('a journal that is a path', () => {
  test('keeps every trial, and the search goes on with it, to the same study', async () => {
    const whole = await run();
    await run({ trials: 7, journal });
    expect(readFileSync(journal, 'utf8').trimEnd().split('\n')).toHaveLength(8);
    const again = await run({ journal: pathToFileURL(journal), parallel: 2, objective });
    expect(text(again)).toBe(text(whole));
    const numbers: number[] = [];
    await run({ journal, onProgress: ({ trial }) => numbers.push(trial.number) });
    expect(numbers).toEqual([]);
  });

  test('of which the end was lost is what it was before', async () => {
    const whole = await run({ journal });
    const bytes = readFileSync(journal);
    for (const length of [bytes.length - 1, bytes.length - 200, Math.floor(bytes.length / 2)]) {
      writeFileSync(journal, bytes.subarray(0, length));
      expect(text(await run({ journal }))).toBe(text(whole));
    }
  });

  test.each<[string, Partial<FileSearchOptions<typeof space>>, string]>([
    ['space', { space: { ...space, x: uniform(-1, 2) } }, 'settings.space.x.high is 1, and 2 now'],
    ['seed', { sampler: new RandomSampler({ seed: 4 }) }, 'settings.sampler.seed is 3, and 4 now'],
    ['lag', { lag: 2 }, 'settings.lag is 3, and 2 now'],
    ['direction', { direction: 'maximize' }, 'settings.directions[0] is "minimize", and "maximize" now'],
    ['data', { data: 'others' }, 'data is "", and "others" now'],
  ])('of another %s is refused, and stays as it is', async (_, options, difference) => {
    await run({ trials: 2, journal });
    const before = readFileSync(journal, 'utf8');
    const error = await run({ journal, ...options }).catch((thrown: unknown) => thrown as Error);
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).toContain(difference);
    expect(readFileSync(journal, 'utf8')).toBe(before);
  });

  test('is not begun for options that cannot be', async () => {
    await expect(run({ journal, trials: 0 })).rejects.toThrow('trials must be');
    await expect(run({ journal, sampler: {} as never })).rejects.toThrow('sampler must be');
    await expect(run({ journal, data: 1 as never })).rejects.toThrow('search: data must be text, got 1');
    const executor = inProcessExecutor({});
    await expect(run({ journal, objective, executor })).rejects.toThrow(
      'objective must be the name of a task, got a URL',
    );
    expect(existsSync(journal)).toBe(false);
  });

  test('is open once', async () => {
    let error: unknown;
    const onProgress = async (): Promise<void> => {
      error ??= await run({ journal }).catch((thrown: unknown) => thrown);
    };
    await run({ journal, onProgress, trials: 3, awaits: true });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(error).toBeInstanceOf(FileError);
    expect((error as FileError).code).toBe('EBUSY');
  });
});
