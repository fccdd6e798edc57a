/** `simdgrad study`, from words to what is printed and written, and killed in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quoted } from '../../src/cli/quoted.ts';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { bundled } from '../helpers/bundled.ts';
import { noPackages } from '../helpers/no-packages.ts';
import { keepingTerminal } from '../helpers/output.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-study-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const [main] = await bundled('src/cli/main.ts', 'src/node/job-worker.ts', 'src/cli/study-tasks.ts');
const words = ['study', 'optimizers', 'moons', '--quick', '--subset', '60', '--seeds', '1'];

async function run(
  given: readonly string[],
  { onErrors, charts = false }: { onErrors?: (text: string) => void; charts?: boolean } = {},
) {
  const terminal = keepingTerminal();
  const errors = keepingTerminal({ onWrite: onErrors });
  const exitCode = await runSimdgrad(given, {
    ...{ terminal, errors, environment: {} },
    ...(!charts && { importPackage: noPackages }),
  });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

/** Without what differs from run to run. */
const timeless = (name: string): string =>
  readFileSync(join(folder, name, 'study-optimizers-moons-001', 'results.json'), 'utf8').replace(
    /"(?:seconds|date)": [^,]*,/g,
    '',
  );
const started = (name: string): string => join(folder, name, 'study-optimizers-moons-001', 'journal.jsonl');
const lines = (path: string): number => (existsSync(path) ? readFileSync(path, 'utf8').split('\n').length : 0);

describe('simdgrad study', () => {
  let whole = '';
  beforeAll(async () => {
    const { exitCode, output, errors } = await run([...words, '--workers', '1', '--runs', join(folder, 'whole')], {
      charts: true,
    });
    expect([exitCode, errors.trimEnd().split('\n').length]).toEqual([0, 10]);
    expect(errors).toMatch(/^54 of 108 trainings {2}.* left$/m);
    expect(output).toContain('Moons: 60 of 1,000 rows (42 to train on), 108 cells x 1 seed, 20 epochs each');
    expect(output).toMatch(/^108 trainings; all of them take about .* with 1 worker$/m);
    expect(output).toMatch(/All statements are\s+undecided/);
    expect(readdirSync(join(folder, 'whole', 'study-optimizers-moons-001')).sort()).toEqual([
      'report.html',
      'results.json',
    ]);
    whole = timeless('whole');
  }, 60_000);

  test('killed with two workers and started again with one, it ends with the same results', async () => {
    const given = [...words, '--runs', join(folder, 'killed')];
    const child = spawn(process.execPath, [main, ...given, '--workers', '2'], { stdio: 'ignore' });
    const closed = once(child, 'close');
    await expect.poll(() => lines(started('killed')), { interval: 5, timeout: 50_000 }).toBeGreaterThan(5);
    const busy = await run([...given, '--resume', join(folder, 'killed', 'study-optimizers-moons-001')]);
    expect(busy.errors).toContain(`process ${child.pid} is writing to ${started('killed')}; wait for its end`);
    child.kill('SIGKILL');
    await closed;
    const before = lines(started('killed'));
    expect(before).toBeLessThan(100);

    const { exitCode, output } = await run([...given, '--workers', '1']);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^108 trainings, \d+ of them done before/m);
    expect(timeless('killed')).toBe(whole);
    expect(readdirSync(join(folder, 'killed'))).toEqual(['study-optimizers-moons-001']);
    expect(existsSync(started('killed'))).toBe(false);
  });

  test('stopped by Ctrl-C it says how to go on, and does', async () => {
    const given = [...words, '--workers', '1', '--runs', join(folder, 'stopped')];
    const first = await run(given, {
      onErrors: (text) => text.split('\n').length === 3 && process.emit('SIGINT', 'SIGINT'),
    });
    expect(first.exitCode).toBe(130);
    expect(first.errors).toMatch(/stopped: 2\d of 108 trainings finished; go on with it by\n/);
    const place = join(folder, 'stopped', 'study-optimizers-moons-001');
    const goOn = `simdgrad study optimizers moons --seeds 1 --seed 0 --subset 60 --quick --resume ${quoted(place)}`;
    expect(first.errors.trimEnd().split('\n').at(-1)).toBe(`  ${goOn}`);
    expect(readdirSync(join(folder, 'stopped', 'study-optimizers-moons-001')).sort()).toEqual([
      'journal.jsonl',
      'report.html',
      'results.json',
    ]);
    const other = await run([
      ...given,
      '--seed',
      '1',
      '--resume',
      join(folder, 'stopped', 'study-optimizers-moons-001'),
    ]);
    expect(other).toMatchObject({
      exitCode: 1,
      output: '',
      errors: expect.stringContaining('of another study: study.settings[0].seeds[0] is 0, and 1 now'),
    });
    const sound = readFileSync(started('stopped'), 'utf8');
    const damaged = sound.split('\n');
    damaged[3] = damaged[3].replace('"parameters":', '"parameters":1');
    writeFileSync(started('stopped'), damaged.join('\n'));
    expect(await run(given)).toMatchObject({ exitCode: 1, errors: expect.stringContaining('line 4') });
    writeFileSync(started('stopped'), sound);
    expect(readdirSync(join(folder, 'stopped'))).toEqual(['study-optimizers-moons-001']);

    const second = await run([...given, '--json']);
    expect(second.exitCode).toBe(0);
    expect(JSON.parse(second.output).studies[0].missing).toEqual([]);
    expect(timeless('stopped')).toBe(whole);
  });
});

test.each<[string, string[], number, string]>([
  ['another study', ['study', 'optimisers', 'digits'], 2, "unknown command 'optimisers'"],
  ['another data set', ['study', 'optimizers', 'digit'], 1, "did you mean 'digits'?"],
  ['numbers to predict', ['study', 'optimizers', 'friedman1'], 1, 'has numbers to predict and no classes'],
  ['a table', ['study', 'optimizers', 'california-housing'], 1, 'is a table for which studies have no recipe'],
  ['hardly a row', ['study', 'optimizers', 'moons', '--subset', '12'], 2, 'Expected a whole number of at least 60.'],
  [
    'more rows than there are',
    ['study', 'optimizers', 'moons', '--subset', '1001'],
    1,
    'must be at most the 1000 rows',
  ],
  [
    'nothing to go on with',
    ['study', 'optimizers', 'moons', '--resume', 'nowhere'],
    1,
    'there is no study to go on with',
  ],
])('%s: an error, and nothing is written', async (_, given, code, message) => {
  const runs = join(folder, 'none');
  const { exitCode, errors } = await run([
    ...given,
    ...(code === 2 && given[1] === 'optimisers' ? [] : ['--runs', runs]),
  ]);
  expect(errors).toContain(message);
  expect(exitCode).toBe(code);
  expect(existsSync(runs)).toBe(false);
});

test.each([[['study']], [['study', 'optimizers']]])('%j --help fits 80 characters and has examples', async (given) => {
  const { exitCode, output } = await run([...given, '--help']);
  expect(exitCode).toBe(0);
  for (const line of output.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  expect(output).toContain('Examples:\n  simdgrad study optimizers');
});
