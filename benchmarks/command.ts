import { InvalidArgumentError } from 'commander';
import { withInterrupt } from '../src/cli/interrupt.ts';
import { createProgram, keepsResults, runProgram } from '../src/cli/program.ts';
import { tableText } from '../src/cli/table.ts';
import { FileError } from '../src/errors.ts';
import { checkParts } from './check-parts.ts';
import type { BenchContext } from './context.ts';
import { measureParts } from './measure-parts.ts';
import { PartError } from './part-process.ts';

interface BenchOptions {
  readonly list?: boolean;
  readonly filter?: RegExp;
  readonly quick?: boolean;
  readonly check?: boolean;
}

/**
 * `npm run bench`, or the command of another suite.
 *
 * @param words without the interpreter and the script.
 * @returns what to exit with: 0; 1 where a promise is missed, a ratio has fallen, or something failed; 2 after a mistake in the
 *   words; 128 + the signal's number after an interruption.
 */
export async function runBench(words: readonly string[], context: BenchContext): Promise<number> {
  const { command, description, about, parts } = context.suite;
  const known = Object.keys(parts);
  let exitCode = 0;
  const program = keepsResults(createProgram(`${command} --`, context))
    .description(description)
    .argument('[parts...]', `which parts: ${known.join(', ')} (default: all)`, partName(known), [])
    .option('--list', 'say what there is, and stop')
    .option('--filter <pattern>', 'only what matches this regular expression, in any case', readPattern)
    .option('--quick', 'a short run: figures good to a few per cent, nothing written, no verdict')
    .option('--check', 'compare ratios of short runs with the committed ones; fail below half')
    .addHelpText('after', about)
    .action(async (given: readonly string[], { list, check, filter, quick = false }: BenchOptions) => {
      const names = given.length > 0 ? given : known;
      if (list) return listParts(names, context);
      const fine = await withInterrupt((signal) =>
        check
          ? checkParts(names, { filter }, context, signal)
          : measureParts(names, { filter, quick }, context, signal),
      );
      if (!fine) exitCode = 1;
    });
  const ended = await runProgram(program, words, context, isExpected);
  return ended === 0 ? exitCode : ended;
}

function isExpected(error: unknown): error is Error {
  return error instanceof PartError || error instanceof FileError;
}

/** Reads one more name of a part. */
function partName(known: readonly string[]): (name: string, before: readonly string[]) => readonly string[] {
  return (name, before) => {
    if (!known.includes(name)) {
      throw new InvalidArgumentError(`There is no part '${name}'. There are ${known.join(', ')}.`);
    }
    if (before.includes(name)) throw new InvalidArgumentError(`'${name}' is there twice.`);
    return [...before, name];
  };
}

function readPattern(text: string): RegExp {
  try {
    return new RegExp(text, 'i');
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}

async function listParts(names: readonly string[], { suite: { parts }, terminal }: BenchContext): Promise<void> {
  const rows: string[][] = [];
  for (const name of names) rows.push([name, (await parts[name]()).part.about]);
  terminal.output.write(tableText({ head: ['part', 'what it measures'], rows }, terminal));
}
