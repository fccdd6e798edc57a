/** The command itself: help, versions, mistakes, exit codes, and Ctrl-C in a process of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { bundled } from '../helpers/bundled.ts';
import { serve } from '../helpers/http-server.ts';
import { keepingTerminal } from '../helpers/output.ts';

async function run(words: readonly string[], { isTTY = false, columns = 80 } = {}) {
  const terminal = keepingTerminal({ isTTY, columns });
  const errors = keepingTerminal({ isTTY, columns });
  const exitCode = await runSimdgrad(words, { terminal, errors, environment: {} });
  return { exitCode, output: terminal.text(), errors: errors.text() };
}

describe('help', () => {
  const commands = [
    [],
    ['train'],
    ['compare'],
    ['predict'],
    ['evaluate'],
    ['experiment', 'mnist'],
    ['experiment', 'wine-quality'],
    ['experiment', 'alphabet-soup'],
    ['study', 'optimizers'],
    ['report'],
    ['datasets'],
    ['datasets', 'list'],
    ['datasets', 'fetch'],
    ['datasets', 'path'],
  ];
  test.each(commands)('%s %s --help', async (...words) => {
    for (const flag of ['--help', '-h']) {
      const { exitCode, output, errors } = await run([...words, flag]);
      expect([exitCode, errors]).toEqual([0, '']);
      expect(output).toContain(`Usage: ${['simdgrad', ...words].join(' ')}`);
      if (words.length > 0) expect(output).toContain('Examples:\n  simdgrad ');
      for (const line of output.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
      expect(output).not.toContain('\x1b');
    }
    expect((await run([...words, '--help'], { isTTY: true })).output).toContain('\x1b[1mUsage:\x1b[22m');
  });

  test.each([['predict'], ['train'], ['experiment', 'mnist'], ['study', 'optimizers']])(
    '%s %s: defaults are values that the options take',
    async (...words) => {
      const { output } = await run([...words, '--help']);
      expect(output).not.toMatch(/default:\s*\[/);
      if (words[1] === 'mnist') expect(output).toMatch(/default:\s+networks,dense,optimizers,sweep\)/);
    },
  );

  test('names every command', async () => {
    const { output } = await run(['--help']);
    for (const name of ['compare', 'evaluate', 'report', 'datasets'])
      expect(output).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  test('says what happens without a command', async () => {
    expect((await run(['--help'])).output).toContain('Without a command: simdgrad compare digits\n');
  });

  test('comes to errors where a command is missing', async () => {
    const { exitCode, output, errors } = await run(['datasets']);
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toContain('Usage: simdgrad datasets');
  });
});

test.each(['--version', '-V'])('%s', async (word) => {
  expect(await run([word])).toEqual({ exitCode: 0, output: `${packageJson.version}\n`, errors: '' });
});

test.each([
  [['dataset'], "error: unknown command 'dataset'\n(Did you mean datasets?)"],
  [['datasets', 'lst'], "error: unknown command 'lst'\n(Did you mean list?)"],
  [['datasets', 'fetch'], "error: missing required argument 'name'"],
  [['datasets', 'fetch', 'iris', 'wine'], "error: too many arguments for 'fetch'"],
  [['compare', 'digits', 'moons'], "error: too many arguments for 'compare'"],
  [
    ['compare', '--seeds', '0'],
    "error: option '--seeds <number>' argument '0' is invalid. Expected a whole number from 1 to 10000.",
  ],
  [
    ['compare', '--epochs', '1.5'],
    "error: option '--epochs <number>' argument '1.5' is invalid. Expected a whole number of at least 1.",
  ],
  [
    ['compare', '--networks', 'plain'],
    "error: option '--networks <names>' argument 'plain' is invalid. There is no 'plain'. There are baseline, batchNorm, dropout, optimized, convolutional.",
  ],
  [
    ['compare', '--networks', 'dropout,dropout'],
    "error: option '--networks <names>' argument 'dropout,dropout' is invalid. 'dropout' is there twice.",
  ],
  [
    ['compare', '--best-by', 'test'],
    "error: option '--best-by <figure>' argument 'test' is invalid. Allowed choices are accuracy, loss.",
  ],
  [['evaluate', 'model.safetensors'], "error: missing required argument 'dataset'"],
  [['datasets', 'list', '--jsn'], "error: unknown option '--jsn'\n(Did you mean --json?)"],
  [['--vrsion'], "error: unknown option '--vrsion'\n(Did you mean --version?)"],
])('%j is a mistake', async (words, message) => {
  const { exitCode, output, errors } = await run(words);
  expect([exitCode, output]).toEqual([2, '']);
  expect(errors).toBe(
    `${message.includes('too many') ? errors.split('\n')[0] : message}\n(--help says what there is)\n`,
  );
  expect(errors.startsWith(message)).toBe(true);
  expect((await run(words, { isTTY: true })).errors).toContain('\x1b[31merror:\x1b[39m');
});

test('a fault of its own is not dressed as somebody’s mistake', async () => {
  const terminal = keepingTerminal();
  const broken = { ...terminal, colors: undefined as never };
  await expect(
    runSimdgrad(['datasets', 'list'], { terminal: broken, errors: terminal, environment: {} }),
  ).rejects.toThrow(TypeError);
});

const [main] = await bundled('src/cli/main.ts');

describe('the process', () => {
  test.each([
    [['--version'], 0, `${packageJson.version}\n`, ''],
    [['datasets', 'path', 'spirals'], 1, '', 'error: spirals is generated; it has no file\n'],
    [['what'], 2, '', "error: unknown command 'what'\n(--help says what there is)\n"],
  ])('%j exits with %d', (words, status, stdout, stderr) => {
    const result = spawnSync(process.execPath, [main, ...words], { encoding: 'utf8' });
    expect(result).toMatchObject({ status, stdout, stderr });
  });

  test('from its sources, too, as npm start has it', () => {
    const source = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
    const result = spawnSync(process.execPath, ['--import', 'tsx', source, '--version'], { encoding: 'utf8' });
    expect(result).toMatchObject({ status: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });

  test('ends in silence when nobody reads its output any more', async () => {
    const child = spawn(process.execPath, [main, 'datasets', 'list'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(141);
    expect(stderr).toBe('');
  });

  test.skipIf(process.platform !== 'linux')('says in a line that a disk is full', () => {
    const full = openSync('/dev/full', 'w');
    const result = spawnSync(process.execPath, [main, 'datasets', 'list', '--json'], {
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect(result.stderr).toMatch(/^error: cannot write the output: ENOSPC.*\n$/);
    expect(result.status).toBe(1);
  });

  test.skipIf(process.platform === 'win32').each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s during a download leaves nothing behind and exits with %d', async (signal, exitCode) => {
    const cache = mkdtempSync(join(tmpdir(), 'simdgrad-cli-'));
    let sent = (): void => {};
    const started = new Promise<void>((resolve) => {
      sent = resolve;
    });
    const server = await serve({
      '/iris/iris.data': (_, response) => {
        response.writeHead(200, { 'content-length': 4551 });
        response.write('5.1,3.5,1.4,0.2,Iris-setosa\n', () => sent());
      },
    });
    try {
      const child = spawn(process.execPath, [main, 'datasets', 'fetch', 'iris'], {
        env: { ...process.env, SIMDGRAD_DATASETS: '', SIMDGRAD_CACHE: join(cache, 'new'), SIMDGRAD_MIRROR: server.url },
      });
      let output = '';
      child.stdout.on('data', (chunk) => {
        output += chunk;
      });
      child.stderr.on('data', (chunk) => {
        output += chunk;
      });
      const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
      await started;
      await expect
        .poll(() => readdirSync(cache, { recursive: true }))
        .toContainEqual(expect.stringMatching(/partial$/));
      child.kill(signal);
      expect(await closed).toBe(exitCode);
      expect(output).toBe('stopped\n');
      expect(readdirSync(cache)).toEqual([]);
    } finally {
      await server.close();
      rmSync(cache, { recursive: true });
    }
  });
});
