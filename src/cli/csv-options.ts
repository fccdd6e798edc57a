import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ReadCsvOptions } from '../node/index.ts';

/** How `simdgrad train` and `simdgrad predict` are told to read a CSV file. */
export interface CsvOptions {
  readonly delimiter: string;
  /** false where the first line is a row already. */
  readonly header: boolean;
  readonly encoding: NonNullable<ReadCsvOptions['encoding']>;
}

const encodings: readonly CsvOptions['encoding'][] = ['utf-8', 'utf-16le', 'latin1'];

/** Adds the options to a command. */
export function addCsvOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--delimiter <character>', 'what separates fields: a character, or tab')
        .argParser(delimiterOf)
        .default('auto', 'found out'),
    )
    .option('--no-header', 'the first line is a row already: the columns are column1, column2 …')
    .addOption(new Option('--encoding <name>', 'of the text').choices(encodings).default('utf-8'));
}

/** The same options as words, but for those that are as if not given. */
export function csvWords({ delimiter, header, encoding }: CsvOptions): string[] {
  return [
    ...(delimiter === 'auto' ? [] : [`--delimiter ${delimiter === '\t' ? 'tab' : `'${delimiter}'`}`]),
    ...(header ? [] : ['--no-header']),
    ...(encoding === 'utf-8' ? [] : [`--encoding ${encoding}`]),
  ];
}

function delimiterOf(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t';
  if (text === 'auto' || (text.length === 1 && !/[\r\n"']/.test(text))) return text;
  throw new InvalidArgumentError("Expected one character other than a quote, such as ';', or tab.");
}
