import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  BayesianSampler,
  choice,
  DataError,
  integer,
  logUniform,
  MedianPruner,
  RandomSampler,
  type SearchStudy,
  uniform,
  when,
} from '../../src/index.ts';
import { openJournal, readSearch, search } from '../../src/node/index.ts';
import { journalLine } from '../../src/node/journal-lines.ts';
import { rejectionOf } from '../helpers/errors.ts';

const space = {
  rate: logUniform(1e-4, 1),
  units: integer(8, 64, { step: 8, log: true }),
  kind: choice(['a', 'b']),
  momentum: when('kind', 'b', uniform(0, 1)),
};

let folder = '';
let journal = '';
let study: SearchStudy<unknown>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-read-search-'));
  journal = join(folder, 'study.jsonl');
  study = await search({
    space,
    sampler: new BayesianSampler({ seed: 7, initial: 4 }),
    pruner: new MedianPruner({ startupTrials: 3 }),
    objective({ rate, units, momentum = 0 }, trial) {
      if (trial.number === 5) throw new RangeError('no such network');
      for (let step = 1; step <= 3 && !trial.shouldStop; step++)
        trial.report(step, units / 64 + rate + momentum / step);
      return units / 64 + rate + momentum / 3;
    },
    trials: 9,
    journal,
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of such lines. */
function written(name: string, lines: readonly (object | string)[]): string {
  const file = join(folder, name);
  writeFileSync(file, lines.map((one) => (typeof one === 'string' ? one : journalLine('test', name, one))).join(''));
  return file;
}
const linesOf = (): { header: Record<string, unknown>; trials: { key: string; result: Record<string, unknown> }[] } => {
  const [header, ...trials] = readFileSync(journal, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { check: _, ...rest } = JSON.parse(line);
      return rest;
    });
  return { header, trials };
};

describe('readSearch', () => {
  test('gives the study that the search gave, byte by byte, and what it knows', async () => {
    const read = await readSearch(journal);
    expect(JSON.stringify(read)).toBe(JSON.stringify(study));
    expect(read.best).toEqual(study.best);
    expect(read.front).toEqual(study.front);
    expect(read.importance()).toEqual(study.importance());
    expect(read.space.entries.map(({ name }) => name)).toEqual(['rate', 'units', 'kind', 'momentum']);
    expect(JSON.stringify(await readSearch(pathToFileURL(journal)))).toBe(JSON.stringify(study));
  });

  test('reads while a search is writing, and what was cut short, and leaves the file as it is', async () => {
    const own = join(folder, 'growing.jsonl');
    const seen: number[] = [];
    let reading: Promise<unknown> = Promise.resolve();
    const onProgress = (): void => {
      reading = reading.then(async () => seen.push((await readSearch(own)).trials.length));
    };
    await search({ space, sampler: new RandomSampler(), objective: () => 1, trials: 3, journal: own, onProgress });
    await reading;
    expect(seen).toHaveLength(3);
    expect(seen.at(-1)).toBe(3);

    const bytes = readFileSync(journal);
    const ends = [...bytes.entries()].filter(([, byte]) => byte === 0x0a).map(([i]) => i + 1);
    for (const [i, end] of ends.entries()) {
      for (const length of new Set([end, end + 1, (ends[i + 1] ?? end + 1) - 1])) {
        writeFileSync(own, bytes.subarray(0, length));
        expect((await readSearch(own)).trials).toEqual(study.trials.slice(0, i));
        expect(statSync(own).size).toBe(Math.min(length, bytes.length));
      }
    }
  });

  test('takes any sampler and pruner by what they wrote down, and trials in any order', async () => {
    const { header, trials } = linesOf();
    const { settings, ...about } = header.study as { settings: object };
    const foreign = { ...settings, sampler: { name: 'oracle', wisdom: [1, 2] }, pruner: undefined };
    const file = written('foreign.jsonl', [{ ...header, study: { ...about, settings: foreign } }, ...trials.reverse()]);
    const read = await readSearch(file);
    expect(read.toJSON()).toEqual({ ...foreign, trials: study.trials });
    expect(Object.keys(read.toJSON())).not.toContain('pruner');
  });

  const damaged: readonly [
    string,
    (lines: ReturnType<typeof linesOf>) => readonly (object | string)[],
    number,
    string,
  ][] = [
    ['empty', () => [], 1, 'is empty: it is no journal; choose another file'],
    ['no journal, in one line', () => ['rate,units'], 1, 'line 1 is not as a journal writes it: it is no journal'],
    ['no journal', () => ['rate,units\n1,2\n'], 1, 'line 1 is not as a journal writes it'],
    [
      'a later format',
      ({ header }) => [{ ...header, journal: 2 }],
      1,
      'line 1: the journal must be of format 1, got 2',
    ],
    [
      'the journal of a study',
      ({ header }) => [{ ...header, study: { ...(header.study as object), name: 'study optimizers' } }],
      1,
      'line 1: it is the journal of "study optimizers", and not of a search; choose another file',
    ],
    [
      'without settings',
      ({ header }) => [{ ...header, study: { name: 'search', settings: null } }],
      1,
      'line 1: settings must be an object, got null',
    ],
    [
      'damaged',
      ({ header, trials }) => [header, trials[0], '{"key":"1"}\n', trials[2]],
      3,
      'line 3 is not as a journal writes it: it is damaged there',
    ],
    ['with a trial twice', ({ header, trials }) => [header, trials[0], trials[0]], 3, "line 3 has '0' a second time"],
    [
      'with a trial of another number',
      ({ header, trials }) => [header, { ...trials[0], key: '4' }],
      2,
      'line 2: trial 4 says that it is trial 0',
    ],
    [
      'with parameters outside its space',
      ({ header, trials }) => [
        header,
        {
          key: '0',
          result: { ...trials[0].result, parameters: { ...(trials[0].result.parameters as object), rate: 2 } },
        },
      ],
      2,
      'line 2: trial 0: rate must be from 0.0001 to 1, got 2',
    ],
  ];
  test.each(damaged)('refuses a file that is %s', async (name, lines, row, message) => {
    const file = written(`${name}.jsonl`, lines(linesOf()));
    const error = await rejectionOf(readSearch(file));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(`readSearch: ${file}`);
    expect(error.message).toContain(message);
    expect((error as DataError).row).toBe(row);
  });

  test.each<[string, object, string]>([
    ['no directions', { directions: [] }, "directions must be a list of 'minimize' and 'maximize', got an array of 0"],
    ['another direction', { directions: ['up'] }, 'settings: directions must be'],
    ['no lag', { lag: -1 }, 'settings: lag must be'],
    ['no sampler', { sampler: 'random' }, 'sampler must be an object, got "random"'],
    ['no space', { space: { rate: { kind: 'normal' } } }, "Space.fromJSON: 'rate': kind must be one of"],
  ])('refuses settings with %s', async (name, wrong, message) => {
    const { header } = linesOf();
    const { settings, ...about } = header.study as { settings: object };
    const file = written(`${name}.jsonl`, [{ ...header, study: { ...about, settings: { ...settings, ...wrong } } }]);
    await expect(readSearch(file)).rejects.toThrow(`line 1: ${message}`);
  });

  test('refuses what names no file, and a file that is not there', async () => {
    await expect(readSearch('')).rejects.toThrow('readSearch: path must be the name of a file, got ""');
    await expect(readSearch(join(folder, 'none.jsonl'))).rejects.toThrow('readSearch: no such file');
  });

  test('takes no lock: a journal that is open can be read', async () => {
    const { header } = linesOf();
    const own = join(folder, 'open.jsonl');
    const opened = await openJournal(own, header.study as never);
    expect((await readSearch(own)).trials).toEqual([]);
    await opened.close();
  });
});
