/** `simdgrad compare` and `simdgrad evaluate`, from words to what is printed and written. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mnist } from '../../datasets/mnist.ts';
import type { Results } from '../../src/cli/results-record.ts';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { withoutColors } from '../../src/cli/terminal.ts';
import type { ImportPackage } from '../../src/report/index.ts';
import { bundled } from '../helpers/bundled.ts';
import { testWithDatasets } from '../helpers/datasets.ts';
import { keepingTerminal } from '../helpers/output.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-compare-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(
  words: readonly string[],
  { isTTY = false, columns = 80, environment = {}, importPackage = undefined as ImportPackage | undefined } = {},
) {
  const terminal = keepingTerminal({ isTTY, columns });
  const errors = keepingTerminal({ isTTY, columns });
  const exitCode = await runSimdgrad(words, { terminal, errors, environment, importPackage });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

const compare = (...words: string[]) =>
  run(['compare', 'moons', '--epochs', '3', '--runs', join(folder, 'runs'), ...words]);
const resultsIn = (path: string): Results => JSON.parse(readFileSync(join(path, 'results.json'), 'utf8'));

/** Times differ from run to run; the table's columns may then be a character wider. */
const timeless = (text: string): string => text.replace(/^(seconds a run|samples\/s).*$/gm, '$1').replace(/ +/g, ' ');

