import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Context } from '../../src/cli/context.ts';
import { createProgram, runProgram } from '../../src/cli/program.ts';
import { wrap } from '../../src/cli/wrap.ts';
import { type ExerciseName, exerciseNames, readExercise } from './exercises.ts';
import type { Answer, Run } from './in-process.ts';

/** What the command may use of the world; tests give one of their own. */
export interface ExerciseContext extends Pick<Context, 'terminal' | 'errors'> {
  /** Where the exercises are. */
  readonly folder: string;
  /** Runs the checks over each answer, and tells what became of it, in order. */
  run(answers: readonly Answer[], onRun: (run: Run) => void): Promise<void>;
}

const about = `
Open exercises/NAME/exercise.ts, fill the hole, and run it again. Nothing that
you write is overwritten.

Examples:
  npm run exercise
  npm run exercise relu-backward
  npm run exercise -- relu-backward --hints 3
  npm run exercise -- relu-backward --solution`;

/**
 * `npm run exercise`.
 *
 * @param words without the interpreter and the script.
 * @returns what to exit with: 0 where the exercise is solved, or all are listed; 1 where it is not; 2 after a mistake in the words.
 */
export async function runExercise(words: readonly string[], context: ExerciseContext): Promise<number> {
  let solved = true;
  const program = createProgram('npm run exercise --', context)
    .description('check what you have written into a file with a hole, or list the exercises')
    .argument('[name]', 'which exercise (default: a list of all)', exerciseName)
    .option('--hints <number>', 'how many hints to show', hintCount, 1)
    .option('--solution', 'check the solution that is kept beside the exercise, and say where it is')
    .addHelpText('after', about)
    .action(async (name: ExerciseName | undefined, options: { hints: number; solution?: boolean }) => {
      if (name === undefined) await list(context);
      else solved = await check(name, options, context);
    });
  const ended = await runProgram(program, words, context, (error): error is Error => error instanceof RangeError);
  return ended === 0 && !solved ? 1 : ended;
}

function exerciseName(name: string): ExerciseName {
  const found = exerciseNames.find((one) => one === name);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`There is no exercise '${name}'; there are ${exerciseNames.join(', ')}.`);
}

function hintCount(word: string): number {
  if (/^\d+$/.test(word)) return Number(word);
  throw new InvalidArgumentError('How many hints is a whole number of at least 0.');
}

/** One line for each as soon as it is known, with a mark where it is solved. */
async function list({ terminal, folder, run }: ExerciseContext): Promise<void> {
  const { green, dim, bold } = terminal.colors;
  const width = Math.max(...exerciseNames.map((name) => name.length));
  const exercises = await Promise.all(exerciseNames.map(readExercise));
  const answers = exerciseNames.map((name) => ({ name, path: fileOf(folder, name, 'exercise') }));
  let [listed, solved] = [0, 0];
  await run(answers, ({ failure }) => {
    const name = exerciseNames[listed];
    const { title } = exercises[listed++];
    if (failure === undefined) solved++;
    const mark = failure === undefined ? green('solved') : dim('open  ');
    terminal.output.write(`${mark}  ${bold(name.padEnd(width))}  ${title}\n`);
  });
  terminal.output.write(`${solved} of ${exerciseNames.length} solved. npm run exercise NAME says what is wrong.\n`);
}

/** Whether an exercise is solved; it says so, or what is wrong. */
async function check(
  name: ExerciseName,
  { hints, solution = false }: { hints: number; solution?: boolean },
  { terminal, folder, run }: ExerciseContext,
): Promise<boolean> {
  const { green, red, bold, dim } = terminal.colors;
  const write = (text: string): unknown => terminal.output.write(`${text}\n`);
  const exercise = await readExercise(name);
  const file = solution ? 'solution' : 'exercise';
  write(`${bold(name)}: ${exercise.title}\n${dim(`exercises/${name}/${file}.ts, explained in ${exercise.page}`)}\n`);
  const runs: Run[] = [];
  await run([{ name, path: fileOf(folder, name, file) }], (one) => runs.push(one));
  const [{ passed, failure, printed }] = runs;
  if (printed.trim() !== '') write(`It printed:\n${printed.trim()}\n`);
  for (const { name: done } of exercise.checks.slice(0, passed)) write(`${green('right')}  it ${done}`);
  if (failure === undefined) {
    write(solution ? '\nThe solution passes.' : `\nSolved. What others would write: exercises/${name}/solution.ts`);
    return true;
  }
  write(`${red('wrong')}  it ${failure.check}\n\n${failure.message}\n`);
  if (solution) {
    write('The solution as it is committed passes: this file has been changed.');
    return false;
  }
  for (const [i, hint] of exercise.hints.slice(0, hints).entries())
    write(wrap(`Hint ${i + 1}: ${hint}`, terminal.width));
  const rest = exercise.hints.length - hints;
  if (rest > 0) write(dim(`${rest} more: npm run exercise -- ${name} --hints ${hints + 1}`));
  return false;
}

function fileOf(folder: string, name: string, file: 'exercise' | 'solution'): string {
  return join(folder, name, `${file}.ts`);
}
