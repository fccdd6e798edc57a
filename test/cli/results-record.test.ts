import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ResultsRecord } from '../../src/cli/results-record.ts';
import { createRunFolder } from '../../src/cli/run-folder.ts';
import { FileError } from '../../src/errors.ts';
import { type ComparedNetworks, compareNetworks } from '../../src/experiments/compare-networks.ts';
import { denseNetworks } from '../../src/experiments/dense-networks.ts';
import { moonsData } from '../helpers/classification-data.ts';
import { rejectionOf } from '../helpers/errors.ts';
import { noPackages } from '../helpers/no-packages.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-results-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is known after each run of a short comparison. */
async function stages(): Promise<ComparedNetworks[]> {
  const all: ComparedNetworks[] = [];
  await compareNetworks(moonsData(), [denseNetworks[0]], {
    seeds: [0, 1],
    epochs: 2,
    onRun: (_, soFar) => void all.push(soFar),
  });
  return all;
}

describe('createRunFolder', () => {
  test('numbers folders after the last, also when several are made at once', async () => {
    const parent = join(folder, 'deep', 'runs');
    expect(await createRunFolder(parent, 'compare-iris')).toBe(join(parent, 'compare-iris-001'));
    for (const name of ['compare-iris-009', 'compare-iris-x', 'compare-iris-wine-020']) mkdirSync(join(parent, name));
    const made = await Promise.all([1, 2, 3].map(() => createRunFolder(parent, 'compare-iris')));
    expect(made.sort()).toEqual(['010', '011', '012'].map((number) => join(parent, `compare-iris-${number}`)));
    mkdirSync(join(parent, 'compare-iris-999'));
    expect(await createRunFolder(parent, 'compare-iris')).toBe(join(parent, 'compare-iris-1000'));
  });

  test.skipIf(process.platform !== 'linux')('comes back where a file system takes no folders', async () => {
    const error = await rejectionOf(createRunFolder('/proc/no/runs', 'compare-iris'));
    expect(error.message).toMatch(/^cannot make a folder for results in \/proc\/no\/runs: ENOENT/);
  });

  test('where it cannot: an error that says what to do', async () => {
    writeFileSync(join(folder, 'file'), '');
    const error = await rejectionOf(createRunFolder(join(folder, 'file'), 'compare-iris'));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toContain('--runs names another');
  });
});

describe('ResultsRecord', () => {
  test('has after each run what is known until then', async () => {
    const record = new ResultsRecord(folder, 'simdgrad compare moons');
    for (const [i, soFar] of (await stages()).entries()) {
      await record.update(soFar);
      const { comparisons, ...about } = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
      expect(comparisons[0].runs).toHaveLength(i + 1);
      expect(about).toMatchObject({ command: 'simdgrad compare moons', node: process.version });
      expect(readdirSync(folder).sort()).toEqual(['moons.safetensors', 'results.json']);
    }
    await record.close();
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test('keeps what the disk refuses, and writes it once that is over', async () => {
    const [first, second] = await stages();
    const record = new ResultsRecord(folder, '');
    rmSync(folder, { recursive: true });
    await record.update(first);
    expect(record.failure).toBeInstanceOf(FileError);
    expect(record.files.size).toBe(0);
    expect(record.comparisons[0].runs).toHaveLength(1);
    mkdirSync(folder);
    await record.update(second);
    expect(record.failure).toBeUndefined();
    expect([...record.files].sort()).toEqual(['moons.safetensors', 'results.json']);
  });

  test('forgets no failed file because another could be written', async () => {
    const [first, second] = await stages();
    const of = (name: string, { comparison, best }: ComparedNetworks): ComparedNetworks => ({
      comparison: { ...comparison, dataset: { ...comparison.dataset, name } },
      best,
    });
    const record = new ResultsRecord(folder, '');
    mkdirSync(join(folder, 'red.safetensors'));
    await record.update(of('red', first));
    await record.update(of('white', first));
    expect(record.failure?.message).toContain('red.safetensors');
    expect([...record.files].sort()).toEqual(['results.json', 'white.safetensors']);
    expect(record.comparisons).toHaveLength(2);
    rmSync(join(folder, 'red.safetensors'), { recursive: true });
    rmSync(join(folder, 'results.json'));
    mkdirSync(join(folder, 'results.json'));
    await record.update(of('red', second));
    await record.report({ importPackage: noPackages });
    expect([...record.files].sort()).toContain('report.html');
    expect(record.failure?.message).toContain('results.json');
    rmSync(join(folder, 'results.json'), { recursive: true });
    await record.update(of('red', second));
    expect(record.failure).toBeUndefined();
  });

  test('a report that cannot be made ends nothing', async () => {
    const [first] = await stages();
    const record = new ResultsRecord(folder, 'x'.repeat(2 ** 20 + 1));
    await record.update(first);
    expect(await record.report({ importPackage: noPackages })).toBeUndefined();
    expect(record.failure?.message).toContain('command must be text');
    expect([...record.files].sort()).toEqual(['moons.safetensors', 'results.json']);
  });

  test('a command may name all columns of a wide table', async () => {
    const [first] = await stages();
    const record = new ResultsRecord(folder, `simdgrad train wide.csv --drop ${'column,'.repeat(20_000)}last`);
    await record.update(first);
    await record.report({ importPackage: noPackages });
    expect(record.failure).toBeUndefined();
    expect(record.files).toContain('report.html');
  });

  test('takes a folder away that nothing was written to', async () => {
    await new ResultsRecord(folder, '').close();
    expect(() => readdirSync(folder)).toThrow('ENOENT');
  });
});
