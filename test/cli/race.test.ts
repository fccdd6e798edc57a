/** `simdgrad race`, from words to what is printed and drawn. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { contestantNames } from '../../src/race/contestants.ts';
import type { ImportPackage } from '../../src/report/index.ts';
import { failingTerminal, keepingTerminal } from '../helpers/output.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-race-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function race(words: readonly string[], importPackage?: ImportPackage, onWrite?: (text: string) => void) {
  const terminal = keepingTerminal({ columns: 80 });
  const errors = keepingTerminal({ onWrite });
  const exitCode = await runSimdgrad(['race', ...words], { terminal, errors, environment: {}, importPackage });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

describe('simdgrad race', () => {
  test('prints the surface, a table, how rates were found, and who went astray', async () => {
    const words = ['--surface', 'beale', '--steps', '30', '--only', 'adam,sgd,adam-w', '--lr', 'sgd=5'];
    const { exitCode, output, errors } = await race(words);
    expect([exitCode, errors]).toEqual([0, '']);
    const lines = output.split('\n');
    expect(lines[0]).toBe('Beale’s function (Beale 1958)');
    expect(lines[3]).toBe('30 steps from (0.7, 1.4), where the loss is 26.5; its minimum at (3, 0.5) is 0.');
    expect(lines[5]).toMatch(/^optimizer +rate +loss after 10 +after 30 +steps to 0.001 +distance$/);
    expect(lines.slice(6, 9).map((line) => line.split(' ')[0])).toEqual(['adamW', 'adam', 'sgd']);
    expect(output).toContain('sgd has the rate that was given.');
    expect(output).toMatch(/sgd diverges: with step \d+ its loss is no longer finite\./);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect((await race(words)).output).toBe(output);
  });

  test('takes rates with commas and more than once', async () => {
    const words = ['--steps', '1', '--only', 'adam,sgd,lion', '--json'];
    const { output } = await race([...words, '--lr', 'adam=0.5,lion=1', '--lr', 'sgd=0.25,Adam=2']);
    const { lanes } = JSON.parse(output);
    expect(lanes.map(({ rate, rateFrom }: { rate: number; rateFrom: string }) => [rate, rateFrom])).toEqual([
      [2, 'given'],
      [0.25, 'given'],
      [1, 'given'],
    ]);
  });

  test('draws to a file, with one path before the others', async () => {
    const file = join(folder, 'race.svg');
    const words = ['--steps', '20', '--only', 'adam,sgd', '--rates', 'default', '--output', file];
    const { exitCode, output } = await race([...words, '--highlight', 'adam', '--theme', 'dark', '--width', '440']);
    expect(exitCode).toBe(0);
    expect(output).toContain('Rates are the defaults of the library.');
    expect(output).toContain(`written to ${file}`);
    expect(readdirSync(folder)).toEqual(['race.svg']);
    const svg = readFileSync(file, 'utf8');
    expect(svg).toContain('<title>Paths of optimizers: Rosenbrock’s function</title>');
    expect(svg).toMatch(/^<svg[^>]* width="440" /);
    expect(svg).toContain('>others</text>');
    expect(svg).toContain('fill="#161b22"');
  });

  test('prints JSON and nothing else', async () => {
    const file = join(folder, 'json.svg');
    const { output } = await race([
      '--surface',
      'saddle',
      '--steps',
      '3',
      '--only',
      'lion',
      '--json',
      '--start',
      '-1,0.5',
      '-o',
      file,
    ]);
    const { surface, steps, start, lanes } = JSON.parse(output);
    expect([surface.name, steps, start, lanes.length]).toEqual(['saddle', 3, [-1, 0.5], 1]);
    expect(lanes[0].path).toHaveLength(4);
    expect(lanes[0].path[0]).toEqual([-1, 0.5]);
    expect(existsSync(file)).toBe(true);
  });

  test('draws when nobody reads its table, and has succeeded', async () => {
    const file = join(folder, 'unread.svg');
    const words = ['race', '--steps', '2', '--only', 'sgd', '--rates', 'default', '-o', file];
    const [terminal, errors] = [failingTerminal('EPIPE'), keepingTerminal()];
    expect(await runSimdgrad(words, { terminal, errors, environment: {} })).toBe(0);
    expect(errors.text()).toBe('');
    expect(existsSync(file)).toBe(true);
  });

  test('without vega prints the table, and then how to get it', async () => {
    const file = join(folder, 'none.svg');
    const importPackage = async (): Promise<never> => {
      throw new Error('none');
    };
    const { exitCode, output, errors } = await race(['--steps', '2', '--only', 'sgd', '-o', file], importPackage);
    expect(exitCode).toBe(1);
    expect(output).toContain('optimizer');
    expect(errors).toContain('npm install vega vega-lite');
    expect(existsSync(file)).toBe(false);
  });

  test.each<[readonly string[], number, string]>([
    [['--surface', 'everest'], 2, 'Allowed choices are beale, rosenbrock, himmelblau, saddle, ravine.'],
    [['--only', 'adam,adma'], 2, "There is no 'adma'. There are sgd, rmsProp, "],
    [['--only', 'adam,Adam'], 2, "'adam' is there twice."],
    [['--lr', 'adam'], 2, 'Expected a name and a positive rate, such as adam=0.1.'],
    [['--lr', 'adam=0'], 2, 'Expected a name and a positive rate'],
    [['--lr', 'adam=1=2'], 2, 'Expected a name and a positive rate'],
    [['--steps', '0'], 2, 'Expected a whole number from 1 to 100000.'],
    [['--start', '1'], 2, 'Expected two numbers with a comma, such as 0.5,-1.'],
    [['--start', '1,Infinity'], 2, 'Expected two numbers with a comma'],
    [
      ['--start', '9,9'],
      1,
      'race: --start must be in the picture of rosenbrock, x in [-1.8, 1.8] and y in [-0.8, 2.2], got 9,9',
    ],
    [['--output', 'race.png'], 2, 'A picture is a name that ends in .svg.'],
    [['--only', 'sgd', '--highlight', 'adam'], 1, 'race: --highlight names adam, which --only leaves out'],
    [['--only', 'sgd', '--lr', 'adam=1'], 1, 'race: --lr names adam, which --only leaves out'],
    [['--steps', '1', '--only', 'sgd', '-o', '/nowhere/at/all.svg'], 1, '/nowhere/at/all.svg'],
  ])('refuses %s', async (words, exitCode, message) => {
    const found = await race(words);
    expect(found.exitCode).toBe(exitCode);
    expect(found.errors).toContain(message);
  });

  test('stops at Ctrl-C, and says how far it was', async () => {
    setImmediate(() => process.emit('SIGINT', 'SIGINT'));
    const { exitCode, output, errors } = await race(['--steps', '2000']);
    expect([exitCode, output]).toEqual([130, '']);
    expect(errors).toMatch(new RegExp(`stopped: \\d+ of ${contestantNames.length} optimizers were there`));
  });

  test('has a help with surfaces and optimizers', async () => {
    const { exitCode, output } = await race(['--help']);
    expect(exitCode).toBe(0);
    for (const text of [
      '(1 − x)² + 100 (y − x²)²',
      'rmsProp',
      '(default: no picture)',
      'simdgrad race --surface beale',
    ]) {
      expect(output).toContain(text);
    }
  });
});
