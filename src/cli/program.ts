import { setImmediate } from 'node:timers/promises';
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

/** Commands whose work outlasts what they print. */
const keeping = new WeakSet<Command>();

/** Says of a command that it leaves results on the disk: that nobody reads what it prints is no reason to leave them half done. */
export function keepsResults(command: Command): Command {
  keeping.add(command);
  return command;
}

/**
 * Runs a program and says what ended it.
 *
 * Whoever reads the output may close it early, as `| head` does, and a disk may be full. From then on nothing can be
 * printed, but a command that keeps results goes on to its end.
 *
 * @param isExpected errors to be reported in a line; others are thrown.
 * @returns what to exit with: 0; 1 after an error, which has been reported; 2 after a mistake in the words; 128 + the signal's
 *   number after an interruption; 141, as after SIGPIPE, where nobody reads all that a command prints and it does nothing else.
 */
export async function runProgram(
  program: Command,
  words: readonly string[],
  terminals: Terminals,
  isExpected: (error: unknown) => error is Error,
): Promise<number> {
  const outputs = watchOutputs(terminals);
  let keeps = false;
  program.hook('preAction', (_, command) => {
    keeps = keeping.has(command);
  });
  const exitCode = await run(program, words, terminals, outputs, isExpected);
  await setImmediate(); // what became of the last words is told now
  const { failure } = outputs;
  if (exitCode !== 0 || failure === undefined) return exitCode;
  if (failure.code !== unread) return 1;
  return keeps ? 0 : 141;
}

async function run(
  program: Command,
  words: readonly string[],
  { errors }: Terminals,
  outputs: Outputs,
  isExpected: (error: unknown) => error is Error,
): Promise<number> {
  try {
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // it has been told
    if (error === outputs.failure) return 0; // likewise, and `runProgram` knows what it means
    if (error instanceof Interrupted) {
      errors.output.write(`${errors.colors.yellow(error.message)}\n`);
      return error.exitCode;
    }
    if (!isExpected(error)) throw error;
    errors.output.write(`${errors.colors.red('error:')} ${error.message}\n`);
    return 1;
  }
}

/** What became of what was printed. */
interface Outputs {
  /** Why something could not be written, the first time. */
  readonly failure: NodeJS.ErrnoException | undefined;
}

/** The code of the error where nobody reads any more. */
const unread = 'EPIPE';

/** Listens to what cannot be written, and tells it if there is somebody to tell. */
function watchOutputs({ terminal, errors }: Terminals): Outputs {
  const outputs: { failure: NodeJS.ErrnoException | undefined } = { failure: undefined };
  for (const { output } of [terminal, errors]) {
    output.on('error', (error: NodeJS.ErrnoException) => {
      if (outputs.failure !== undefined) return;
      outputs.failure = error;
      if (error.code === unread || output === errors.output) return;
      errors.output.write(`${errors.colors.red('error:')} cannot write the output: ${error.message}\n`);
    });
  }
  return outputs;
}
