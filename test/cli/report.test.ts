/** `simdgrad report`, from words to what is printed and written. */
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readResults } from '../../src/cli/read-results.ts';
import { ResultsRecord } from '../../src/cli/results-record.ts';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { compareNetworks } from '../../src/experiments/compare-networks.ts';
import { denseNetworks } from '../../src/experiments/dense-networks.ts';
import { capacityStudy } from '../../src/experiments/studies/capacity.ts';
import { testInChromium } from '../helpers/chromium.ts';
import { moonsData } from '../helpers/classification-data.ts';
import { rejectionOf } from '../helpers/errors.ts';
import { fakeHeader } from '../helpers/fake-header.ts';
import { keepingTerminal } from '../helpers/output.ts';
import { fakeResults } from '../helpers/study-results.ts';

let results = '';
beforeAll(async () => {
  const record = new ResultsRecord('nowhere', 'simdgrad compare moons --seeds 1');
  const compared = await compareNetworks(moonsData(), [denseNetworks[0]], { seeds: [0], epochs: 2 });
  await record.update(compared);
  results = record.text;
});

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-report-'));
  file = join(folder, 'results.json');
  writeFileSync(file, results);
});
afterEach(() => rmSync(folder, { recursive: true }));

const nobody = async (name: string): Promise<never> => {
  throw new Error(`Cannot find package '${name}'`);
};

