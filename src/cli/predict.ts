import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { writeToString } from 'fast-csv';
import type { ColumnType, Table } from '../data/table.ts';
import { closestName, DataError, FileError, valueText } from '../errors.ts';
import { countText, plural } from '../experiments/figure-text.ts';
import { type TablePredictor, tablePredictor } from '../experiments/table/predict-table.ts';
import { type CsvProgress, loadModel, streamCsv, writeFileAtomically } from '../node/index.ts';
import { columnNames } from './column-names.ts';
import type { Context } from './context.ts';
import { addCsvOptions, type CsvOptions } from './csv-options.ts';
import { withInterrupt } from './interrupt.ts';
import { createReadProgress } from './read-progress.ts';

interface PredictOptions extends CsvOptions {
  readonly output?: string;
  readonly keep?: readonly string[];
}

const who = 'predict';
/** Enough that a call of the model costs little, and few enough to hold. */
const rowsAtOnce = 4096;

const about = `
The file needs the columns that the model was trained on, in any order; others
are ignored. It is read once, piece by piece, so it may be larger than memory,
or a pipe such as /dev/stdin. Predictions stand in the order of its rows: of
classes the most probable one (of two, by the threshold the model was saved
with) and the probability of each, of numbers the numbers.

Printed predictions end where an error is found, with exit code 1; a file given
by --output is written whole or not at all.

Examples:
  simdgrad predict runs/train-housing-001/housing.safetensors new.csv > out.csv
  simdgrad predict model.safetensors new.csv --keep id --output predictions.csv`;

/** `simdgrad predict`. */
export function registerPredict(program: Command, context: Context): void {
  addCsvOptions(
    program
      .command('predict')
      .description('predict the rows of a CSV file by a model that simdgrad train has saved')
      .argument('<model>', 'the model, a safetensors file')
      .argument('<file>', 'the CSV file, with a header')
      .option('-o, --output <file>', 'where to write the predictions (default: print them)')
      .option('--keep <columns>', 'columns to copy in front of the predictions, with commas', columnNames),
  )
    .addHelpText('after', about)
    .action((model: string, file: string, options: PredictOptions) => predict(model, file, options, context));
}

async function predict(model: string, file: string, options: PredictOptions, context: Context): Promise<void> {
  const { terminal, errors } = context;
  const { output } = options;
  const predictor = tablePredictor(`${who}: ${model}`, await loadModel(model));
  requireOtherNames(predictor, options);
  if (output !== undefined) await requireOtherFile(output, { model, file });
  await withInterrupt(async (signal) => {
    const progress = createReadProgress(errors);
    const lines = predictionLines(file, predictor, options, signal, (now) => {
      if (output !== undefined || !terminal.interactive) progress.update(now);
    });
    try {
      if (output === undefined) await pipeline(Readable.from(lines), terminal.output, { end: false, signal });
      else await writeFileAtomically(output, lines, { who });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      progress.stop();
    }
  });
}

/** @throws DataError for columns to copy that are called as what is predicted. */
function requireOtherNames({ columns }: TablePredictor, { keep = [] }: PredictOptions): void {
  const name = keep.find((one) => columns.includes(one));
  if (name === undefined) return;
  throw new DataError(
    `${who}: --keep names '${name}', as the predictions are called; two columns would have one name, so leave it out or rename it in the file`,
    { column: name },
  );
}

/** @throws FileError where writing would replace what is read. */
async function requireOtherFile(
  output: string,
  read: { readonly model: string; readonly file: string },
): Promise<void> {
  const identity = async (path: string): Promise<string | undefined> => {
    const about = await stat(path, { bigint: true }).catch(() => undefined);
    return about?.isFile() ? `${about.dev} ${about.ino}` : undefined;
  };
  const written = await identity(output);
  if (written === undefined) return;
  for (const [what, path] of Object.entries(read)) {
    if ((await identity(path)) !== written) continue;
    throw new FileError(`${who}: --output ${output} is the ${what} itself; give another name`, {
      path: output,
      code: 'EEXIST',
    });
  }
}

/**
 * The types of all columns of the file: those the model was trained on as they were then, others as text, whatever they hold.
 *
 * @throws DataError naming the columns that are missing.
 */
function columnTypes(
  file: string,
  { columnTypes: needed }: TablePredictor,
  keep: readonly string[],
  names: readonly string[],
): Record<string, ColumnType> {
  const missing = [...Object.keys(needed), ...keep].filter((name) => !names.includes(name));
  if (missing.length === 0) return { ...Object.fromEntries(names.map((name) => [name, 'string' as const])), ...needed };
  const [first, ...others] = missing;
  const close = closestName(first, names);
  const hint = close === undefined ? '.' : `; did you mean '${close}'?`;
  const more = others.length > 0 ? ` (and ${plural(others.length, 'more column')} missing)` : '';
  const list = names.map((name) => `'${name}'`).join(', ');
  const why = Object.hasOwn(needed, first) ? 'which the model was trained on' : 'which --keep names';
  throw new DataError(`${who}: ${file} line 1: there is no column '${first}'${more}, ${why}${hint} Columns: ${list}`, {
    column: first,
  });
}

/** The predictions as CSV, piece by piece, from the first rows on. */
async function* predictionLines(
  file: string,
  predictor: TablePredictor,
  { keep = [], delimiter, header, encoding }: PredictOptions,
  signal: AbortSignal,
  onProgress: (progress: CsvProgress) => void,
): AsyncGenerator<string> {
  let before = 0;
  const columns = (names: readonly string[]) => columnTypes(file, predictor, keep, names);
  const read = { delimiter, header, encoding, columns, batchSize: rowsAtOnce, onProgress, signal };
  for await (const table of streamCsv(file, read)) {
    if (before === 0) yield await csvText([[...keep, ...predictor.columns]]);
    let rows: string[][];
    try {
      rows = predictor.predict(table);
    } catch (error) {
      if (!(error instanceof DataError) || error.row === undefined) throw error;
      throw unpredictable(file, table, before, error as DataError & { readonly row: number });
    }
    const copied = keep.map((name) => table.strings(name));
    yield await csvText(rows.map((row, i) => [...copied.map((column) => column[i]), ...row]));
    before += table.rowCount;
  }
}

/** What is wrong with a row, by its place in the whole file. */
function unpredictable(
  file: string,
  table: Table,
  before: number,
  error: DataError & { readonly row: number },
): DataError {
  const { row, column, message } = error;
  const place = { row: before + row, column };
  const at = `${who}: ${file}: row ${countText(place.row)} of the data`;
  if (column === undefined) return new DataError(`${at}: ${message}`, { ...place, cause: error });
  const cell = valueText(table.column(column)[row - 1]);
  return new DataError(
    `${at}, column '${column}': the model cannot take ${cell} (${message.replace(/ at row .*?, column \d+/, '')})`,
    { ...place, cause: error },
  );
}

/** Records with a line end each. */
function csvText(records: readonly (readonly string[])[]): Promise<string> {
  return writeToString(records as string[][], { includeEndRowDelimiter: true });
}
