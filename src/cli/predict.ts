import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { writeToString } from 'fast-csv';
import type { ColumnType, Table } from '../data/table.ts';
import { closestName, DataError, valueText } from '../errors.ts';
import { countText, plural } from '../experiments/figure-text.ts';
import { type TablePredictor, tablePredictor } from '../experiments/table/predict-table.ts';
import { loadModel, streamCsv, writeFileAtomically } from '../node/index.ts';
import { columnNames } from './column-names.ts';
import type { Context } from './context.ts';
import { addCsvOptions, type CsvOptions } from './csv-options.ts';
import { withInterrupt } from './interrupt.ts';
import { createReadProgress } from './read-progress.ts';

interface PredictOptions extends CsvOptions {
  readonly output?: string;
  readonly keep: readonly string[];
}

const who = 'predict';
/** Enough that a call of the model costs little, and few enough to hold. */
const rowsAtOnce = 4096;

const about = `
The file needs the columns that the model was trained on, in any order; others are
ignored. It is read piece by piece, so it may be larger than memory. Predictions
stand in the order of its rows: of classes the most probable one (of two, by the
threshold the model was saved with) and the probability of each, of numbers the
numbers.

Printed predictions end where an error is found, with exit code 1; a file given by
--output is written whole or not at all.

Examples:
  simdgrad predict runs/train-housing-001/housing.safetensors new.csv > predictions.csv
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
      .option('--keep <columns>', 'columns to copy in front of the predictions, with commas', columnNames, []),
  )
    .addHelpText('after', about)
    .action((model: string, file: string, options: PredictOptions) => predict(model, file, options, context));
}

async function predict(model: string, file: string, options: PredictOptions, context: Context): Promise<void> {
  const { terminal, errors } = context;
  const { output } = options;
  const predictor = tablePredictor(`${who}: ${model}`, await loadModel(model));
  await withInterrupt(async (signal) => {
    const types = await columnTypes(file, predictor, options);
    const progress = createReadProgress(errors);
    const lines = predictionLines(file, predictor, { ...options, types }, (now) => {
      signal.throwIfAborted();
      if (output !== undefined || !terminal.interactive) progress.update(now);
    });
    try {
      if (output === undefined) await pipeline(Readable.from(lines), terminal.output, { end: false });
      else await writeFileAtomically(output, lines, { who });
    } finally {
      progress.stop();
    }
  });
}

/**
 * The types of all columns of the file: those the model was trained on as they were then, others as text, whatever they hold.
 *
 * @throws DataError naming the columns that are missing; as `streamCsv` for a file without a row.
 */
async function columnTypes(
  file: string,
  { columnTypes: needed }: TablePredictor,
  { keep, delimiter, header, encoding }: PredictOptions,
): Promise<Record<string, ColumnType>> {
  for await (const { columnNames } of streamCsv(file, { delimiter, header, encoding, batchSize: 1 })) {
    const missing = [...Object.keys(needed), ...keep].filter((name) => !columnNames.includes(name));
    if (missing.length === 0)
      return { ...Object.fromEntries(columnNames.map((name) => [name, 'string' as const])), ...needed };
    const [first, ...others] = missing;
    const close = closestName(first, columnNames);
    const hint = close === undefined ? '.' : `; did you mean '${close}'?`;
    const more = others.length > 0 ? ` (and ${plural(others.length, 'more column')} missing)` : '';
    const list = columnNames.map((name) => `'${name}'`).join(', ');
    const why = Object.hasOwn(needed, first) ? 'which the model was trained on' : 'which --keep names';
    throw new DataError(
      `${who}: ${file} line 1: there is no column '${first}'${more}, ${why}${hint} Columns: ${list}`,
      { column: first },
    );
  }
  throw new Error(`${who}: no table`); // streamCsv gives one or throws
}

/** The predictions as CSV, piece by piece. */
async function* predictionLines(
  file: string,
  { columns, predict }: TablePredictor,
  { keep, delimiter, header, encoding, types }: PredictOptions & { readonly types: Record<string, ColumnType> },
  onProgress: (progress: { bytes: number; totalBytes: number; rows: number; blankLines: number }) => void,
): AsyncGenerator<string> {
  yield await csvText([[...keep, ...columns]]);
  let before = 0;
  const read = { delimiter, header, encoding, columns: types, batchSize: rowsAtOnce, onProgress };
  for await (const table of streamCsv(file, read)) {
    let rows: string[][];
    try {
      rows = predict(table);
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
