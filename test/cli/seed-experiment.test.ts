/** `simdgrad experiment alphabet-soup` and `wine-quality`, from words to what is printed and written, on small made-up data. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { quoted } from '../../src/cli/quoted.ts';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import type { SoupRun } from '../../src/experiments/alphabet-soup/run.ts';
import type { ResultsHeader } from '../../src/experiments/results-header.ts';
import type { SeedStudy } from '../../src/experiments/seed-study.ts';
import { testWithDatasets } from '../helpers/datasets.ts';
import { drawnStates } from '../helpers/drawn-states.ts';
import { writeFakeSoup } from '../helpers/fake-soup.ts';
import { keepingTerminal } from '../helpers/output.ts';
import { stopAfter } from '../helpers/stop-after.ts';

vi.mock('../../datasets/alphabet-soup.ts', async (original) => {
  const { alphabetSoup } = await original<typeof import('../../datasets/alphabet-soup.ts')>();
  const { fakeSoupFiles } = await import('../helpers/fake-soup.ts');
  return { alphabetSoup: { ...alphabetSoup, files: fakeSoupFiles } };
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-soup-'));
  writeFakeSoup(join(folder, 'data'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface RunOptions {
  readonly isTTY?: boolean;
  readonly datasets?: string;
  /** Called with all that was said beside the results, whenever something is. */
  readonly onErrors?: (text: string) => void;
}