describe('simdgrad compare', () => {
  test('prints set-up, figures, differences, confusion and worst rows, and writes results and a model', async () => {
    const { exitCode, output, errors } = await compare('--seeds', '2');
    expect(exitCode).toBe(0);
    const lines = output.split('\n');
    const at = (start: string): number => lines.findIndex((line) => line.startsWith(start));
    const order = [
      'Moons',
      'baseline ',
      'optimized ',
      'mean ± over 2 seeds',
      'parameters ',
      'fingerprint ',
      'Always answering',
    ];
    order.push('test accuracy  baseline', 'seed 1', 'Batch normalisation and dropout', 'Best by validation');
    order.push('true \\ predicted', 'Predicted worst', 'written to', 'test again with');
    const places = order.map(at);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    for (const line of lines.slice(0, at('written to'))) expect(line.length).toBeLessThanOrEqual(80);
    expect(output).not.toContain('\x1b');
    expect(
      errors
        .split('\n')
        .slice(0, 4)
        .map((line) => line.slice(0, 17)),
    ).toEqual(['baseline   seed 0', 'optimized  seed 0', 'baseline   seed 1', 'optimized  seed 1']);

    expect(readdirSync(folder)).toEqual(['runs']);
    const made = join(folder, 'runs', 'compare-moons-001');
    expect(readdirSync(made).sort()).toEqual(['moons.safetensors', 'report.html', 'results.json']);
    const { command, comparisons } = resultsIn(made);
    expect(command).toBe(
      'simdgrad compare moons --seeds 2 --seed 0 --epochs 3 --batch-size 32 --networks baseline,optimized --best-by accuracy',
    );
    expect(comparisons[0].runs).toHaveLength(4);
    for (const { fingerprint } of Object.values(comparisons[0].summary))
      expect(output).toContain(fingerprint.slice(0, 16));
  });

  test('writes a report of what it found', async () => {
    await compare('--seeds', '2');
    const html = readFileSync(join(folder, 'runs', 'compare-moons-001', 'report.html'), 'utf8');
    expect(html).toContain('<h1>Networks compared: Moons</h1>');
    expect(html.match(/<svg role="img"/g)).toHaveLength(6);
    expect(html).toContain('simdgrad compare moons --seeds 2 --seed 0 --epochs 3');
  });

  test('without the packages for charts says how to get them, and keeps all else', async () => {
    const words = ['compare', 'moons', '--epochs', '1', '--seeds', '1', '--runs', join(folder, 'runs')];
    const importPackage = async (name: string): Promise<never> => {
      throw new Error(`Cannot find package '${name}'`);
    };
    const { exitCode, output } = await run(words, { importPackage });
    expect(exitCode).toBe(0);
    const made = join(folder, 'runs', 'compare-moons-001');
    expect(readdirSync(made).sort()).toEqual(['moons.safetensors', 'report.html', 'results.json']);
    expect(output).toMatch(/^1 seed +baseline +optimized$/m);
    expect(output.replace(/\s+/g, ' ')).toContain(
      `report.html: charts stand as tables; to have them drawn, npm install vega vega-lite; then simdgrad report ${join(made, 'results.json')} -o ${join(made, 'report.html')}`,
    );
    expect(readFileSync(join(made, 'report.html'), 'utf8')).toContain(
      '<caption><span>Confusion matrix of the test part</span>',
    );
    const silent = await run([...words, '--json'], { importPackage });
    expect(JSON.parse(silent.output).experiment).toBe('compare');
  });

  test('repeats itself in a folder of its own', async () => {
    const [first, second] = [await compare('--seeds', '2'), await compare('--seeds', '2')];
    expect(timeless(second.output).replaceAll('-002', '-001')).toBe(timeless(first.output));
    expect(readdirSync(join(folder, 'runs')).sort()).toEqual(['compare-moons-001', 'compare-moons-002']);
  });

  test('one seed has neither spread nor interval, one network no difference', async () => {
    const { output } = await compare('--seeds', '1');
    expect(output).toMatch(/^1 seed +baseline +optimized$/m);
    expect(output).not.toContain('±');
    expect(output.replace(/\s+/g, ' ')).toContain('of test accuracy with one seed, which says nothing about others');
    const alone = await compare('--seeds', '2', '--networks', 'dropout');
    expect(alone.output).toContain('mean ± over 2 seeds');
    expect(alone.output).not.toContain('seed by seed');
    expect(alone.output).not.toContain('interval');
  });

  test('four networks fit 80 characters, each with its own verdict', async () => {
    const { output } = await compare('--seeds', '2', '--networks', 'baseline,batchNorm,dropout,optimized');
    for (const line of output.split('\n').slice(0, -5)) expect(line.length).toBeLessThanOrEqual(80);
    expect(
      output.match(/^(Batch normalisation|Dropout|Batch normalisation and dropout) (made|helped|did)/gm),
    ).toHaveLength(3);
  });

  test.each([80, 120])('colours and lines in a terminal of %d', async (columns) => {
    const words = ['compare', 'moons', '--epochs', '2', '--seeds', '2', '--runs', join(folder, 'runs')];
    const { output } = await run(words, { isTTY: true, columns });
    expect(output).toContain('\x1b[1mMoons\x1b[22m');
    for (const line of withoutColors(output).split('\n').slice(0, -4)) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test('--json prints what is written', async () => {
    const { output } = await compare('--seeds', '1', '--json');
    expect(JSON.parse(output)).toEqual(resultsIn(join(folder, 'runs', 'compare-moons-001')));
  });

  test('says npm start where it was called so', async () => {
    const words = ['compare', 'moons', '--epochs', '1', '--seeds', '1', '--runs', join(folder, 'runs')];
    const { output } = await run(words, { environment: { npm_lifecycle_event: 'start' } });
    expect(output).toContain(
      `npm start -- evaluate ${join(folder, 'runs', 'compare-moons-001', 'moons.safetensors')} moons`,
    );
  });

  test.each<[string, readonly string[], string]>([
    ['an unknown data set', ['compare', 'moon'], 'no data set is named "moon"; did you mean \'moons\'?'],
    [
      'a set that comes divided',
      ['compare', 'mnist'],
      'compare: mnist comes divided into train and test, and compare draws parts of its own for each seed; choose a set in one piece, such as digits, or see simdgrad experiment --help',
    ],
    [
      'a table',
      ['compare', 'alphabet-soup'],
      'compare: alphabet-soup is a table with columns of text or missing cells, and compare takes rows of numbers; choose a set of them, such as digits',
    ],
    ['a set of numbers', ['compare', 'friedman1'], 'compare: friedman1 has numbers to predict and no classes'],
  ])('%s: an error, and nothing is written', async (_, words, message) => {
    const { exitCode, output, errors } = await run([...words, '--runs', join(folder, 'runs')]);
    expect([exitCode, output]).toEqual([1, '']);
    expect(errors).toContain(message);
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });

  test('a folder that cannot be made: an error before anything is trained', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { exitCode, output, errors } = await run(['compare', 'moons', '--runs', join(file, 'runs')]);
    expect([exitCode, output]).toEqual([1, '']);
    expect(errors).toContain(`cannot make a folder for results in ${join(file, 'runs')}`);
    expect(errors).toContain('--runs names another');
  });
});

describe('simdgrad evaluate', () => {
  test('reproduces the figure of the best run, in words and as JSON', async () => {
    await compare('--seeds', '2');
    const made = join(folder, 'runs', 'compare-moons-001');
    const { best } = resultsIn(made).comparisons[0];
    const file = join(made, 'moons.safetensors');
    const { exitCode, output } = await run(['evaluate', file, 'moons']);
    expect(exitCode).toBe(0);
    expect(output).toContain('exactly as it was saved');
    expect(output).toContain(`${best!.network}, trained on moons; tested on the test part`);
    const json = JSON.parse((await run(['evaluate', file, 'moons', '--json'])).output);
    expect(json).toMatchObject({
      network: best!.network,
      part: 'test',
      accuracy: best!.accuracy.test,
      macroF1: best!.macroF1,
    });
    expect(json.confusionMatrix.flat().reduce((sum: number, count: number) => sum + count)).toBe(json.rows);
  });

  test('tests on all rows of another set with the same columns and classes', async () => {
    await compare('--seeds', '1');
    const file = join(folder, 'runs', 'compare-moons-001', 'moons.safetensors');
    const { exitCode, output } = await run(['evaluate', file, 'circles', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ part: 'all', dataset: 'circles', trainedOn: 'moons' });
  });

  const imageFiles = mnist.files.map(({ path }) => path);
  testWithDatasets('tests on the test part of a set that comes divided', imageFiles, async () => {
    const words = ['--epochs', '1', '--seeds', '1', '--networks', 'baseline', '--runs', join(folder, 'runs')];
    await run(['compare', 'digits', ...words]);
    const file = join(folder, 'runs', 'compare-digits-001', 'digits.safetensors');
    const environment = process.env as Record<string, string>;
    const { exitCode, output } = await run(['evaluate', file, 'mnist', '--json'], { environment });
    expect(exitCode).toBe(0);
    const json = JSON.parse(output);
    expect(json).toMatchObject({ part: 'all', dataset: 'mnist (test part)', trainedOn: 'digits', rows: 10_000 });
    expect(json.accuracy).toBeGreaterThan(0.5);
  });

  test('refuses what does not fit', async () => {
    await compare('--seeds', '1');
    const file = join(folder, 'runs', 'compare-moons-001', 'moons.safetensors');
    const messages = async (...words: string[]) => {
      const { exitCode, output, errors } = await run(['evaluate', ...words]);
      expect([exitCode, output]).toEqual([1, '']);
      return errors;
    };
    expect(await messages(join(folder, 'none.safetensors'), 'moons')).toContain('no such file');
    expect(await messages(file, 'digits')).toContain('the model takes [2] a row, digits has 784 columns');
    expect(await messages(file, 'spirals')).toContain('which the model does not know');
    expect(await messages(file, 'friedman1')).toContain('evaluate: friedman1 has numbers to predict');
    expect(await messages(file, 'california-housing')).toContain('evaluate: california-housing is a table with');
    expect(await messages(join(folder, 'runs', 'compare-moons-001', 'results.json'), 'moons')).toContain(
      'results.json',
    );
  });

  test('a model that has been changed is told from the one that was saved', async () => {
    await compare('--seeds', '1');
    const file = join(folder, 'runs', 'compare-moons-001', 'moons.safetensors');
    const bytes = readFileSync(file);
    bytes.writeFloatLE(-1000, bytes.length - 4);
    bytes.writeFloatLE(1000, bytes.length - 8);
    writeFileSync(file, bytes);
    const { exitCode, errors } = await run(['evaluate', file, 'moons']);
    expect(exitCode).toBe(1);
    expect(errors).toContain('the file or the data have changed since');
  });
});

const [main] = await bundled('src/cli/main.ts');

/** A process in a folder of its own. `output` is what it has written until then, by stream. */
function start(words: readonly string[]) {
  const child = spawn(process.execPath, [main, ...words], { cwd: folder });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, output, closed };
}

