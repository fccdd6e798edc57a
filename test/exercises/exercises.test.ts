/** Each file with a hole fails with numbers, each solution passes, and typical mistakes are named. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exerciseNames, readExercise } from '../../exercises/runner/exercises.ts';
import { checkAnswer, runChecks } from '../../exercises/runner/run-checks.ts';
import { wrongAnswers } from './wrong-answers.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Whether the hole is as it was given: somebody who learns fills it, and the checks of that are `npm run exercise`. */
function isGiven(name: string): boolean {
  return readFileSync(pathOf(`exercises/${name}/exercise.ts`), 'utf8').includes('Your code goes here.');
}

describe.each(exerciseNames)('%s', (name) => {
  const itAsGiven = isGiven(name)
    ? it
    : (title: string, _run: () => unknown) =>
        it.skip(`${title} [exercises/${name}/exercise.ts has been worked on]`, () => {});

  itAsGiven('as given fails at its first check, with numbers and what is missing', async () => {
    const { passed, failure } = await runChecks(await readExercise(name), pathOf(`exercises/${name}/exercise.ts`));
    expect(passed).toBe(0);
    expect(failure!.message).toMatch(/\b0\b.*, expected \S*\d/s);
    expect(failure!.message).toMatch(/given {5}/);
    expect(failure!.message).toMatch(/nothing is filled in yet/i);
  });

  it('has a solution that passes', async () => {
    const exercise = await readExercise(name);
    const outcome = await runChecks(exercise, pathOf(`exercises/${name}/solution.ts`));
    expect(outcome).toEqual({ passed: exercise.checks.length });
  });

  itAsGiven('begins with what is asked for, which the solution answers under the same name', () => {
    const [given, solution] = ['exercise', 'solution'].map((file) =>
      readFileSync(pathOf(`exercises/${name}/${file}.ts`), 'utf8'),
    );
    const signature = /^export function .*?\{\n/ms.exec(given)![0];
    expect(solution).toContain(signature);
  });

  it('leads to a page that exists, and has hints', async () => {
    const { page, hints, checks } = await readExercise(name);
    expect(readFileSync(pathOf(page), 'utf8')).toMatch(/^# /m);
    expect(hints.length).toBeGreaterThan(1);
    expect(checks.length).toBeGreaterThan(2);
  });
});

const wrong = Object.entries(wrongAnswers).flatMap(([name, answers]) =>
  Object.entries(answers).map(([says, answer]) => ({ name, says, answer })),
);

it.each(wrong)('$name: $says', async ({ name, says, answer }) => {
  const { failure } = await checkAnswer(await readExercise(name), answer);
  expect(failure?.message).toContain(says);
});

describe('simd-dot-product, with a mistake in it', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'simdgrad-exercise-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const vectors = /^ {2}while \(a < end\)[^}]*}\n/m;
  const rest = /^ {2}while \(a < last\)[^}]*}\n/m;
  it.each<[string, (solution: string) => string]>([
    ['The vectors overlap', (text) => text.replaceAll('= 16;', '= 4;').replace('<< 4)', '<< 2)').replace(rest, '')],
    ['The last 1 of 1 are missing', (text) => text.replace(rest, '')],
    ['something was read from outside', (text) => text.replace('n >> 2', '(n + 3) >> 2')],
    ['every product is computed by itself', (text) => text.replace(vectors, '')],
    ['ERROR', (text) => text.replace('let sums', 'let sum')],
  ])('%s', async (says, change) => {
    const path = join(folder, 'exercise.ts');
    const solution = readFileSync(pathOf('exercises/simd-dot-product/solution.ts'), 'utf8');
    expect(change(solution)).not.toBe(solution);
    writeFileSync(path, change(solution));
    const { failure } = await runChecks(await readExercise('simd-dot-product'), path);
    expect(failure?.message).toContain(says);
  });
});
