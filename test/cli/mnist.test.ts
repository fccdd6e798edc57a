/** `simdgrad experiment mnist`, from words to what is printed and written, on generated digits in the files of MNIST. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { withoutColors } from '../../src/cli/terminal.ts';
import type { MnistRun } from '../../src/experiments/mnist/run.ts';
import type { MnistStudy } from '../../src/experiments/mnist/study.ts';
import type { ResultsHeader } from '../../src/experiments/results-header.ts';
import { drawnStates } from '../helpers/drawn-states.ts';
import { writeFakeMnist } from '../helpers/fake-mnist.ts';
import { keepingTerminal } from '../helpers/output.ts';
import { stopAfter } from '../helpers/stop-after.ts';

vi.mock('../../datasets/mnist.ts', async (original) => {
  const { mnist } = await original<typeof import('../../datasets/mnist.ts')>();
  const { fakeMnistFiles } = await import('../helpers/fake-mnist.ts');
  return { mnist: { ...mnist, files: fakeMnistFiles } };
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-mnist-'));
  writeFakeMnist(join(folder, 'data'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface RunOptions {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** Called with all that was said beside the results, whenever something is. */
  readonly onErrors?: (text: string) => void;
}

async function run(words: readonly string[], { isTTY = false, columns = 80, onErrors }: RunOptions = {}) {
  const terminal = keepingTerminal({ isTTY, columns });
  const errors = keepingTerminal({ isTTY, columns, onWrite: onErrors });
  const environment = { SIMDGRAD_DATASETS: join(folder, 'data'), SIMDGRAD_CACHE: join(folder, 'cache') };
  const exitCode = await runSimdgrad(['experiment', 'mnist', ...words], { terminal, errors, environment });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

const quick = ['--epochs', '2', '--networks', 'conv4k,conv2k'];
const mnist = (words: readonly string[], options?: RunOptions) =>
  run([...quick, '--runs', join(folder, 'runs'), ...words], options);
const resultsIn = (name: string): ResultsHeader & MnistStudy =>
  JSON.parse(readFileSync(join(folder, 'runs', name, 'results.json'), 'utf8'));
const timeless = (runs: readonly MnistRun[]) => runs.map(({ seconds: _, ...rest }) => rest);

describe('simdgrad experiment mnist', () => {
  test('prints every part once it is done, and writes results and a report', async () => {
    const { exitCode, output, errors } = await mnist(['--seeds', '2']);
    expect(errors).not.toContain('error');
    expect(exitCode).toBe(0);
    const lines = output.split('\n');
    const order = [
      'MNIST',
      'networks, dense, optimizers, sweep; 2 seeds; 86 runs',
      'Four networks',
      'On the test part',
    ];
    order.push(
      'conv4k ',
      'Trained on 240 images for 2 epochs',
      'What a finished network gets wrong',
      'A dense network',
    );
    order.push(
      'Finished dense networks',
      'Optimizers side by side',
      'Learning rate, batch size',
      'The chosen cell',
      'written to',
    );
    const places = order.map((start) => lines.findIndex((line) => line.startsWith(start)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const line of lines.slice(0, places.at(-1))) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(output).not.toContain('\x1b');
    expect(errors.trimEnd().split('\n')).toHaveLength(86);
    expect(errors).toMatch(/^networks conv4k, seed 0 {2}test \d+\.\d\d % {2}\d+\.\d s$/m);
    expect(errors).toMatch(/^dense dropout 0.2 decay 0.01, seed 1 {2}validation +\d+\.\d % {2}\d+\.\d s$/m);

    expect(readdirSync(join(folder, 'runs'))).toEqual(['mnist-001']);
    expect(readdirSync(join(folder, 'runs', 'mnist-001')).sort()).toEqual(['report.html', 'results.json']);
    const { experiment, format, command, runs, missing, settings } = resultsIn('mnist-001');
    expect([experiment, format, runs.length, missing]).toEqual(['mnist', 1, 86, []]);
    expect(settings.seeds).toEqual([0, 1]);
    expect(command).toBe(
      'simdgrad experiment mnist --parts networks,dense,optimizers,sweep --seeds 2 --seed 0 --epochs 2 --networks conv4k,conv2k',
    );
    const html = readFileSync(join(folder, 'runs', 'mnist-001', 'report.html'), 'utf8');
    expect(html).toContain('What a finished network gets wrong');
    expect(html.match(/<svg/g)!.length).toBeGreaterThan(8);
  });

  test('parts and images as they are asked for', async () => {
    const { exitCode, output } = await mnist([
      '--parts',
      'sweep,dense',
      '--seeds',
      '1',
      '--seed',
      '5',
      '--subset',
      '120',
    ]);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^120 of 240 training images; 30 of them/m);
    expect(output).toContain('dense, sweep; 1 seed; 21 runs');
    expect(output).not.toContain('Four networks');
    const { settings, exhibit } = resultsIn('mnist-001');
    expect(settings).toMatchObject({ parts: ['dense', 'sweep'], seeds: [5], images: 120 });
    expect(exhibit!.key).toMatch(/^dense\/(baseline|tuned)\/seed 5$/);
  });

  test('--json prints what is written, and nothing else', async () => {
    const { output } = await mnist(['--parts', 'networks', '--seeds', '1', '--json']);
    expect(JSON.parse(output)).toEqual(resultsIn('mnist-001'));
  });

  test.each([80, 120])('a terminal of %d sees bars', async (columns) => {
    const { output, errors } = await mnist(['--parts', 'networks', '--seeds', '1'], { isTTY: true, columns });
    for (const line of withoutColors(output).split('\n').slice(0, -3)) expect(line.length).toBeLessThanOrEqual(columns);
    const drawn = drawnStates(errors);
    expect(drawn.at(-1)).toMatch(/networks conv2k, seed 0 {2}test \d+\.\d\d % {2}\d+\.\d s/);
  });
});

describe('stopped by Ctrl-C', () => {
  test('it keeps what is finished, says what is missing, and goes on to the same bits', async () => {
    const words = ['--parts', 'networks,dense', '--seeds', '2'];
    const first = await mnist(words, { onErrors: stopAfter(9) });
    expect(first.exitCode).toBe(130);
    expect(first.errors).toContain('stopped: 9 of 26 runs finished, missing 17 (dense 17); go on with\n');
    expect(first.output).toContain('Four networks');
    expect(first.output).toContain('Validation accuracy of the dense network');
    const stopped = resultsIn('mnist-001');
    expect([stopped.runs.length, stopped.missing.length]).toEqual([9, 17]);
    expect(readFileSync(join(folder, 'runs', 'mnist-001', 'report.html'), 'utf8')).toContain('Not finished: 17');

    const told = first.errors.trimEnd().split('\n').at(-1)!.trim().split(' ').slice(3);
    const second = await run(told);
    expect(second.errors).not.toContain('error');
    expect(second.exitCode).toBe(0);
    expect(second.output).toContain('26 runs, 9 of them done before');
    expect(second.output).toContain('Four networks'); // finished before, told again
    expect(second.errors.trimEnd().split('\n')).toHaveLength(17);
    const resumed = resultsIn('mnist-001');
    expect(resumed).toMatchObject({ command: stopped.command, date: stopped.date, missing: [] });

    await mnist(words);
    const whole = resultsIn('mnist-002');
    expect(timeless(resumed.runs)).toEqual(timeless(whole.runs));
    expect(resumed.exhibit).toEqual(whole.exhibit);
    expect(readdirSync(join(folder, 'runs')).sort()).toEqual(['mnist-001', 'mnist-002']);
  });

  test('at once, it leaves nothing behind', async () => {
    const going = mnist(['--parts', 'networks']);
    await expect.poll(() => existsSync(join(folder, 'runs', 'mnist-001')), { interval: 1, timeout: 20_000 }).toBe(true);
    process.emit('SIGINT', 'SIGINT');
    const { exitCode } = await going;
    expect(exitCode).toBe(130);
    const left = readdirSync(join(folder, 'runs'), { recursive: true });
    if (left.length > 0) expect(left).toContain('mnist-001/results.json'); // a run was faster
  });
});

describe('--resume', () => {
  const words = ['--parts', 'networks', '--seeds', '1'];
  const again = (...more: string[]) => mnist([...words, '--resume', join(folder, 'runs', 'mnist-001'), ...more]);
  const change = (changed: object): void => {
    const path = join(folder, 'runs', 'mnist-001', 'results.json');
    writeFileSync(path, JSON.stringify({ ...resultsIn('mnist-001'), ...changed }));
  };

  test('of what is finished prints it again, and trains nothing', async () => {
    const first = await mnist(words);
    const { exitCode, output, errors } = await again();
    expect([exitCode, errors]).toEqual([0, '']);
    const tables = (text: string): string => text.slice(text.indexOf('Four networks'));
    expect(tables(output)).toBe(tables(first.output));
  });

  test('refuses other settings, and says which they were', async () => {
    await mnist(words);
    const before = readFileSync(join(folder, 'runs', 'mnist-001', 'results.json'), 'utf8');
    const { exitCode, output, errors } = await again('--epochs', '3');
    expect([exitCode, output]).toEqual([1, '']);
    expect(errors).toContain('has other settings; its runs go on with\n');
    expect(errors).toContain('--epochs 2 --networks conv4k,conv2k --resume');
    expect(readFileSync(join(folder, 'runs', 'mnist-001', 'results.json'), 'utf8')).toBe(before);
  });

  test.each<[string, object, string]>([
    ['another version', { simdgrad: '0.0.9' }, 'it must be of simdgrad'],
    ['other kernels', { precision: 'relaxed' }, 'it must be of strict kernels, as they compute now, got "relaxed"'],
    ['another experiment', { experiment: 'compare' }, 'experiment must be one of mnist, got "compare"'],
    ['another format', { format: 0 }, 'format must be 1, got 0'],
    ['no runs', { runs: 7 }, 'runs must be a list, got 7'],
    [
      'other images',
      { data: { name: 'x', title: 'X', images: 1, height: 28, width: 28, classes: [0, 1] }, exhibit: undefined },
      'is of other images',
    ],
  ])('refuses %s', async (_, changed, message) => {
    await mnist(words);
    change(changed);
    const { exitCode, errors } = await again();
    expect(errors).toContain(message);
    expect(exitCode).toBe(1);
  });

  test('refuses what is no results file', async () => {
    const none = await mnist([...words, '--resume', join(folder, 'none')]);
    expect([none.exitCode, none.errors]).toEqual([1, expect.stringContaining('no such file')]);
    writeFileSync(join(folder, 'results.json'), '{');
    const broken = await mnist([...words, '--resume', folder]);
    expect([broken.exitCode, broken.errors]).toEqual([
      1,
      expect.stringContaining('results.json: the file is not JSON'),
    ]);
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });
});

test.each<[string, string[], number, string]>([
  ['another part', ['--parts', 'images'], 2, "There is no 'images'. There are networks, dense, optimizers, sweep."],
  ['a network twice', ['--networks', 'conv2k,conv2k'], 2, "'conv2k' is there twice."],
  ['no epochs', ['--epochs', '0'], 2, 'Expected a whole number from 1 to 1000.'],
  ['hardly an image', ['--subset', '99'], 2, 'Expected a whole number of at least 100.'],
  ['more images than there are', ['--subset', '241'], 1, 'subset must be at most the 240 images, got 241'],
])('%s: an error, and nothing is written', async (_, words, code, message) => {
  const { exitCode, errors } = await run([...words, '--runs', join(folder, 'runs')]);
  expect(errors).toContain(message);
  expect(exitCode).toBe(code);
  expect(existsSync(join(folder, 'runs'))).toBe(false);
});

test('--help fits 80 characters and has examples', async () => {
  const { exitCode, output } = await run(['--help']);
  expect(exitCode).toBe(0);
  for (const line of output.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  for (const text of ['Examples:', '--resume', '--subset', '93,322 parameters']) expect(output).toContain(text);
});
