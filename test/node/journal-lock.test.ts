/** Who may open a journal while others want it, have it, or had it when they were killed. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Journal, openJournal } from '../../src/node/index.ts';
import { birthByProc } from '../../src/node/living-process.ts';
import { rejectionOf } from '../helpers/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'simdgrad-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));
let folders = 0;
/** A path in a folder of its own. */
function newFile(): string {
  const path = join(folder, String(++folders));
  mkdirSync(path);
  return join(path, 'study.jsonl');
}

const study = { name: 'rates', version: '1', settings: null, data: 'abc' };
const claimsBeside = (path: string): string[] => readdirSync(dirname(path)).filter((name) => name.includes('.claim-'));

/** Opens it so many times at once; all that is opened, and codes of the errors. */
async function openAtOnce(path: string, times: number) {
  const settled = await Promise.allSettled(Array.from({ length: times }, () => openJournal<number>(path, study)));
  const opened = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return { opened, codes: settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : [])) };
}

test.each([
  ['a new', false],
  ['an existing', true],
])('of several who open %s journal at once, one has it, and loses nothing', async (_, isThere) => {
  for (let trial = 0; trial < 10; trial++) {
    const path = newFile();
    if (isThere) await (await openJournal(path, study)).close();
    const { opened, codes } = await openAtOnce(path, 3);
    expect([opened.length, codes]).toEqual([1, ['EBUSY', 'EBUSY']]);
    await opened[0].append('a', trial);
    await opened[0].close();
    const again = await openJournal(path, study);
    expect([...again.results]).toEqual([['a', trial]]);
    await again.close();
    expect(readdirSync(dirname(path))).toEqual(['study.jsonl']);
  }
});

test('while it is open, it is refused by whatever path, and nothing is changed', async () => {
  const path = newFile();
  const journal = await openJournal(path, study);
  const before = readdirSync(dirname(path));
  symlinkSync(path, join(folder, 'link.jsonl'));
  symlinkSync(dirname(path), join(folder, 'elsewhere'));
  for (const other of [path, join(folder, 'link.jsonl'), join(folder, 'elsewhere', 'study.jsonl')]) {
    const error = await rejectionOf(openJournal(other, study));
    expect(error).toMatchObject({ name: 'FileError', code: 'EBUSY', path: other });
    expect(error.message).toContain(`openJournal: process ${process.pid} is writing to ${other}; wait for its end; if`);
    expect(error.message).toContain(join(dirname(path), before[0]));
  }
  expect(readdirSync(dirname(path))).toEqual(before);
  await journal.append('a', 1);
  await journal.close();
});

test('a journal that is refused is free again; another file beside it is always', async () => {
  const path = newFile();
  await (await openJournal(path, study)).close();
  const beside = await openJournal(path.replace('study', 'studies'), study);
  expect((await rejectionOf(openJournal(path, { ...study, name: 'units' }))).message).toContain('another study');
  writeFileSync(path, 'a;b\n');
  expect((await rejectionOf(openJournal(path, study))).message).toContain('it is no journal');
  rmSync(path);
  await (await openJournal(path, study)).close();
  await beside.close();
  expect(claimsBeside(path)).toEqual([]);
});

/** Leaves the claim of a process beside a journal as a kill leaves it, made from one of this process. */
async function leaveClaim(path: string, change: (parts: string[]) => string[], content = 'held'): Promise<string> {
  const journal: Journal = await openJournal(path, study);
  const [claim] = claimsBeside(path);
  await journal.close();
  const [before, parts] = claim.split('.claim-');
  const left = `${before}.claim-${change(parts.split('-')).join('-')}`;
  writeFileSync(join(dirname(path), left), content);
  return join(dirname(path), left);
}

const { pid: ended } = spawnSync(process.execPath, ['--version']);
/** Changes of a claim's process, when that began, its host, and what tells it from all others. */
const claims = {
  'of a process that is no more': ([, ...rest]: string[]) => [String(ended), ...rest],
  'of an earlier process that had the number of this one': ([pid, , ...rest]: string[]) => [pid, 'before', ...rest],
};

test.each(
  Object.entries(claims).flatMap(([name, change]) => [[name, change, 'held'] as const, [name, change, ''] as const]),
)('a claim %s is taken away, once by all who find it', async (_, change, content) => {
  for (let trial = 0; trial < 4; trial++) {
    const path = newFile();
    const left = await leaveClaim(path, change, content);
    const { opened, codes } = await openAtOnce(path, 4);
    expect([opened.length, codes]).toEqual([1, ['EBUSY', 'EBUSY', 'EBUSY']]);
    await opened[0].append('a', 1);
    expect([existsSync(left), claimsBeside(path).length]).toEqual([false, 1]);
    await opened[0].close();
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
  }
});

test('a claim from another host counts until somebody takes it away, as the message says', async () => {
  const path = newFile();
  const left = await leaveClaim(path, ([, birth, , random]) => [String(ended), birth, '0123abcd', random]);
  const error = await rejectionOf(openJournal(path, study));
  expect(error).toMatchObject({ code: 'EBUSY' });
  expect(error.message).toBe(
    `openJournal: process ${ended} of another machine is writing to ${path}; wait for its end; if it is no program of yours, take ${left} away`,
  );
  rmSync(left);
  await (await openJournal(path, study)).close();
});

test.runIf(process.platform === 'linux')(
  'a claim of another living process counts, if it is the same one',
  async () => {
    const path = newFile();
    const birth = (await birthByProc(process.ppid))!;
    const ofParent =
      (began: string) =>
      ([, , ...rest]: string[]) => [String(process.ppid), began, ...rest];
    const left = await leaveClaim(path, ofParent(birth));
    expect((await rejectionOf(openJournal(path, study))).message).toContain(`process ${process.ppid} is writing to`);
    rmSync(left);
    await leaveClaim(path, ofParent('before'));
    await (await openJournal(path, study)).close();
    expect(claimsBeside(path)).toEqual([]);
  },
);
