/** `simdgrad predict`: pipes, what it refuses to write over, and how it is ended. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { keepingTerminal } from '../helpers/output.ts';
import { writeVisitors } from '../helpers/table-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'simdgrad-predict-'));
const visitors = join(folder, 'visitors.csv');
const model = join(folder, 'runs', 'train-visitors-001', 'visitors.safetensors');
beforeAll(async () => {
  writeVisitors(visitors);
  const quick = ['--layers', '4', '--epochs', '2', '--seeds', '1', '--runs', join(folder, 'runs')];
  expect((await run(['train', visitors, '--target', 'bought', ...quick])).exitCode).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(words: readonly string[]) {
  const terminal = keepingTerminal();
  const errors = keepingTerminal();
  const exitCode = await runSimdgrad(words, { terminal, errors, environment: {} });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

/** A named pipe. */
function pipeCalled(name: string): string {
  const path = join(folder, name);
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  return path;
}

describe.skipIf(process.platform === 'win32')('a pipe', () => {
  test.each([
    ['with a header', []],
    ['without one', ['--no-header']],
  ])('is predicted to its last row, %s', async (_, words) => {
    const lines = readFileSync(visitors, 'utf8').trimEnd().split('\n');
    // Longer than a piece of reading, and than what a pipe holds.
    const rows = Array.from({ length: 4500 }, (_, i) => lines[1 + (i % 240)]);
    const names = lines[0].split(',');
    const file = join(folder, 'many.csv');
    writeFileSync(file, `${(words.length > 0 ? rows : [lines[0], ...rows]).join('\n')}\n`);
    const used = words.length > 0 ? await modelWithoutNames(rows) : model;
    const keep = words.length > 0 ? `column${names.indexOf('id') + 1}` : 'id';
    const whole = await run(['predict', used, file, ...words, '--keep', keep]);
    expect(whole.output.trimEnd().split('\n')).toHaveLength(4501);

    const pipe = pipeCalled(`pipe-${words.length}`);
    const writer = spawn('sh', ['-c', 'cat "$1" > "$2"', 'sh', file, pipe], { stdio: 'ignore' });
    const piped = await run(['predict', used, pipe, ...words, '--keep', keep]);
    expect(piped).toEqual(whole);
    expect(writer.exitCode ?? 0).toBe(0);
  });

  async function modelWithoutNames(rows: readonly string[]): Promise<string> {
    const file = join(folder, 'nameless.csv');
    writeFileSync(file, rows.slice(0, 240).join('\n'));
    const target = `column${readFileSync(visitors, 'utf8').split('\n')[0].split(',').indexOf('bought') + 1}`;
    const quick = ['--layers', '4', '--epochs', '1', '--seeds', '1', '--runs', join(folder, 'runs')];
    expect((await run(['train', file, '--no-header', '--target', target, ...quick])).exitCode).toBe(0);
    return join(folder, 'runs', 'train-nameless-001', 'nameless.safetensors');
  }

  test('that was trained on is not named as what to predict next', async () => {
    const pipe = pipeCalled('trained');
    spawn('sh', ['-c', 'cat "$1" > "$2"', 'sh', visitors, pipe], { stdio: 'ignore' });
    const quick = ['--layers', '4', '--epochs', '1', '--seeds', '1', '--runs', join(folder, 'runs')];
    const { exitCode, output } = await run(['train', pipe, '--target', 'bought', ...quick]);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/ predict .*trained\.safetensors new\.csv > predictions\.csv$/m);
  });

  test.each([
    ['that nobody writes to', false],
    ['whose writer is idle', true],
  ])('%s is left at Ctrl-C', async (_, isOpen) => {
    for (const [i, wordsFor] of [
      (pipe: string) => ['train', pipe, '--target', 'bought'],
      (pipe: string) => ['predict', model, pipe],
    ].entries()) {
      const pipe = pipeCalled(`idle-${isOpen}-${i}`);
      const writer = isOpen ? spawn('sh', ['-c', 'exec sleep 20 > "$1"', 'sh', pipe], { stdio: 'ignore' }) : undefined;
      try {
        const ended = run(wordsFor(pipe));
        await setTimeout(150);
        process.emit('SIGINT', 'SIGINT');
        expect(await ended).toEqual({ exitCode: 130, output: '', errors: 'stopped\n' });
      } finally {
        writer?.kill();
      }
    }
  });
});

describe('--output', () => {
  const content = () => [readFileSync(model), readFileSync(visitors)];

  test.each(['the same path', 'another path to it', 'a link'])('is not the model nor the file: %s', async (way) => {
    const before = content();
    for (const [what, path] of [
      ['model', model],
      ['file', visitors],
    ] as const) {
      let output = path;
      if (way === 'another path to it') {
        mkdirSync(join(folder, 'sub'), { recursive: true });
        output = join(folder, 'sub', '..', path.slice(folder.length + 1));
      } else if (way === 'a link') {
        output = join(folder, `link-to-${what}`);
        symlinkSync(path, output);
      }
      const { exitCode, errors } = await run(['predict', model, visitors, '-o', output]);
      expect(exitCode).toBe(1);
      expect(errors).toBe(`error: predict: --output ${output} is the ${what} itself; give another name\n`);
    }
    expect(content()).toEqual(before);
  });

  test('may replace what is neither', async () => {
    const output = join(folder, 'old.csv');
    writeFileSync(output, 'old');
    expect((await run(['predict', model, visitors, '-o', output])).exitCode).toBe(0);
    expect(readFileSync(output, 'utf8').split('\n')[0]).toBe('predicted_bought,probability_no,probability_yes');
  });
});

test('--keep takes no name that a prediction has', async () => {
  const file = join(folder, 'named.csv');
  const [head, ...rows] = readFileSync(visitors, 'utf8').trimEnd().split('\n');
  writeFileSync(file, [`${head},predicted_bought`, ...rows.map((row) => `${row},yes`)].join('\n'));
  expect((await run(['predict', model, file])).exitCode).toBe(0);
  const { exitCode, output, errors } = await run(['predict', model, file, '--keep', 'id,predicted_bought']);
  expect([exitCode, output]).toEqual([1, '']);
  expect(errors).toContain("--keep names 'predicted_bought', as the predictions are called");
});

test('nothing is printed of a file that is refused', async () => {
  const file = join(folder, 'empty.csv');
  for (const [content, message] of [
    ['', 'the file is empty'],
    ['id\n', "line 1: there is no column 'minutes'"],
    [`${readFileSync(visitors, 'utf8').split('\n')[0]}\n`, 'a header but no rows'],
  ]) {
    writeFileSync(file, content);
    const { exitCode, output, errors } = await run(['predict', model, file, '--keep', 'id']);
    expect([exitCode, output]).toEqual([1, '']);
    expect(errors).toContain(message);
  }
});
