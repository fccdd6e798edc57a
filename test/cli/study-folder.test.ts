import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openStudyFolder } from '../../src/cli/study-folder.ts';
import { rejectionOf } from '../helpers/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'simdgrad-study-folder-'));
afterAll(() => rmSync(folder, { recursive: true }));
let folders = 0;
const newParent = (): string => join(folder, String(++folders));

const study = { name: 'rates', version: '1', settings: null, data: 'abc' };
const openIn = (parent: string, resume?: string) => openStudyFolder<number>('study', parent, 'st', study, resume);

/** A study that was stopped after a result: its folder. */
async function stoppedIn(parent: string): Promise<string> {
  const { path, journal, close } = await openIn(parent);
  await journal.append('a', 1);
  await close(false);
  return path;
}

test('a study that was stopped is gone on with; one that is finished is not', async () => {
  const parent = newParent();
  const path = await stoppedIn(parent);
  const again = await openIn(parent);
  expect([again.path, [...again.journal.results]]).toEqual([path, [['a', 1]]]);
  await again.close(true);
  expect(readdirSync(path)).toEqual([]);
  const next = await openIn(parent);
  expect(next.path).toBe(join(parent, 'st-002'));
  await next.close(true);
  expect(await rejectionOf(openIn(parent, path))).toMatchObject({
    code: 'ENOENT',
    message: `study: no such file: ${join(path, 'journal.jsonl')}; there is no study to go on with, or it is finished`,
  });
});

test('of two who go on with the same folder at once, one does', async () => {
  for (let trial = 0; trial < 5; trial++) {
    const parent = newParent();
    const path = await stoppedIn(parent);
    const settled = await Promise.allSettled([openIn(parent, path), openIn(parent, path)]);
    const opened = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect([opened.length, refused]).toEqual([1, [expect.objectContaining({ code: 'EBUSY' })]]);
    await opened[0].close(false);
  }
});

test('of several who begin it at once, each has a folder of its own', async () => {
  for (let trial = 0; trial < 4; trial++) {
    const parent = newParent();
    await stoppedIn(parent);
    const opened = await Promise.all([openIn(parent), openIn(parent), openIn(parent)]);
    expect(new Set(opened.map(({ path }) => path)).size).toBe(3);
    expect(opened.filter(({ journal }) => journal.results.size === 1)).toHaveLength(1);
    await Promise.all(opened.map(({ close }) => close(false)));
  }
});

test('the folder of a study that is finished while others look for one is left alone', async () => {
  // Reading the journal of another study takes a while, in which the first one comes to its end.
  const other = await openStudyFolder<string>('study', newParent(), 'st', { ...study, name: 'units' });
  await other.journal.append('a', 'x'.repeat(2_000_000));
  await other.close(false);
  for (let trial = 0; trial < 8; trial++) {
    const parent = newParent();
    const first = await openIn(parent);
    await first.journal.append('a', 1);
    writeFileSync(join(first.path, 'results.json'), '{}');
    cpSync(other.path, join(parent, 'st-002'), { recursive: true });
    const looking = openIn(parent);
    for (let turns = 5 * trial; turns > 0; turns--) await new Promise(setImmediate);
    const [second] = await Promise.all([looking, first.close(true)]);
    expect(second.path).toBe(join(parent, 'st-003'));
    expect(readdirSync(first.path)).toEqual(['results.json']);
    await second.close(false);
  }
});
