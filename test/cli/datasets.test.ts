/** `simdgrad datasets …`, with streams and variables of its own. */

import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iris } from '../../datasets/iris.ts';
import { registry } from '../../datasets/registry.ts';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { testWithDatasets } from '../helpers/datasets.ts';
import { type Answer, serve } from '../helpers/http-server.ts';
import { keepingTerminal } from '../helpers/output.ts';

const [file] = iris.files;
let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'simdgrad-cli-'));
});
afterEach(() => rmSync(base, { recursive: true }));

async function run(words: string, { isTTY = false, columns = 80, environment = {} } = {}) {
  const terminal = keepingTerminal({ isTTY, columns });
  const errors = keepingTerminal({ isTTY, columns });
  const all = { SIMDGRAD_CACHE: base, ...environment };
  const exitCode = await runSimdgrad(words.split(' '), { terminal, errors, environment: all });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

/** Serves `answers` as a mirror while `use` runs. */
async function withMirror(answers: Record<string, Answer>, use: (mirror: string) => Promise<void>): Promise<void> {
  const server = await serve(answers);
  try {
    await use(server.url);
  } finally {
    await server.close();
  }
}

const cached = (): string => join(base, 'datasets', file.path);
function putInCache(text: string): void {
  mkdirSync(dirname(cached()), { recursive: true });
  writeFileSync(cached(), text);
}

describe('datasets list', () => {
  test('names every set, where it is, and where that is', async () => {
    putInCache('anything');
    const { exitCode, output, errors } = await run('datasets list', { environment: { SIMDGRAD_DATASETS: '/data' } });
    expect([exitCode, errors]).toEqual([0, '']);
    expect(output).toContain('iris                3 classes      150     4   4.6 kB  cache      CC BY 4.0\n');
    expect(output).toContain('wine-quality-white  7 classes    4,898    11   264 kB  to fetch   CC BY 4.0\n');
    expect(output).toContain('alphabet-soup       2 classes   34,299    11   3.6 MB  to fetch   none stated\n');
    expect(output).toContain('california-housing  regression  20,640     9   1.4 MB  to fetch   Apache-2.0\n');
    expect(output).toContain('concrete-strength   regression   1,030     8  50.0 kB  to make    CC BY 4.0\n');
    expect(output).toContain('mnist               10 classes  70,000   784  11.6 MB  to fetch   CC BY-SA 3.0\n');
    expect(output).toMatch(/^spirals +3 classes +1,500 +2 +– +generated +–$/m);
    expect(output).toContain('data folder  /data\n');
    expect(output).toContain(`cache        ${join(base, 'datasets')}\n`);
    expect(output).toContain('\nalphabet-soup and california-housing are tables with text, as published\n');
    expect(output).toContain('wine-quality means wine-quality-red and wine-quality-white');
    expect(output).not.toContain('\x1b');
  });

  test('fits 80 columns, wherever the files are, and is coloured in a terminal alone', async () => {
    const folder = join(base, 'data');
    for (const { path } of Object.values(registry).flatMap(({ files }) => files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    const outputs = [{}, { SIMDGRAD_DATASETS: folder }].map(async (environment) => {
      const { output } = await run('datasets list', { isTTY: true, environment });
      for (const line of stripVTControlCharacters(output).split('\n')) {
        if (!/^(cache|data folder) /.test(line)) expect(line.length).toBeLessThanOrEqual(80);
      }
      return output;
    });
    const [missing, there] = await Promise.all(outputs);
    expect(missing).toContain('\x1b[33mto fetch\x1b[39m');
    expect(there).toContain('\x1b[32mdata folder\x1b[39m');
    expect(stripVTControlCharacters(missing)).toContain('SIMDGRAD_DATASETS is not set');
  });

  test('--json has it all', async () => {
    putInCache('anything');
    const { exitCode, output } = await run('datasets list --json');
    expect(exitCode).toBe(0);
    const all = JSON.parse(output) as Record<string, unknown>[];
    expect(all.find(({ name }) => name === 'iris')).toMatchObject({
      title: 'Iris',
      task: 'classification',
      rows: 150,
      features: 4,
      classes: 3,
      generated: false,
      place: 'cache',
      licence: 'CC BY 4.0',
      files: [{ path: file.path, sha256: file.sha256, bytes: 4551, sources: file.sources, found: cached() }],
    });
    expect(all.find(({ name }) => name === 'wine-quality-red')).toMatchObject({
      place: 'missing',
      files: [{ found: null }],
    });
    expect(all.find(({ name }) => name === 'alphabet-soup')).toMatchObject({
      target: 'IS_SUCCESSFUL',
      licence: 'none stated',
      table: { numeric: 4, text: 8, missing: 0 },
    });
    expect(all.find(({ name }) => name === 'spirals')).toMatchObject({
      generated: true,
      place: 'generated',
      files: [],
    });
  });
});

describe('datasets fetch', () => {
  testWithDatasets('downloads, says where to and whose it is, and does it once', [file.path], async (path) => {
    await withMirror({ '/iris/iris.data': readFileSync(path) }, async (mirror) => {
      const first = await run('datasets fetch iris', { environment: { SIMDGRAD_MIRROR: mirror } });
      expect([first.exitCode, first.errors]).toEqual([0, '']);
      expect(first.output).toBe(
        `iris: downloaded, SHA-256 as expected\n  ${cached()}\n${iris.licence}. ${iris.citation}\n`,
      );
      const again = await run('datasets fetch iris', { environment: { SIMDGRAD_MIRROR: 'http://nowhere.invalid' } });
      expect(again.output).toContain('iris: already there, SHA-256 as expected');
      expect((await run('datasets path iris')).output).toBe(`${cached()}\n`);
    });
  });

  testWithDatasets('draws a bar in a terminal, beside the results, and wraps by words', [file.path], async (path) => {
    await withMirror({ '/iris/iris.data': readFileSync(path) }, async (mirror) => {
      const environment = { SIMDGRAD_MIRROR: mirror };
      const { output, errors } = await run('datasets fetch iris', { isTTY: true, environment });
      expect(errors).toContain('iris.data  4.6 kB of 4.6 kB');
      expect(errors.endsWith('\x1b[2K')).toBe(true); // taken away
      expect(output).not.toContain('█');
      const credit = stripVTControlCharacters(output).trimEnd().split('\n').slice(2);
      for (const line of credit) expect(line.length).toBeLessThanOrEqual(80);
      expect(credit.join(' ')).toBe(`${iris.licence}. ${iris.citation}`);
    });
  });

  const soup = registry['alphabet-soup'].files[0];
  testWithDatasets('says where no licence is stated', [soup.path], async (path) => {
    const environment = { SIMDGRAD_DATASETS: dirname(dirname(path)) };
    const { output } = await run('datasets fetch alphabet-soup', { environment });
    expect(output).toContain(`  ${path}\nNo licence is stated. edX Boot Camps, `);
  });

  test('of a generated set has nothing to do', async () => {
    const { exitCode, output } = await run('datasets fetch spirals');
    expect([exitCode, output]).toEqual([0, 'spirals is generated; there is nothing to fetch\n']);
    expect(readdirSync(base)).toEqual([]);
  });

  test('of another file in the cache is an error', async () => {
    putInCache('not the irises');
    const { exitCode, output, errors } = await run('datasets fetch iris');
    expect([exitCode, output]).toEqual([1, '']);
    expect(errors).toMatch(/^error: data set iris: .* is not the published file: SHA-256 is .*; delete it .*\n$/);
    expect(readFileSync(cached(), 'utf8')).toBe('not the irises');
  });
});

describe('datasets path', () => {
  testWithDatasets('prints a path a line', [file.path], async (path) => {
    mkdirSync(dirname(cached()), { recursive: true });
    copyFileSync(path, cached());
    expect(await run('datasets path iris')).toEqual({ exitCode: 0, output: `${cached()}\n`, errors: '' });
  });

  test.each([
    ['iris', 'error: iris is not on this machine; simdgrad datasets fetch iris downloads it\n'],
    ['wine-quality', 'error: wine-quality is not on this machine; simdgrad datasets fetch wine-quality downloads it\n'],
    [
      'concrete-strength',
      'error: concrete-strength is not on this machine; simdgrad datasets fetch concrete-strength says how to make it\n',
    ],
    ['spirals', 'error: spirals is generated; it has no file\n'],
  ])('of %s says what to do', async (name, errors) => {
    expect(await run(`datasets path ${name}`)).toEqual({ exitCode: 1, output: '', errors });
  });
});

test.each(['fetch', 'path'])('datasets %s of a name that there is not is an error of one line', async (command) => {
  const { exitCode, output, errors } = await run(`datasets ${command} irs`);
  expect([exitCode, output]).toEqual([1, '']);
  expect(errors).toMatch(/^error: no data set is named "irs"; did you mean 'iris'\? There are .*, iris, .*\n$/);
});
