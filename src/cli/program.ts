import { Command, CommanderError } from 'commander';
import type { Context } from './context.ts';
import { Interrupted } from './interrupt.ts';

type Terminals = Pick<Context, 'terminal' | 'errors'>;

/** A program whose words commander reads and whose help is as wide and as colourful as the terminal. It never exits. */
export function createProgram(name: string, { terminal, errors }: Terminals): Command {
  return new Command(name)
    .helpOption('-h, --help', 'show this, or the help of a command, and stop')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('(--help says what there is)')
    .configureHelp({ styleTitle: (title) => terminal.colors.bold(title) })
    .configureOutput({
      writeOut: (text) => terminal.output.write(text),
      writeErr: (text) => errors.output.write(text),
      outputError: (text, write) => write(text.replace(/^error:/, errors.colors.red('error:'))),
      getOutHelpWidth: () => Math.min(terminal.width, 120),
      getErrHelpWidth: () => Math.min(errors.width, 120),
      getOutHasColors: () => terminal.colors.isColorSupported,
      getErrHasColors: () => errors.colors.isColorSupported,
    });
}

/**
 * Runs a program and says what ended it.
 *
 * @param isExpected errors to be reported in a line; others are thrown.
 * @returns what to exit with: 0; 1 after an error, which has been reported; 2 after a mistake in the words; 128 + the signal's
 *   number after an interruption.
 */
export async function runProgram(
  program: Command,
  words: readonly string[],
  { errors }: Terminals,
  isExpected: (error: unknown) => error is Error,
): Promise<number> {
  try {
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has been told
    if (error instanceof Interrupted) {
      errors.output.write(`${errors.colors.yellow(error.message)}\n`);
      return error.exitCode;
    }
    if (!isExpected(error)) throw error;
    errors.output.write(`${errors.colors.red('error:')} ${error.message}\n`);
    return 1;
  }
}

/** Whoever reads the output may close it early, as `| head` does: then there is nobody left to tell, and the process ends. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
  }
}
