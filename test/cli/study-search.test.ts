/** `simdgrad study search`, from words to what is printed and written; what all studies share is tested in study.test.ts. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { noPackages } from '../helpers/no-packages.ts';
import { keepingTerminal } from '../helpers/output.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-study-search-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...given: string[]) {
  const terminal = keepingTerminal();
  const errors = keepingTerminal();
  const options = { terminal, errors, environment: {}, importPackage: noPackages };
  const exitCode = await runSimdgrad(['study', 'search', ...given], options);
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

test('two workers find what one does', async () => {
  const words = ['moons', '--quick', '--subset', '60', '--trials', '2', '--seeds', '1'];
  const found: string[] = [];
  for (const workers of ['1', '2']) {
    const { exitCode, output } = await run(...words, '--workers', workers, '--runs', join(folder, workers));
    expect(exitCode).toBe(0);
    expect(output).toMatch(/Moons: 60 of 1,000 rows \(42 to train on\), 7 ways x 1 seed, 18 epochs each, as of\s2/);
    expect(output).toContain('What each method finds');
    const path = join(folder, workers, 'study-search-moons-001');
    expect([existsSync(join(path, 'report.html')), existsSync(join(path, 'journal.jsonl'))]).toEqual([true, false]);
    const text = readFileSync(join(path, 'results.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      experiment: 'study-search',
      command: 'simdgrad study search moons --seeds 1 --seed 0 --subset 60 --quick --trials 2',
      studies: [{ data: { name: 'moons', task: 'binary' }, missing: [] }],
    });
    found.push(text.replace(/"(?:seconds|retrainSeconds|date)": [^,]*,/g, ''));
  }
  expect(found[1]).toBe(found[0]);
});

test.each<[string, string[], number, string]>([
  ['a set in two parts', ['mnist'], 1, 'study search: mnist comes divided into a part to train on'],
  ['no trial', ['moons', '--trials', '0'], 2, 'Expected a whole number from 1 to 1000.'],
  ['more rows than there are', ['moons', '--subset', '1001'], 1, 'must be at most the 1000 rows of moons, got 1001'],
  ['what is not here', ['concrete-strength'], 1, 'concrete-strength/concrete.csv is not on this machine'],
])('%s: an error, and nothing is written', async (_, given, code, message) => {
  const runs = join(folder, 'none');
  const { exitCode, errors } = await run(...given, '--runs', runs);
  expect(errors).toContain(message);
  expect([exitCode, existsSync(runs)]).toEqual([code, false]);
});

test('--help fits 80 characters and has examples', async () => {
  const { exitCode, output } = await run('--help');
  expect(exitCode).toBe(0);
  for (const line of output.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  expect(output).toContain('Examples:\n  simdgrad study search');
});