describe.skipIf(process.platform === 'win32')('the process', () => {
  test('Ctrl-C, twice as npm hands it down, prints and keeps what is finished', async () => {
    const { child, output, closed } = start(['compare', 'digits', '--epochs', '4', '--seeds', '50']);
    await expect.poll(() => output.stderr, { timeout: 40_000 }).toMatch(/^optimized .*\n/m);
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGINT'), 20);
    expect(await closed).toBe(130);
    const made = join(folder, 'runs', 'compare-digits-001');
    const [comparison] = resultsIn(made).comparisons;
    const complete = comparison.runs.filter((run) => run.complete);
    expect(complete.length).toBeGreaterThanOrEqual(2);
    expect(output.stderr).toContain(`stopped: ${complete.length} of 150 runs finished\n`);
    for (const { fingerprint } of Object.values(comparison.summary)) {
      expect(output.stdout).toContain(fingerprint.slice(0, 16));
    }
    expect(output.stdout).toContain('Predicted worst');
    expect(readdirSync(folder)).toEqual(['runs']);
    const evaluated = await run(['evaluate', join(made, 'digits.safetensors'), 'digits', '--json']);
    expect(JSON.parse(evaluated.output).accuracy).toBe(comparison.best!.accuracy.test);
  });

  test('without words it is compare digits; stopped at once it leaves no results', async () => {
    const { child, output, closed } = start([]);
    await expect.poll(() => output.stdout, { timeout: 40_000 }).toContain('3 seeds of 20 epochs');
    expect(output.stdout).toMatch(/^Generated digits\n/);
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    const left = readdirSync(join(folder, 'runs'), { recursive: true });
    if (output.stdout.includes('written to')) expect(left).toContain('compare-digits-001/results.json');
    else expect(left).toEqual([]);
  });

  test('what the disk refuses is told after the figures', async () => {
    const { output, closed } = start(['compare', 'moons', '--seeds', '40', '--epochs', '20']);
    const made = join(folder, 'runs', 'compare-moons-001');
    await expect.poll(() => existsSync(join(made, 'results.json')), { timeout: 40_000, interval: 10 }).toBe(true);
    rmSync(made, { recursive: true });
    expect(await closed).toBe(1);
    expect(output.stdout).toContain('mean ± over 40 seeds');
    expect(output.stdout).not.toContain('seed 39'); // too many for a table
    expect(output.stdout).toContain('Predicted worst');
    expect(output.stderr).toMatch(/^error: .*there is no folder .*compare-moons-001/m);
  });
});
