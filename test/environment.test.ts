/** What variables of the environment choose, in processes of their own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bundled } from './helpers/bundled.ts';
import { relaxedFlags } from './helpers/relaxed-simd.ts';

const [program, commandLine] = await bundled('test/programs/environment.ts', 'src/cli/main.ts');

/** What a program prints, or how it fails, with a variable set. */
async function run(variable: Record<string, string>, flags: readonly string[], ...words: string[]) {
  const env = { ...process.env, SIMDGRAD_PRECISION: '', SIMDGRAD_THREADS: '', ...variable };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...words], { env });
    return { output: stdout.trim(), errors: '', status: 0 };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number };
    return { output: stdout.trim(), errors: stderr, status: code };
  }
}

describe('SIMDGRAD_PRECISION', () => {
  it.each([
    ['', 'strict'],
    ['strict', 'strict'],
    ['relaxed', 'relaxed'],
  ])('%j is %s from the first line of a program on', async (value, expected) => {
    expect((await run({ SIMDGRAD_PRECISION: value }, relaxedFlags, program)).output).toBe(`${expected} 1`);
  });

  it('names itself and what it may be when it is something else', async () => {
    const { errors, status } = await run({ SIMDGRAD_PRECISION: 'fast' }, [], program);
    expect(status).toBe(1);
    expect(errors).toContain(`RangeError: simdgrad: SIMDGRAD_PRECISION must be one of 'strict', 'relaxed', got "fast"`);
  });

  if (relaxedFlags.length > 0) {
    it('says who has relaxed SIMD where it is lacking', async () => {
      const { errors, status } = await run({ SIMDGRAD_PRECISION: 'relaxed' }, [], program);
      expect(status).toBe(1);
      expect(errors).toMatch(/UnsupportedError: SIMDGRAD_PRECISION=relaxed: .*no relaxed SIMD.*Node 22/);
    });
  }

  it('stands in the results of an experiment', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'simdgrad-'));
    try {
      const words = ['compare', 'digits', '--seeds', '1', '--epochs', '1', '--runs', folder];
      const { status } = await run({ SIMDGRAD_PRECISION: 'relaxed' }, relaxedFlags, commandLine, ...words);
      expect(status).toBe(0);
      const results = JSON.parse(readFileSync(join(folder, 'compare-digits-001', 'results.json'), 'utf8'));
      expect(results.precision).toBe('relaxed');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is an error of one line on the command line', async () => {
    const { errors, status } = await run({ SIMDGRAD_PRECISION: 'fast' }, [], commandLine, 'datasets', 'list');
    expect(status).toBe(1);
    expect(errors).toBe(`error: simdgrad: SIMDGRAD_PRECISION must be one of 'strict', 'relaxed', got "fast"\n`);
  });
});

describe('SIMDGRAD_THREADS', () => {
  it.each([
    ['', '1'],
    ['1', '1'],
    ['3', '3'],
  ])('%j is %s threads from the first line of a program on', async (value, expected) => {
    expect((await run({ SIMDGRAD_THREADS: value }, [], program)).output).toBe(`strict ${expected}`);
  });

  it.each([
    ['two', 'TypeError: simdgrad: SIMDGRAD_THREADS must be a number, got "two"'],
    ['0', 'RangeError: simdgrad: SIMDGRAD_THREADS must be a whole number of at least 1, got 0'],
    ['1000', 'RangeError: simdgrad: SIMDGRAD_THREADS must be in [1, 64], got 1000'],
  ])('%j is refused by name', async (value, message) => {
    const { errors, status } = await run({ SIMDGRAD_THREADS: value }, [], program);
    expect(status).toBe(1);
    expect(errors).toContain(message);
  });

  it('goes with the relaxed kernels', async () => {
    const both = { SIMDGRAD_THREADS: '2', SIMDGRAD_PRECISION: 'relaxed' };
    expect((await run(both, relaxedFlags, program)).output).toBe('relaxed 2');
  });
});