async function run(words: readonly string[], { isTTY = false, datasets, onErrors }: RunOptions = {}) {
  const terminal = keepingTerminal({ isTTY });
  const errors = keepingTerminal({ isTTY, columns: 100, onWrite: onErrors });
  const environment = { SIMDGRAD_DATASETS: datasets ?? join(folder, 'data'), SIMDGRAD_CACHE: join(folder, 'cache') };
  const all = ['experiment', ...words, '--runs', join(folder, 'runs')];
  const exitCode = await runSimdgrad(all, { terminal, errors, environment });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

const soup = (words: readonly string[] = [], options?: RunOptions) =>
  run(['alphabet-soup', '--epochs', '2', '--seeds', '2', '--workers', '1', ...words], options);
const runsIn = (): string[] => readdirSync(join(folder, 'runs')).sort();
const filesIn = (name: string): string[] => readdirSync(join(folder, 'runs', name)).sort();
const resultsIn = (name: string): ResultsHeader & SeedStudy<object, SoupRun> =>
  JSON.parse(readFileSync(join(folder, 'runs', name, 'results.json'), 'utf8'));
const timeless = (name: string) => resultsIn(name).runs.map(({ seconds: _, ...rest }) => rest);

describe('simdgrad experiment alphabet-soup', () => {
  test('prints what it finds, and writes results and a report, and no journal', async () => {
    const { exitCode, output, errors } = await soup();
    expect([exitCode, errors.trimEnd().split('\n').length]).toEqual([0, 22]);
    expect(errors).toMatch(/^batchNorm, grouped splits, seed 1 {2}test \d+\.\d % {2}\d+\.\d s$/m);
    expect(output).toContain('2 seeds, 2 epochs; 22 runs\n');
    expect(output).toContain('target-leak: column');
    expect(output).not.toContain('In training'); // nothing but charts
    for (const line of output.split('\n').slice(0, -2)) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(filesIn('alphabet-soup-001')).toEqual(['report.html', 'results.json']);
    const { command, settings, runs } = resultsIn('alphabet-soup-001');
    expect(command).toBe('simdgrad experiment alphabet-soup --seeds 2 --seed 0 --epochs 2');
    expect([settings, runs.length]).toEqual([{ seeds: [0, 1], epochs: 2, batchSize: 32 }, 22]);
    expect(readFileSync(join(folder, 'runs', 'alphabet-soup-001', 'report.html'), 'utf8').match(/<svg/g)).toHaveLength(
      10, // five charts, for light and for dark
    );
  });

  test('stopped by Ctrl-C, the same command goes on to the same bits; another one does not', async () => {
    const first = await soup([], { onErrors: stopAfter(4) });
    expect(first.exitCode).toBe(130);
    expect(first.errors).toContain('stopped: 4 of 22 runs finished; the same command goes on:\n  simdgrad experiment');
    expect(first.errors.trimEnd()).toMatch(new RegExp(` --runs ${quoted(join(folder, 'runs'))}$`));
    expect(filesIn('alphabet-soup-001')).toEqual(['journal.jsonl', 'report.html', 'results.json']);
    expect(readFileSync(join(folder, 'runs', 'alphabet-soup-001', 'report.html'), 'utf8')).toContain(
      'Not finished: 18',
    );

    const other = await soup(['--seeds', '1', '--json']);
    expect(JSON.parse(other.output)).toEqual(resultsIn('alphabet-soup-002'));
    const second = await soup();
    expect(second.output).toContain('22 runs, 4 of them done before, in');
    expect(second.errors.trimEnd().split('\n')).toHaveLength(18);
    expect(filesIn('alphabet-soup-001')).toEqual(['report.html', 'results.json']);
    await soup(); // nothing to go on with
    expect(runsIn()).toEqual(['alphabet-soup-001', 'alphabet-soup-002', 'alphabet-soup-003']);
    expect(timeless('alphabet-soup-001')).toEqual(timeless('alphabet-soup-003'));
  });

  test('a journal that somebody has changed is refused', async () => {
    await soup([], { onErrors: stopAfter(2) });
    const path = join(folder, 'runs', 'alphabet-soup-001', 'journal.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"accuracy":0.', '"accuracy":9.'));
    const { exitCode, errors } = await soup();
    expect(exitCode).toBe(1);
    expect(errors).toMatch(/openJournal: .*journal\.jsonl: line 2 /);
  });

  test('stopped at once, it leaves nothing behind', async () => {
    const going = soup(['--epochs', '100']);
    await expect.poll(() => existsSync(join(folder, 'runs', 'alphabet-soup-001')), { interval: 1 }).toBe(true);
    process.emit('SIGINT', 'SIGINT');
    expect((await going).exitCode).toBe(130);
    const left = readdirSync(join(folder, 'runs'), { recursive: true });
    if (left.length > 0) expect(left).toContain('alphabet-soup-001/results.json'); // a run was faster
  });

  test('--quick is a first look', async () => {
    const { output } = await run(['alphabet-soup', '--quick', '--seed', '3', '--workers', '1']);
    expect(output).toContain('2 seeds, 3 epochs; 22 runs');
    expect(resultsIn('alphabet-soup-001').settings.seeds).toEqual([3, 4]);
  });

  test('a terminal sees one bar', async () => {
    // Bars are drawn ten times a second: so many epochs take longer than that on any machine.
    const words = ['alphabet-soup', '--seeds', '2', '--epochs', '150', '--workers', '1'];
    const drawn = drawnStates((await run(words, { isTTY: true })).errors);
    expect(drawn.at(-1)).toMatch(/^█+ 22 of 22 runs {2}leaking, plain splits, seed 1 {2}test/);
    expect(drawn.some((state) => /^█*░+ \d+ of 22 runs {2}\d+ s left/.test(state))).toBe(true);
  });

  test.each([
    [['--seeds', '0'], "option '--seeds <number>' argument '0' is invalid"],
    [['--workers', '1.5'], "option '--workers <number>' argument '1.5' is invalid"],
    [['--epoch', '3'], "unknown option '--epoch'"],
  ])('%j is a mistake in the words', async (words, message) => {
    const { exitCode, errors } = await soup(words);
    expect([exitCode, errors.includes(message)]).toEqual([2, true]);
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });

  test('--help says what it does, and that nothing is lost', async () => {
    const { output } = await run(['alphabet-soup', '--help']);
    for (const words of ['--workers', '--quick', 'command goes on where it was', 'published with 100 %']) {
      expect(output).toContain(words);
    }
    for (const line of output.split('\n')) expect(line.length, line).toBeLessThanOrEqual(81);
  });
});

testWithDatasets(
  'simdgrad experiment wine-quality has the same results with one worker and with two',
  ['wine-quality/winequality-red.csv', 'wine-quality/winequality-white.csv'],
  async (path) => {
    const datasets = join(path, '..', '..');
    const wine = (workers: string) =>
      run(['wine-quality', '--seeds', '1', '--epochs', '1', '--workers', workers], { datasets });
    const [one, two] = [await wine('1'), await wine('2')];
    expect([one.exitCode, two.exitCode]).toEqual([0, 0]);
    expect(one.output).toContain('Where a published study went wrong');
    expect(one.output).toContain('label-mapping: ');
    expect(timeless('wine-quality-002')).toEqual(timeless('wine-quality-001'));
  },
);
