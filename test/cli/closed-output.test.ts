/** What commands do when what they print cannot be written: `| head` has read enough, or a disk is full. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { noPackages } from '../helpers/no-packages.ts';
import { failingTerminal, keepingTerminal } from '../helpers/output.ts';
import { writeVisitors } from '../helpers/table-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'simdgrad-closed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const compare = (name: string) => {
  const runs = join(folder, name);
  return ['compare', 'moons', '--seeds', '2', '--epochs', '1', '--networks', 'baseline', '--runs', runs];
};

function requireWhole(name: string): void {
  const made = join(folder, name, 'compare-moons-001');
  expect(readdirSync(made).sort()).toEqual(['moons.safetensors', 'report.html', 'results.json']);
  const { comparisons } = JSON.parse(readFileSync(join(made, 'results.json'), 'utf8'));
  expect(comparisons[0].runs).toHaveLength(2);
}

describe('a command that keeps results', () => {
  test('goes on to its end when nobody reads any more', async () => {
    for (const [name, errors] of [
      ['output', keepingTerminal()],
      ['both', failingTerminal('EPIPE', 1)],
    ] as const) {
      const terminal = failingTerminal('EPIPE', 1);
      expect(await runSimdgrad(compare(name), { terminal, errors, environment: {}, importPackage: noPackages })).toBe(
        0,
      );
      expect(errors.text()).not.toContain('error');
      requireWhole(name);
    }
  });

  test('goes on, too, where printing fails, and says so once', async () => {
    const [terminal, errors] = [failingTerminal('ENOSPC'), keepingTerminal()];
    expect(await runSimdgrad(compare('full'), { terminal, errors, environment: {}, importPackage: noPackages })).toBe(
      1,
    );
    expect(errors.text().match(/error: .*/g)).toEqual(['error: cannot write the output: ENOSPC: it failed, write']);
    requireWhole('full');
  });
});

describe('a command that only prints', () => {
  const visitors = join(folder, 'visitors.csv');
  const predict = async (): Promise<string[]> => {
    writeVisitors(visitors);
    const quick = ['--layers', '4', '--epochs', '1', '--seeds', '1', '--runs', folder];
    const given = {
      terminal: keepingTerminal(),
      errors: keepingTerminal(),
      environment: {},
      importPackage: noPackages,
    };
    expect(await runSimdgrad(['train', visitors, '--target', 'bought', ...quick], given)).toBe(0);
    return ['predict', join(folder, 'train-visitors-001', 'visitors.safetensors'), visitors];
  };

  test.each([
    ['EPIPE', 141, ''],
    ['ENOSPC', 1, 'error: cannot write the output: ENOSPC: it failed, write\n'],
  ])('after %s exits with %d', async (code, exitCode, message) => {
    for (const words of [['--help'], ['datasets', 'list', '--json'], ['datasets', 'list'], await predict()]) {
      const [terminal, errors] = [failingTerminal(code), keepingTerminal()];
      expect([words[0], await runSimdgrad(words, { terminal, errors, environment: {} })]).toEqual([words[0], exitCode]);
      expect(errors.text()).toBe(message);
    }
  });

  test('keeps the exit code of another error', async () => {
    const [terminal, errors] = [keepingTerminal(), failingTerminal('EPIPE')];
    expect(await runSimdgrad(['predict', 'none', 'none'], { terminal, errors, environment: {} })).toBe(1);
    expect(await runSimdgrad(['prdict'], { terminal, errors: failingTerminal('EPIPE'), environment: {} })).toBe(2);
  });
});
