import { type Command, Option } from 'commander';
import type { TableTask } from '../experiments/table/targets.ts';
import { lintTasks } from '../lint/lint-task.ts';
import { columnNames } from './column-names.ts';
import { addCsvOptions, type CsvOptions } from './csv-options.ts';
import { wholeNumber } from './whole-number.ts';

/** How a command that learns from a table is told what to make of its columns and rows. */
export interface TableOptions extends CsvOptions {
  readonly drop?: readonly string[];
  readonly keep?: readonly string[];
  readonly task?: TableTask;
  readonly minFrequency?: number;
  readonly groupDuplicates?: boolean;
}

/** What --target means to such a command; whether it must be given is for each to say. */
export const targetHelp = 'what to predict: a column, or several of numbers with commas';

/** Adds the options to a command. */
export function addTableOptions(command: Command): Command {
  return addCsvOptions(
    command
      .option('--drop <columns>', 'columns not to use, with commas', columnNames)
      .option('--keep <columns>', 'columns to use though they look like identifiers or are constant', columnNames)
      .addOption(new Option('--task <task>', 'what the target is (default: found out)').choices(lintTasks))
      .option(
        '--min-frequency <rows>',
        'below so many rows a category joins Other (default: a hundredth of the rows, at most 10)',
        wholeNumber(1),
      )
      .option('--group-duplicates', 'keep rows with equal features in one part'),
  );
}
