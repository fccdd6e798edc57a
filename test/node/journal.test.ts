import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { DataError, FileError } from '../../src/index.ts';
import { type JournalStudy, openJournal } from '../../src/node/index.ts';
import { rejectionOf } from '../helpers/errors.ts';
import { testOnSmallDisk } from '../helpers/small-disk.ts';

const folder = mkdtempSync(join(tmpdir(), 'simdgrad-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (): string => join(folder, `study-${++files}.jsonl`);

const study: JournalStudy = {
  name: 'rates',
  version: '1.2.3',
  settings: { rates: [0.1, 0.2], epochs: 3, to: { be: null } },
  data: 'abc',
};
const entries: readonly (readonly [string, unknown])[] = [
  ['rate 0.1/seed 0', { accuracy: 0.5, history: [1.5, 0.25] }],
  ['rate 0.2/seed é\n"', 'words, "quotes" and a line\nfeed; "check":"0000000000000000"}'],
  ['the last', { loss: 1e-300, nothing: null }],
];

async function written(path = newFile()): Promise<string> {
  const journal = await openJournal(path, study);
  for (const [key, result] of entries) await journal.append(key, result);
  await journal.close();
  return path;
}

async function resultsIn(path: string, of = study): Promise<[string, unknown][]> {
  const journal = await openJournal(path, of);
  await journal.close();
  return [...journal.results];
}

describe('a journal', () => {
  it('gives results back as they were, and goes on with more', async () => {
    const path = await written();
    const journal = await openJournal(path, study);
    expect([...journal.results]).toEqual(entries);
    await journal.append('one more', [1]);
    expect(journal.results.get('one more')).toEqual([1]);
    await journal.close();
    expect(await resultsIn(path)).toEqual([...entries, ['one more', [1]]]);
  });

  it('is JSON lines, the first of which says what the study is', async () => {
    const lines = readFileSync(await written(), 'utf8')
      .trimEnd()
      .split('\n');
    const [header, ...rest] = lines.map((line) => JSON.parse(line));
    expect(header).toMatchObject({ journal: 1, precision: 'strict', study });
    expect(rest.map(({ key, result }) => [key, result])).toEqual(entries);
  });

  it('has each result in the file when append is done, in the order of the calls', async () => {
    const path = newFile();
    const journal = await openJournal<number>(path, study);
    const appended = Array.from({ length: 20 }, (_, i) => journal.append(`job ${i}`, i));
    await appended[0];
    expect(readFileSync(path, 'utf8')).toContain('"job 0"');
    await Promise.all(appended);
    await journal.close();
    expect((await resultsIn(path)).map(([, result]) => result)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('cut off anywhere in its last line is as it was before that line', async () => {
    const path = await written();
    const bytes = readFileSync(path);
    const lastLine = bytes.lastIndexOf('\n', -2) + 1;
    for (let size = lastLine; size < bytes.length; size++) {
      writeFileSync(path, bytes.subarray(0, size));
      const journal = await openJournal(path, study);
      expect([...journal.results], `${size} bytes`).toEqual(entries.slice(0, 2));
      await journal.append(...(entries[2] as [string, unknown]));
      await journal.close();
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }
  });

  it('cut off anywhere in its first line is begun again', async () => {
    const path = newFile();
    await resultsIn(path);
    const header = readFileSync(path);
    for (let size = 0; size < header.length; size += 7) {
      writeFileSync(path, header.subarray(0, size));
      expect(await resultsIn(path)).toEqual([]);
      expect(readFileSync(path).equals(header)).toBe(true);
    }
  });

  it('with any byte changed but those of a last line that has no end is refused, and left as it is', async () => {
    const path = await written();
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length - 1; at += 5) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 1;
      writeFileSync(path, damaged);
      const error = await rejectionOf(openJournal(path, study));
      expect(error, `byte ${at}`).toBeInstanceOf(DataError);
      const line = bytes.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
      expect(error.row).toBe(line);
      expect(error.message).toContain(`line ${line} `);
      expect(readFileSync(path).equals(damaged)).toBe(true);
    }
  });
});

describe('whether it is there', () => {
  it('it is not begun where it was to be there', async () => {
    const path = newFile();
    const error = await rejectionOf(openJournal(path, study, { create: false }));
    expect(error).toMatchObject({ name: 'FileError', code: 'ENOENT', message: `openJournal: no such file: ${path}` });
    expect(existsSync(path)).toBe(false);
    const journal = await openJournal(await written(), study, { create: false });
    expect(journal.results.size).toBe(3);
    await journal.close();
  });

  it('closed for good, it is gone', async () => {
    const path = await written();
    const journal = await openJournal(path, study);
    const last = journal.append('one more', 1);
    await journal.close({ remove: true });
    await last;
    expect(existsSync(path)).toBe(false);
    expect(await resultsIn(path)).toEqual([]);
  });
});

/** The disk refuses to write more than a part of the next line, and, so many times, to cut that off again. */
async function breakDisk(refusals: number): Promise<void> {
  const handle = await open(folder);
  const prototype: FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  const broken = Object.assign(new Error('EIO: i/o error'), { code: 'EIO', syscall: 'write' });
  const { appendFile } = prototype;
  vi.spyOn(prototype, 'appendFile').mockImplementationOnce(async function (this: FileHandle, data) {
    await appendFile.call(this, String(data).slice(0, 9));
    throw broken;
  });
  const truncate = vi.spyOn(prototype, 'truncate');
  for (let i = 0; i < refusals; i++) truncate.mockRejectedValueOnce(broken);
}

it.each([0, 1, 2, 3])(
  'a line that breaks off, and cannot be cut off %d times, costs no other result',
  async (refusals) => {
    const path = newFile();
    const journal = await openJournal<number>(path, study);
    await journal.append('a', 1);
    await breakDisk(refusals);
    const settled: string[] = [];
    for (const key of ['b', 'c', 'd', 'e']) {
      const isThere = await journal.append(key, 1).then(
        () => true,
        (error) => !(error instanceof FileError && error.code === 'EIO'),
      );
      if (isThere) settled.push(key);
    }
    vi.restoreAllMocks();
    // The first refusal comes with the line; an attempt to append cuts off before it writes, and again when that failed.
    expect(settled).toEqual(refusals < 2 ? ['c', 'd', 'e'] : ['d', 'e']);
    await journal.close();
    expect((await resultsIn(path)).map(([key]) => key)).toEqual(['a', ...settled]);
  },
);

describe('the journal of another study', () => {
  it.each<[string, JournalStudy, string]>([
    ['name', { ...study, name: 'units' }, 'study.name is "rates", and "units" now'],
    ['version', { ...study, version: '1.2.4' }, 'study.version is "1.2.3", and "1.2.4" now'],
    ['data', { ...study, data: 'abd' }, 'study.data is "abc", and "abd" now'],
    [
      'one setting',
      { ...study, settings: { rates: [0.1, 0.3], epochs: 3, to: { be: null } } },
      'study.settings.rates[1] is 0.2, and 0.3 now',
    ],
    [
      'a setting less',
      { ...study, settings: { rates: [0.1, 0.2], to: { be: null } } },
      'study.settings.epochs is 3, which is not there now',
    ],
    [
      'a setting more',
      { ...study, settings: { rates: [0.1, 0.2], epochs: 3, to: { be: null, or: 'not' } } },
      'study.settings.to.or is not there, and is "not" now',
    ],
    ['another kind', { ...study, settings: [1] }, 'study.settings is an Object, and an array of 1 now'],
  ])('is refused: %s', async (_, other, message) => {
    const path = await written();
    const before = readFileSync(path);
    const error = await rejectionOf(openJournal(path, other));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe(
      `openJournal: ${path} is the journal of another study: ${message}; choose another file, or take this one away`,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is this one where settings stand in another order', async () => {
    const settings = { to: { be: null }, epochs: 3, rates: [0.1, 0.2], maybe: undefined };
    expect(await resultsIn(await written(), { data: 'abc', settings, version: '1.2.3', name: 'rates' })).toHaveLength(
      3,
    );
  });
});

describe('what is no journal', () => {
  it.each<[string, string | Buffer]>([
    ['a table', 'a;b\n1;2\n'],
    ['a line without an end', 'words'],
    ['JSON', '{"journal":1}\n'],
    ['bytes', Buffer.from([0xff, 0xfe, 0x0a])],
  ])('%s is refused, and left as it is', async (_, text) => {
    const path = newFile();
    writeFileSync(path, text);
    const error = await rejectionOf(openJournal(path, study));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(`openJournal: ${path}: line 1 is not as a journal writes it: it is no journal`);
    expect(readFileSync(path).equals(Buffer.from(text))).toBe(true);
  });

  it('a line that is there twice is refused', async () => {
    const path = await written();
    appendFileSync(path, `${readFileSync(path, 'utf8').split('\n')[1]}\n`);
    const error = await rejectionOf(openJournal(path, study));
    expect([error.row, error.message]).toEqual([5, expect.stringContaining("has 'rate 0.1/seed 0' a second time")]);
  });

  it.each<[string, () => string, string]>([
    ['a folder', () => folder, 'EISDIR'],
    ['a file in a folder that is not there', () => join(folder, 'none', 'study.jsonl'), 'ENOENT'],
  ])('%s: FileError', async (_, path, code) => {
    const error = await rejectionOf(openJournal(path(), study));
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({ code });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });
});

describe('wrong calls', () => {
  it.each<[string, unknown, unknown, new (...of: never[]) => Error, string]>([
    ['no path', undefined, study, TypeError, 'openJournal: path must be the name of a file, got undefined'],
    ['no study', 'a', undefined, TypeError, 'openJournal: study.name must be text, got undefined'],
    [
      'no fingerprint',
      'a',
      { name: 'a', version: '1' },
      TypeError,
      'openJournal: study.data must be text, got undefined',
    ],
    ['a setting that is no number', 'a', { ...study, settings: { rate: Number.NaN } }, RangeError, '"rate" is NaN'],
  ])('%s', async (_, path, of, kind, message) => {
    const error = await rejectionOf(openJournal(path as string, of as JournalStudy));
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
  });

  it.each<[unknown, string]>([
    [{ creat: true }, "openJournal: unknown option 'creat'; did you mean 'create'?"],
    [{ create: 'no' }, 'openJournal: create must be true or false, got "no"'],
  ])('options %j', async (options, message) => {
    const error = await rejectionOf(openJournal('a', study, options as object));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(message);
  });

  it.each<[string, unknown, unknown, new (...of: never[]) => Error, string]>([
    ['a key that is there', 'the last', 1, RangeError, "has a result of 'the last'"],
    ['a key that is no text', 1, 1, TypeError, 'key must be text, got 1'],
    ['nothing', 'new', undefined, TypeError, "the result of 'new' is undefined"],
    ['what JSON does not have', 'new', [Number.NaN], RangeError, 'the result of \'new\': "0" is NaN'],
  ])('append: %s, and nothing is written', async (_, key, result, kind, message) => {
    const path = await written();
    const { size } = statSync(path);
    const journal = await openJournal(path, study);
    const error = await rejectionOf(journal.append(key as string, result));
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
    await journal.append('new', 2); // it can be used on
    await journal.close();
    expect(statSync(path).size).toBeGreaterThan(size);
    expect(await resultsIn(path)).toHaveLength(4);
  });
});

testOnSmallDisk('a full disk takes nothing, says so, and what was there stays', 8192, async (disk) => {
  const path = join(disk, 'study.jsonl');
  const journal = await openJournal(path, study);
  await journal.append('small', 'x'.repeat(3000));
  const error = await rejectionOf(journal.append('large', 'x'.repeat(20_000)));
  expect(error).toBeInstanceOf(FileError);
  expect(error).toMatchObject({ code: 'ENOSPC' });
  await journal.append('large', 'y');
  await journal.close();
  expect((await resultsIn(path)).map(([key]) => key)).toEqual(['small', 'large']);
});