async function report(
  words: readonly string[],
  { environment = {}, importPackage = undefined as undefined | typeof nobody } = {},
) {
  const terminal = keepingTerminal();
  const errors = keepingTerminal();
  const exitCode = await runSimdgrad(['report', ...words], { terminal, errors, environment, importPackage });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

const readReport = (): string => readFileSync(join(folder, 'report.html'), 'utf8');
const output = (name = 'report.html'): string[] => ['-o', join(folder, name)];

describe('simdgrad report', () => {
  test('makes the report of a file again, and the same one each time', async () => {
    const path = join(folder, 'report.html');
    expect(await report([file, ...output()])).toEqual({ exitCode: 0, output: `written to ${path}\n`, errors: '' });
    const first = readReport();
    expect(first).toContain('<h1>Networks compared: Moons</h1>');
    expect(first).toContain('<svg role="img"');
    expect(first).toContain('simdgrad compare moons --seeds 1');
    expect((await report([file, ...output()])).exitCode).toBe(0);
    expect(readReport()).toBe(first);
    expect(readdirSync(folder).sort()).toEqual(['report.html', 'results.json']);
  });

  test('joins several, under a title', async () => {
    const other = join(folder, 'other.json');
    writeFileSync(other, results.replace('"Moons"', '"Suns"'));
    expect((await report([file, other, ...output(), '--title', 'Sun & moon'])).exitCode).toBe(0);
    expect(readReport()).toContain('<h1>Sun &amp; moon</h1>');
    for (const title of ['Moons', 'Suns'])
      expect(readReport()).toMatch(new RegExp(`<h2 id="chapter-\\d">Networks compared: ${title}</h2>`));
    expect((await report([file, other, ...output()])).exitCode).toBe(0);
    expect(readReport()).toContain('<h1>2 experiments</h1>');
  });

  test('writes Markdown with its pictures beside it, where a name asks for that', async () => {
    const said = await report([file, ...output('moons.md')]);
    const files = readdirSync(folder).filter((name) => name !== 'results.json');
    const pictures = files.filter((name) => name.endsWith('.svg'));
    const path = join(folder, 'moons.md');
    expect(said).toEqual({
      exitCode: 0,
      output: `written to ${path}, with ${pictures.length} pictures beside it\n`,
      errors: '',
    });
    expect(files).toEqual(['moons.md', ...pictures].sort());
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(/^# Networks compared: Moons\n/);
    for (const picture of pictures) expect(text).toContain(`](${picture})`);
    expect(text.match(/\.svg\)/g)).toHaveLength(pictures.length);

    const without = await report([file, ...output('other.md')], { importPackage: nobody });
    expect(without).toMatchObject({ exitCode: 1, errors: expect.stringContaining('npm install vega vega-lite') });
    for (const [option, name] of [
      [['--pdf'], '--pdf'],
      [['--title', 'x'], '--title'],
    ] as const) {
      const { exitCode, errors } = await report([file, ...output('other.md'), ...option]);
      expect([exitCode, errors]).toEqual([1, expect.stringContaining(`report: ${name} is for HTML, and`)]);
    }
    expect(readdirSync(folder)).not.toContain('other.md');
  });

  test('sets the verdicts of studies side by side', async () => {
    const study = (name: string, gain: number): string => {
      const { missing: _, ...made } = fakeResults(
        capacityStudy,
        ({ hidden: [units], dropout = 0 }, seed) => ({
          test: 0.7 + (units > 8 ? 0.1 : 0) + (dropout > 0 && units > 16 ? gain : 0) + ((seed * 3) % 7) / 1000,
        }),
        { seeds: [0, 1, 2, 3, 4, 5, 6, 7] },
      );
      const named = { ...made, data: { ...made.data, title: name } };
      const path = join(folder, `${name}.json`);
      const header = { ...fakeHeader('study-capacity'), command: `simdgrad study capacity ${name}` };
      writeFileSync(path, JSON.stringify({ ...header, studies: [named] }));
      return path;
    };
    const files = [study('helped', 0.05), study('harmed', -0.05)];
    expect((await report([...files, '--verdicts', ...output('verdicts.md')])).exitCode).toBe(0);
    const text = readFileSync(join(folder, 'verdicts.md'), 'utf8');
    expect(text).toContain('| statement | helped, 8 seeds | harmed, 8 seeds |\n');
    expect(text).toContain('| Dropout of 20 % helps on the largest network | confirmed, +5.0 | refuted, −5.0 |\n');
    expect(text).toContain(
      '| 4 units are less accurate than the best larger size on the test part | confirmed, −10.0 | confirmed, −10.0 |\n',
    );
    expect(text).toContain(
      'Of 20 statements, counted once for each data set, 14 are confirmed, 6 refuted and 0 undecided.',
    );
    expect(text).toContain('simdgrad study capacity helped && simdgrad study capacity harmed');
    expect(await report([...files, file, '--verdicts', ...output()])).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining(
        "only studies have verdicts, and these are results of 'compare'; leave the file out",
      ),
    });
  });

  test('without the packages for charts has tables, and says what to install', async () => {
    const { exitCode, output: said } = await report([file, ...output()], { importPackage: nobody });
    expect(exitCode).toBe(0);
    expect(said).toContain('charts stand as tables; to have them drawn, npm install vega vega-lite\n');
    expect(readReport()).not.toContain('<svg');
    expect(readReport()).toContain('Cross-entropy of each epoch');
  });

  test.each<[string, (path: string) => string, string]>([
    ['a file that is not there', (path) => join(path, 'none.json'), 'report: no such file: '],
    ['a folder', (path) => path, ' is a folder; give the results.json in it'],
    ['text', (path) => write(path, '# Title'), 'text.json: the file is not JSON: '],
    [
      'other JSON',
      (path) => write(path, '{"name":"x"}'),
      'text.json: the file holds no results of simdgrad: experiment must be text',
    ],
    [
      'what is nested without end',
      (path) => write(path, '['.repeat(1e5)),
      'text.json: the file holds arrays and objects more than 64 deep',
    ],
    [
      'a newer format',
      (path) => write(path, results.replace('"format": 1', '"format": 7')),
      `results of 'compare' in format 7`,
    ],
    ['half a file', (path) => write(path, results.slice(0, -100)), 'text.json: the file is not JSON'],
  ])('%s is an error in a line, and nothing is written', async (_, make, message) => {
    const { exitCode, output: said, errors } = await report([file, make(folder), ...output()]);
    expect([exitCode, said]).toEqual([1, '']);
    expect(errors).toMatch(/^error: report: [^\n]*\n$/);
    expect(errors).toContain(message);
    expect(readdirSync(folder)).not.toContain('report.html');
  });

  test('a place that cannot be written is one, too', async () => {
    const { exitCode, errors } = await report([file, '-o', join(folder, 'none', 'report.html')]);
    expect(exitCode).toBe(1);
    expect(errors).toContain('there is no folder');
    mkdirSync(join(folder, 'report.html'));
    expect((await report([file, ...output()])).errors).toContain('report.html is a folder');
  });

  test.each<[string[], string]>([
    [[], "error: missing required argument 'files'"],
    [
      ['results.json', '-o', 'report.pdf'],
      "argument 'report.pdf' is invalid. A report is a name that ends in .html or .md",
    ],
  ])('%j is a mistake', async (words, message) => {
    const { exitCode, errors } = await report(words);
    expect(exitCode).toBe(2);
    expect(errors).toContain(message);
  });
});

