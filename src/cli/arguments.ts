import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Terminal } from './terminal.ts';

/** What `npm start` can be told. */
export interface StartArguments {
  /** The CSV file to train on; the command looks for the wine data if there is none. */
  readonly file: string | undefined;
  /** The column to predict; the last one if none is named. */
  readonly target: string | undefined;
  /** What separates the fields of the file; 'auto' finds out. */
  readonly delimiter: string;
  /** Whether the first line of the file names the columns. */
  readonly header: boolean;
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** The first seed; the others count up from it. */
  readonly seed: number;
  /** How many runs, each with a seed of its own. */
  readonly seeds: number;
}

/** The arguments, or the code to exit with at once: 0 after --help, 1 after a mistake, which has been reported. */
export type ParsedArguments =
  | { readonly arguments: StartArguments; readonly exitCode: undefined }
  | { readonly arguments: undefined; readonly exitCode: number };

/**
 * Reads the words after `npm start --`. Help goes to `terminal`, mistakes go to `errors`; nothing else is touched, and
 * the process is never ended from here.
 *
 * @param words without the interpreter and the script: `process.argv.slice(2)`.
 * @param defaults what holds where nothing is said; --help shows them.
 */
export function parseArguments(
  words: readonly string[],
  defaults: StartArguments,
  terminal: Terminal,
  errors: Terminal = terminal,
): ParsedArguments {
  const command = new Command('npm start --')
    .description('Train a network to tell classes apart, and say how well it does on rows it has never seen.')
    .usage('[options] [FILE.csv]')
    .argument('[file]', 'CSV file; without one the red wines in $SIMDGRAD_DATASETS, or else generated spirals')
    .option('--target <column>', 'the column to predict (default: the last)', defaults.target)
    .option('--delimiter <character>', 'what separates fields, or auto', defaults.delimiter)
    .option('--no-header', 'the first line is data already; columns are then column1, column2 …')
    .addOption(
      new Option('--hidden <units>', 'units of the hidden layers, separated by commas')
        .argParser(unitsOf)
        .default(defaults.hidden, defaults.hidden.join(',')),
    )
    .option('--epochs <number>', 'passes over the training rows', wholeNumber(1), defaults.epochs)
    .option('--batch-size <number>', 'rows in each step', wholeNumber(1), defaults.batchSize)
    .option('--learning-rate <rate>', 'size of the steps', positiveNumber, defaults.learningRate)
    .option(
      '--seed <number>',
      'chooses the split, the first weights and the order of rows',
      wholeNumber(0),
      defaults.seed,
    )
    .option('--seeds <number>', 'runs, with seeds counted up from --seed', wholeNumber(1), defaults.seeds)
    .helpOption('-h, --help', 'show this and stop')
    .allowExcessArguments(false)
    .showHelpAfterError('(--help says what there is)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.output.write(text),
      writeErr: (text) => errors.output.write(text),
      outputError: (text, write) => write(errors.colors.red(text)),
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => errors.width,
      getOutHasColors: () => terminal.colors.isColorSupported,
      getErrHasColors: () => errors.colors.isColorSupported,
    });
  try {
    command.parse(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { arguments: undefined, exitCode: error.exitCode };
    throw error;
  }
  const file = command.args[0] ?? defaults.file;
  return { arguments: { ...defaults, ...command.opts<StartArguments>(), file }, exitCode: undefined };
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
  };
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (/^[\d.]+(e[-+]?\d+)?$/i.test(text) && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a positive number.');
}

function unitsOf(text: string): number[] {
  const units = text.split(',').map((part) => part.trim());
  if (units.every((part) => /^[1-9]\d{0,6}$/.test(part))) return units.map(Number);
  throw new InvalidArgumentError('Expected whole numbers of at least 1, such as 64,64.');
}
