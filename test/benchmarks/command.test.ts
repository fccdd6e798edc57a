/** `npm run bench`: words, files and exit codes, on parts that measure nothing; a real one in a process of its own at the end. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { PartError } from '../../benchmarks/part-process.ts';
import { resultsFolder } from '../../benchmarks/results.ts';
import { Interrupted } from '../../src/cli/interrupt.ts';
import { withoutColors } from '../../src/cli/terminal.ts';
import { drawnStates } from '../helpers/drawn-states.ts';
import { type Answers, bench, inFolder, outcome, percent, skipped } from '../helpers/fake-parts.ts';

const met = { what: 'speed of this', measured: 0.91, atLeast: 0.88, text: percent };
const missed = { what: 'time of that', measured: 7, below: 5, text: (value: number) => `${value} µs` };

const two: Answers = {
  quickly: () => outcome([met], { 'this of the roofline': 0.91 }),
  slowly: () => outcome([met, missed]),
};
const json = (folder: string, name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

describe('words', () => {
  test('--help and --list', () =>
    inFolder(async (folder) => {
      const help = await bench(['--help'], { answers: two, folder });
      expect([help.exitCode, help.errors]).toEqual([0, '']);
      for (const word of [
        '--list',
        '--filter',
        '--quick',
        '--check',
        'quickly, slowly',
        'Examples:\n  npm run bench',
      ]) {
        expect(help.output).toContain(word);
      }
      const list = await bench(['--list'], { answers: two, folder });
      expect(list).toMatchObject({ exitCode: 0, errors: '', requests: [] });
      expect(list.output).toContain('quickly  about quickly\nslowly   about slowly\n');
    }));

  test.each([
    [['quick'], "There is no part 'quick'. There are quickly, slowly."],
    [['slowly', 'slowly'], "'slowly' is there twice."],
    [['--filter', '('], "option '--filter <pattern>' argument '(' is invalid. Invalid regular expression: /(/"],
    [['--quik'], "error: unknown option '--quik'\n(Did you mean --quick?)"],
  ])('%j is refused', (words, message) =>
    inFolder(async (folder) => {
      const { exitCode, output, errors, requests } = await bench(words, { answers: two, folder });
      expect([exitCode, output, requests]).toEqual([2, '', []]);
      expect(errors).toContain(message);
    }),
  );
});

describe('measuring', () => {
  test('prints, writes a file for each part, and exits with 1 where a promise is missed', () =>
    inFolder(async (folder) => {
      const { exitCode, output, errors } = await bench([], { answers: two, folder });
      expect(exitCode).toBe(1);
      expect(errors).toBe('quickly  measured in 12 s\nslowly  measured in 12 s\n');
      expect(output).toMatch(/quickly: npm run bench -- quickly\n.+, linux .+; Node .+\n/);
      expect(output).toContain('what     speed\nthis  1.0 GB/s\n');
      expect(output).toMatch(/speed of this +91.0 % +at least 88.0 % +met\n/);
      expect(output).toMatch(/time of that +7 µs +below 5 µs +MISSED\n/);
      expect(output).toContain('promises: 1 of 3 missed\n');
      expect(readdirSync(folder).sort()).toEqual(['quickly.json', 'slowly.json']);
      expect(json(folder, 'quickly')).toEqual({
        machine: expect.stringContaining('logical cores'),
        runtime: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
        command: 'npm run bench -- quickly',
        date: expect.stringMatching(/^\d{4}-/),
        seconds: 12,
        figures: [
          {
            what: 'speed of this',
            measured: 0.91,
            atLeast: 0.88,
            text: '91.0 %',
            promise: 'at least 88.0 %',
            met: true,
          },
        ],
        ratios: { 'this of the roofline': 0.91 },
        results: { speeds: [1, 2] },
      });
    }));

  test('exits with 0 where all is met', () =>
    inFolder(async (folder) => {
      const { exitCode, output } = await bench(['quickly'], { answers: two, folder });
      expect(exitCode).toBe(0);
      expect(output).toContain('promises: all 1 met\n');
      expect(readdirSync(folder)).toEqual(['quickly.json']);
    }));

  test('a figure that is no number keeps no promise', () =>
    inFolder(async (folder) => {
      const answers = { odd: () => outcome([{ ...met, measured: Number.NaN }]) };
      expect((await bench([], { answers, folder })).exitCode).toBe(1);
    }));

  test.each([['--quick'], ['--filter', 'this']])('%s %s writes nothing', (...words) =>
    inFolder(async (folder) => {
      const { exitCode, output, requests } = await bench(words, { answers: two, folder });
      expect(exitCode).toBe(words[0] === '--quick' ? 0 : 1); // a short run says nothing about promises
      expect(output).toContain(`quickly: npm run bench -- quickly ${words[0]}`);
      expect(requests[0]).toEqual({
        name: 'quickly',
        quick: words[0] === '--quick',
        filter: words[0] === '--filter' ? /this/i : undefined,
      });
      expect(readdirSync(folder)).toEqual([]);
    }),
  );

  test('a filter that matches nothing in some parts leaves them out, in all of them it is an error', () =>
    inFolder(async (folder) => {
      const nothing = { tables: [{ title: '', head: [], rows: [] }], figures: [], results: {}, ratios: {} };
      const some = await bench(['--filter', 'x'], { answers: { ...two, none: () => nothing }, folder });
      expect(some.output).not.toContain('none');
      const all = await bench(['--filter', 'x.y'], {
        answers: { none: () => nothing, neither: () => nothing },
        folder,
      });
      expect([all.exitCode, all.output]).toEqual([1, '']);
      expect(all.errors).toContain('error: none, neither: nothing matches /x.y/\n');
    }));

  test('a part that this machine cannot measure says why, and its committed results stay', () =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'relaxed.json'), '{}');
      const answers = { quickly: two.quickly, relaxed: () => skipped('it takes Node 22') };
      const { exitCode, output } = await bench([], { answers, folder });
      expect(exitCode).toBe(0);
      expect(output).toContain('relaxed: skipped: it takes Node 22\n');
      expect(json(folder, 'relaxed')).toEqual({});
    }));

  test('what goes wrong in a part is told, and what was finished before it stays', () =>
    inFolder(async (folder) => {
      const answers: Answers = {
        ...two,
        broken: () => Promise.reject(new PartError('broken: its process ended with exit code 1 and without results')),
      };
      const { exitCode, errors } = await bench(['quickly', 'broken'], { answers, folder });
      expect(exitCode).toBe(1);
      expect(errors).toContain('error: broken: its process ended with exit code 1 and without results\n');
      expect(readdirSync(folder)).toEqual(['quickly.json']);
    }));

  test('a terminal sees a bar with the time left, by what each part took before', () =>
    inFolder(async (folder) => {
      await bench(['quickly'], { answers: two, folder }); // 12 s; the other counts as 60
      const answers: Answers = {
        ...two,
        async quickly(_, { onProgress }) {
          onProgress(0.5, 'exp');
          await setTimeout(150); // bars are drawn ten times a second
          return outcome();
        },
      };
      const { errors } = await bench([], { answers, folder, isTTY: true });
      const drawn = drawnStates(withoutColors(errors));
      expect(drawn.filter((state) => /█{15}░{15} quickly {2}exp {2}\d+ s left/.test(state))).not.toEqual([]);
      expect(drawn.at(-1)).toContain('slowly  measured in 12 s');
    }));

  test('Ctrl-C leaves committed results as they were', () =>
    inFolder(async (folder) => {
      const before = '{ "ratios": {} }\n';
      for (const name of ['quickly', 'slowly']) writeFileSync(join(folder, `${name}.json`), before);
      const answers: Answers = {
        quickly: (_, { signal }) =>
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
            process.emit('SIGINT', 'SIGINT');
          }),
        slowly: () => outcome(),
      };
      const { exitCode, output, errors, requests } = await bench([], { answers, folder });
      expect([exitCode, output, errors]).toEqual([new Interrupted(130).exitCode, '', 'stopped\n']);
      expect(requests).toHaveLength(1);
      for (const name of ['quickly', 'slowly']) expect(readFileSync(join(folder, `${name}.json`), 'utf8')).toBe(before);
      expect(existsSync(join(folder, 'quickly.json'))).toBe(true);
    }));
});

describe('in processes of their own', () => {
  const script = fileURLToPath(new URL('../../benchmarks/bench.ts', import.meta.url));
  const results = join(resultsFolder, 'kernels.json');

  test('a part measures, and says what it has found', () => {
    const words = ['--import', 'tsx', script, 'kernels', '--quick', '--filter', '^fill, L2$'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.stringMatching(/^kernels {2}measured in \d+ s\n$/)]);
    expect(stdout).toContain("kernels: npm run bench -- kernels --quick --filter '^fill, L2$'\n");
    expect(stdout).toMatch(/^fill +[\d.]+ +\d+ % +[\d.]+x\n/m);
  });

  test('Ctrl-C ends it with its part, and leaves committed results as they were', async () => {
    const before = readFileSync(results, 'utf8');
    const child = spawn(process.execPath, ['--import', 'tsx', script, 'kernels'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    await vi.waitFor(() => expect(partsOf(child.pid!)).toHaveLength(1), { timeout: 20_000, interval: 100 });
    const [part] = partsOf(child.pid!);
    child.kill('SIGINT');
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(130);
    expect(said).toBe('stopped\n');
    expect(() => process.kill(part, 0)).toThrow('ESRCH');
    expect(readFileSync(results, 'utf8')).toBe(before);
  });
});

/** The processes that a process has started. */
function partsOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes('run-part.ts'))
    .map((line) => Number.parseInt(line, 10));
}
