import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExerciseContext, runExercise } from '../../exercises/runner/command.ts';
import { exerciseNames, readExercise } from '../../exercises/runner/exercises.ts';
import { type Answer, inProcess, type Run } from '../../exercises/runner/in-process.ts';
import { checkAnswer } from '../../exercises/runner/run-checks.ts';
import { withoutColors } from '../../src/cli/terminal.ts';
import { keepingTerminal } from '../helpers/output.ts';

const wrong: Run = { passed: 1, failure: { check: 'adds up', message: 'db[0] is 1, expected 2' }, printed: '' };
const folder = fileURLToPath(new URL('../../exercises', import.meta.url));

/** What the command makes of words, where this becomes of an answer. */
async function command(words: string, runOf: (answer: Answer) => Run = () => wrong, isTTY = false) {
  const run: ExerciseContext['run'] = async (answers, onRun) => {
    for (const answer of answers) onRun(runOf(answer));
  };
  const [terminal, errors] = [keepingTerminal({ isTTY }), keepingTerminal()];
  const exitCode = await runExercise(words.split(' ').filter(Boolean), { terminal, errors, folder, run });
  return { exitCode, text: terminal.text(), errors: errors.text() };
}

describe('npm run exercise NAME', () => {
  it('says what is right, what is wrong, and one hint, and fails', async () => {
    expect(await command('broadcast-gradient')).toMatchInlineSnapshot(`
      {
        "errors": "",
        "exitCode": 1,
        "text": "broadcast-gradient: what becomes of a gradient where a value was repeated
      exercises/broadcast-gradient/exercise.ts, explained in docs/read/02-operation.md

      right  it is dy where there is one row
      wrong  it adds up

      db[0] is 1, expected 2

      Hint 1: With two rows b[0] is in y[0, 0] and in y[1, 0]. A small change of b[0]
      changes both.
      2 more: npm run exercise -- broadcast-gradient --hints 2
      ",
      }
    `);
  });

  it('shows as many hints as are asked for', async () => {
    const hintsIn = (text: string): number => text.match(/^Hint \d/gm)?.length ?? 0;
    expect(hintsIn((await command('broadcast-gradient --hints 0')).text)).toBe(0);
    const { text } = await command('broadcast-gradient --hints 9');
    expect(hintsIn(text)).toBe(3);
    expect(text).not.toContain('more:');
  });

  it('ends with 0 where all is right, and names the solution then', async () => {
    const { exitCode, text } = await command('momentum', () => ({ passed: 4, printed: '' }));
    expect(exitCode).toBe(0);
    expect(text).toContain('Solved. What others would write: exercises/momentum/solution.ts');
  });

  it('shows what the answer prints', async () => {
    const { text } = await command('momentum', () => ({ passed: 4, printed: 'v 3\nv 4\n' }));
    expect(text).toContain('It printed:\nv 3\nv 4\n\nright');
  });

  it('checks the solution', async () => {
    const paths: string[] = [];
    const run = ({ path }: Answer): Run => {
      paths.push(path);
      return { passed: 4, printed: '' };
    };
    expect((await command('momentum --solution', run)).text).toContain('The solution passes.');
    expect(paths).toEqual([join(folder, 'momentum', 'solution.ts')]);
    const changed = await command('momentum --solution');
    expect(changed.exitCode).toBe(1);
    expect(changed.text).toContain('this file has been changed');
    expect(changed.text).not.toContain('Hint');
  });

  it('has colours on a terminal', async () => {
    const plain = await command('momentum');
    const coloured = await command('momentum', undefined, true);
    expect(coloured.text).not.toBe(plain.text);
    expect(withoutColors(coloured.text)).toBe(plain.text);
  });

  it.each([
    ['adam', "There is no exercise 'adam'; there are broadcast-gradient, relu-backward"],
    ['momentum --hints two', 'How many hints is a whole number of at least 0.'],
    ['momentum --all', "unknown option '--all'"],
  ])('refuses the words %s', async (words, message) => {
    const { exitCode, errors } = await command(words);
    expect(exitCode).toBe(2);
    expect(errors).toContain(message);
  });

  it('explains itself', async () => {
    const { exitCode, text } = await command('--help');
    expect(exitCode).toBe(0);
    expect(text).toContain('npm run exercise -- relu-backward --hints 3');
  });
});

it('npm run exercise lists all in order', async () => {
  const { exitCode, text } = await command('', ({ name }) =>
    name === 'momentum' ? { passed: 4, printed: '' } : wrong,
  );
  const lines = text.trimEnd().split('\n');
  expect(exitCode).toBe(0);
  expect(lines.slice(0, -1).map((line) => line.split(/ +/)[1])).toEqual([...exerciseNames]);
  expect(lines.filter((line) => line.startsWith('solved'))).toEqual([
    'solved  momentum               a weight that keeps some of its speed',
  ]);
  expect(lines.at(-1)).toBe('1 of 12 solved. npm run exercise NAME says what is wrong.');
});

it('an error of the answer is told with its line', async () => {
  const error = new TypeError('x is undefined');
  error.stack = 'TypeError: x\n    at momentumStep (file:///a/exercises/momentum/exercise.ts:22:5)';
  const { failure } = await checkAnswer(await readExercise('momentum'), {
    momentumStep: () => {
      throw error;
    },
  });
  expect(failure!.message).toBe('TypeError: x is undefined (line 22)');
});

describe('an answer in a process of its own', () => {
  const given = join(folder, 'momentum', 'exercise.ts');
  let scratch: string;
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'simdgrad-exercise-'));
  });
  afterAll(() => rmSync(scratch, { recursive: true }));

  /** The given file with other code in its hole. */
  function withCode(name: string, code: string): Answer {
    const path = join(scratch, 'exercises', name, 'exercise.ts');
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, readFileSync(given, 'utf8').replace('// Your code goes here.', code));
    return { name: 'momentum', path };
  }

  it('may not end, break the syntax, or leave; those after it are checked nevertheless', async () => {
    const answers = [
      withCode('leaves', "console.error('bye '.repeat(2000)); process.exit(0);"),
      withCode('syntax', 'let = ;'),
    ];
    const texts = answers.map(({ path }) => readFileSync(path, 'utf8'));
    const [runs, late]: Run[][] = [[], []];
    await Promise.all([
      inProcess(answers, (run) => runs.push(run)),
      inProcess([withCode('endless', 'for (;;);')], (run) => late.push(run), { seconds: 1 }),
    ]);
    const [leaves, syntax, endless] = [...runs, ...late];
    expect(runs).toHaveLength(2);
    expect(syntax.failure!.check).toBe('can be read');
    expect(syntax.failure!.message).toMatch(/exercise\.ts:22:\d+: ERROR: /);
    expect(endless).toMatchObject({
      passed: 0,
      failure: {
        check: 'is plain gradient descent in the first step, where v is 0',
        message: 'it was still running after 1 s: a loop without end?',
      },
    });
    expect(leaves.failure!.message).toBe('the process ended in the midst of this');
    expect(leaves.printed).toBe('bye '.repeat(1000));
    expect(answers.map(({ path }) => readFileSync(path, 'utf8'))).toEqual(texts);
  });

  it('is ended with the command', async () => {
    const answers = [{ name: 'momentum', path: given }];
    const reason = new Error('stopped');
    const controller = new AbortController();
    const { signal } = controller;
    const running = inProcess(answers, () => expect.unreachable(), { signal });
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    await expect(inProcess(answers, () => expect.unreachable(), { signal })).rejects.toBe(reason);
  });
});
