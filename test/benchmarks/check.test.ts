/** `npm run bench -- --check`: it can fail, and names what has become slow. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bench, inFolder, outcome, skipped } from '../helpers/fake-parts.ts';

const commit = (folder: string, name: string, ratios: Record<string, number>): void =>
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ ratios }));

const measured = { 'gemmNN 512³ of the roofline': 0.9, 'exp of a plain loop': 8 };

test('passes after one short run of each part where nothing has fallen below half', () =>
  inFolder(async (folder) => {
    commit(folder, 'kernels', { ...measured, 'gemmNN 512³ of the roofline': 1.7, 'not in the short form': 3 });
    commit(folder, 'growth', {});
    const answers = { kernels: () => outcome([], measured), growth: () => outcome(), later: () => outcome() };
    const { exitCode, output, requests } = await bench(['--check'], { answers, folder });
    expect(exitCode).toBe(0);
    expect(requests).toEqual([{ name: 'kernels', quick: true, filter: undefined }]);
    expect(output).toBe(
      'kernels: 2 ratios; the lowest beside its committed one: gemmNN 512³ of the roofline: 0.900, committed 1.70\n',
    );
  }));

test('a committed ratio three times too high makes it fail, after three runs, and is named', () =>
  inFolder(async (folder) => {
    commit(folder, 'kernels', { ...measured, 'exp of a plain loop': 24 });
    const answers = { kernels: () => outcome([], measured) };
    const { exitCode, output, requests } = await bench(['--check'], { answers, folder });
    expect(exitCode).toBe(1);
    expect(requests).toHaveLength(3);
    expect(output).toContain(
      '1 of 2 below 0.5 of the committed, the best of 3 runs:\n  exp of a plain loop: 8.00, committed 24.0\n',
    );
  }));

test('the best of three runs counts', () =>
  inFolder(async (folder) => {
    commit(folder, 'kernels', measured);
    // Each ratio has one good run, and none has two.
    const runs = [
      { ...measured, 'exp of a plain loop': 1 },
      { 'gemmNN 512³ of the roofline': 0.1, 'exp of a plain loop': 2 },
      { 'gemmNN 512³ of the roofline': 0.1, 'exp of a plain loop': 4 },
    ];
    const answers = { kernels: (_: unknown, __: unknown, turn: number) => outcome([], runs[turn]) };
    const { exitCode, requests } = await bench(['--check'], { answers, folder });
    expect([exitCode, requests.length]).toEqual([0, 3]);
  }));

test('a part that this machine cannot measure is named and passed over', () =>
  inFolder(async (folder) => {
    commit(folder, 'kernels', measured);
    commit(folder, 'relaxed', measured);
    const answers = { kernels: () => outcome([], measured), relaxed: () => skipped('it takes Node 22') };
    const { exitCode, output, requests } = await bench(['--check'], { answers, folder });
    expect([exitCode, requests.length]).toEqual([0, 2]);
    expect(output).toContain('relaxed: skipped: it takes Node 22\n');
  }));

test('a ratio that is no number fails', () =>
  inFolder(async (folder) => {
    commit(folder, 'kernels', measured);
    const answers = { kernels: () => outcome([], { ...measured, 'exp of a plain loop': Number.NaN }) };
    expect((await bench(['--check'], { answers, folder })).exitCode).toBe(1);
  }));

test('without anything to compare with it is an error', () =>
  inFolder(async (folder) => {
    const answers = { kernels: () => outcome([], measured), growth: () => outcome() };
    const nothing = await bench(['--check'], { answers, folder });
    expect(nothing.exitCode).toBe(1);
    expect(nothing.errors).toContain('error: kernels, growth: no committed ratios in ');
    commit(folder, 'kernels', { 'gemmNN 512³ of the roofline': 0.9 });
    const named = await bench(['--check', 'growth'], { answers, folder });
    expect(named.errors).toContain('error: growth: no committed ratios in ');
    const unknown = await bench(['--check'], { answers, folder });
    expect(unknown.exitCode).toBe(1);
    expect(unknown.errors).toContain(
      'error: kernels: there are no committed ratios of exp of a plain loop; measure anew with npm run bench -- kernels',
    );
    const none = await bench(['--check'], { answers: { kernels: () => outcome() }, folder });
    expect(none.errors).toContain('error: kernels: the quick form has no ratios; ');
  }));