function write(path: string, text: string): string {
  const file = join(path, 'text.json');
  writeFileSync(file, text);
  return file;
}

describe('--pdf', () => {
  testInChromium('prints beside the report', async () => {
    const { exitCode, output: said } = await report([file, ...output('moons.html'), '--pdf'], {
      environment: process.env,
    });
    expect([exitCode, said]).toEqual([
      0,
      `written to ${join(folder, 'moons.html')}\nprinted to ${join(folder, 'moons.pdf')}\n`,
    ]);
    const pdf = readFileSync(join(folder, 'moons.pdf'), 'latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    expect(pdf.match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThanOrEqual(1);
    expect(readdirSync(folder).sort()).toEqual(['moons.html', 'moons.pdf', 'results.json']);
  });

  test('without a browser says what to do; the report is there', async () => {
    const {
      exitCode,
      output: said,
      errors,
    } = await report([file, ...output(), '--pdf'], { environment: { PATH: folder } });
    expect([exitCode, said]).toEqual([1, `written to ${join(folder, 'report.html')}\n`]);
    expect(errors).toContain(
      'a PDF is printed by Chromium, Chrome or Edge, and none is on the PATH or in its usual places; install one, or set CHROME_PATH to where it is',
    );
  });

  test('says which program CHROME_PATH names in vain', async () => {
    const path = join(folder, 'no-chrome');
    const { exitCode, errors } = await report([file, ...output(), '--pdf'], { environment: { CHROME_PATH: path } });
    expect(exitCode).toBe(1);
    expect(errors).toContain(`${path} could not print: there is no such program`);
  });

  test.skipIf(process.platform === 'win32').each([
    [
      'that fails',
      '#!/bin/sh\necho first >&2\necho no room for a window >&2\nexit 3\n',
      'could not print: no room for a window',
    ],
    ['that writes nothing', '#!/bin/sh\nexit 0\n', 'came to an end without a PDF'],
    [
      'that writes something else',
      `#!/bin/sh\necho hello > "$(printf '%s\\n' "$@" | sed -n s/--print-to-pdf=//p)"\n`,
      'came to an end without a PDF',
    ],
  ])('a browser %s is told of, and leaves nothing', async (_, script, message) => {
    const browser = join(folder, 'chromium');
    writeFileSync(browser, script);
    chmodSync(browser, 0o755);
    const { exitCode, errors } = await report([file, ...output(), '--pdf'], {
      environment: { PATH: `/bin:${folder}`, CHROME_PATH: browser },
    });
    expect(exitCode).toBe(1);
    expect(errors).toContain(message);
    expect(readdirSync(folder).sort()).toEqual(['chromium', 'report.html', 'results.json']);
  });
});

test('results may be as long as is said: 64 MiB, more than other JSON', async () => {
  const long = JSON.stringify('x'.repeat(2 ** 24));
  writeFileSync(file, long);
  expect(await readResults('report', file)).toHaveLength(2 ** 24);
  const huge = openSync(file, 'w');
  ftruncateSync(huge, 2 ** 26 + 1);
  closeSync(huge);
  expect((await rejectionOf(readResults('report', file))).message).toContain(
    'has 67108865 bytes, but at most 67108864 can be read',
  );
});
