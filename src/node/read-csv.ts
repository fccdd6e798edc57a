import { columnsHint } from '../data/columns-hint.ts';
import { parseNumber } from '../data/parse-number.ts';
import { type ColumnType, Table } from '../data/table.ts';
import { DataError, requireInteger, requireKnownOptions, requireOneOf, valueText } from '../errors.ts';
import { CsvColumn } from './csv-column.ts';
import { type CsvRecord, csvRecords } from './csv-records.ts';
import { delimiterText, otherDelimiter } from './detect-delimiter.ts';
import { openText, type TextEncoding } from './text-chunks.ts';

export interface CsvProgress {
  /** Bytes read so far and in all: a file's size, or 0 for what has none, such as a pipe. */
  readonly bytes: number;
  readonly totalBytes: number;
  /** Rows of data so far, the header not counted. */
  readonly rows: number;
  /** Blank lines so far; they make no rows. */
  readonly blankLines: number;
}

/** What columns hold, by name. */
type ColumnTypes = Readonly<Record<string, ColumnType>>;

export interface ReadCsvOptions {
  /** What separates fields, one character; 'auto' finds out among `,` `;` tab and `|` from the first records. */
  readonly delimiter?: string;
  /** true: the first record holds the names. false: there is none, columns are 'column1', … Names: there is none, use these. */
  readonly header?: boolean | readonly string[];
  /** The type of columns by name; the others' is found. Or what gives them once the names are read, such as 'string' for all but some. */
  readonly columns?: ColumnTypes | ((names: readonly string[]) => ColumnTypes);
  /** What encloses a field that holds delimiters, line breaks or, doubled, itself; null if no character does. */
  readonly quote?: string | null;
  /** If the file does not start with a byte-order mark. 'latin1' is read as Windows-1252. */
  readonly encoding?: TextEncoding;
  /** Called after each piece of the file, about 64 KiB. */
  readonly onProgress?: (progress: CsvProgress) => void;
  /** Ends the reading, also of a pipe that nobody writes to: it fails with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface StreamCsvOptions extends ReadCsvOptions {
  /** Rows of each table but the last. */
  readonly batchSize?: number;
}

const known = ['delimiter', 'header', 'columns', 'quote', 'encoding', 'onProgress', 'signal'];

/**
 * Reads a CSV file as a table. The file is read piece by piece, never held as one string.
 *
 * A column is numbers if every cell that is not empty is a decimal number, white space around it aside (`1`, `-2.5`,
 * `1e-3`; not `0x10`, `Infinity` or `1,5`), else text, kept as written. Empty cells are NaN among numbers, '' in text.
 * Blank lines are skipped. Names are trimmed; a column without one is called by its place, 'column3'.
 * A pipe serves as well as a file: it is opened once.
 *
 *     const wine = await readCsv('winequality-red.csv', { delimiter: ';' });
 *     wine.numbers('alcohol');
 *
 * @throws DataError that names the line of the file, with `row` (of the data) and `column` where they apply, for: no
 *   such file; a file that is empty or has only a header; a record with more or fewer fields than the header; two
 *   columns of one name; a name in `columns` that there is not; text in a column given as 'number'; a file of one column
 *   whose first record holds another delimiter (if that is meant, give the name: `header: ['text']`); quotes that do
 *   not match; bytes that are not text in the encoding.
 */
export async function readCsv(path: string | URL, options: ReadCsvOptions = {}): Promise<Table> {
  requireKnownOptions('readCsv', options, known);
  for await (const table of tables('readCsv', path, options, Number.POSITIVE_INFINITY)) return table;
  throw new Error('readCsv: no table'); // tables() gives one or throws
}

/**
 * Reads a CSV file as tables of `batchSize` rows (1024 unless given), for files larger than memory. As `readCsv`, but a
 * type that is not given is found from the first table and kept: if text comes later in a column of numbers, that is a
 * DataError, and `columns` is the way out.
 *
 *     for await (const table of streamCsv('clicks.csv', { batchSize: 4096 })) count += table.rowCount;
 *
 * Leaving the loop closes the file.
 */
export async function* streamCsv(path: string | URL, options: StreamCsvOptions = {}): AsyncGenerator<Table, void> {
  requireKnownOptions('streamCsv', options, [...known, 'batchSize']);
  const { batchSize = 1024, ...rest } = options;
  requireInteger('streamCsv', { batchSize }, 1);
  yield* tables('streamCsv', path, rest, batchSize);
}

async function* tables(
  caller: string,
  path: string | URL,
  options: ReadCsvOptions,
  batchSize: number,
): AsyncGenerator<Table, void> {
  const { delimiter = ',', header = true, quote = '"', encoding = 'utf-8', onProgress, signal } = options;
  const { columns: given = {} } = options;
  checkOptions(caller, path, { columns: given, delimiter, header, quote, encoding, onProgress, signal });
  const who = `${caller}: ${valueText(String(path))}`;
  let types: ColumnTypes = {};
  let columns: CsvColumn[] | undefined;
  let rows = 0;
  let inBatch = 0;
  const table = () => {
    inBatch = 0;
    return new Table(columns!.map((column) => [column.name, column.take()] as const));
  };

  for await (const part of csvRecords(who, await openText(caller, path, signal), { delimiter, quote, encoding })) {
    for (const record of part.records) {
      if (!columns) {
        const names = namesOf(who, record, part.delimiter, header);
        types = typeof given === 'function' ? given(names) : given;
        requireTypes(caller, types);
        columns = columnsOf(who, names, types);
        if (header === true) continue;
      }
      rows++;
      addRecord(who, columns, record, rows, types);
      if (++inBatch === batchSize) yield table();
    }
    onProgress?.({ bytes: part.bytes, totalBytes: part.totalBytes, rows, blankLines: part.blankLines });
  }
  if (!columns) throw new DataError(`${who}: the file is empty`);
  if (rows === 0) throw new DataError(`${who}: a header but no rows`);
  if (inBatch > 0) yield table();
}

/** The names of the columns, which the first record holds, or of which it has as many. */
function namesOf(
  who: string,
  { fields, line }: CsvRecord,
  delimiter: string,
  header: boolean | readonly string[],
): readonly string[] {
  const given = Array.isArray(header) ? header : undefined;
  const other = fields.length === 1 && given?.length !== 1 ? otherDelimiter(fields[0], delimiter) : undefined;
  if (other) {
    throw new DataError(
      `${who} line ${line}: one column only; the ${header === true ? 'header' : 'first row'} contains ${delimiterText(other)}, set delimiter ${delimiterText(other)}`,
    );
  }
  const names: readonly string[] =
    given ?? fields.map((field, j) => (header === true && field.trim()) || `column${j + 1}`);
  names.forEach((name, j) => {
    const first = names.indexOf(name);
    if (first === j) return;
    const data = header === true && Number.isFinite(parseNumber(name) ?? Number.NaN);
    const hint = data ? '; if that line is a row of data, set header: false' : '';
    throw new DataError(
      `${who} line ${line}: columns ${first + 1} and ${j + 1} are both named ${valueText(name)}${hint}`,
      { column: name },
    );
  });
  return names;
}

function columnsOf(who: string, names: readonly string[], types: ColumnTypes): CsvColumn[] {
  for (const name of Object.keys(types)) {
    if (names.includes(name)) continue;
    const hint = columnsHint(name, names);
    throw new DataError(`${who}: columns names ${valueText(name)}, which there is not${hint}`, { column: name });
  }
  return names.map((name) => new CsvColumn(name, Object.hasOwn(types, name) ? types[name] : undefined));
}

function addRecord(
  who: string,
  columns: readonly CsvColumn[],
  { fields, line }: CsvRecord,
  row: number,
  types: ColumnTypes,
): void {
  if (fields.length !== columns.length) {
    const expected = columns.length === 1 ? '1 field' : `${columns.length} fields`;
    throw new DataError(`${who} line ${line}: expected ${expected}, got ${fields.length}`, { row });
  }
  for (let j = 0; j < columns.length; j++) {
    if (columns[j].add(fields[j])) continue;
    const { name } = columns[j];
    const why = Object.hasOwn(types, name)
      ? ''
      : `; the rows before held numbers, so set columns: { ${valueText(name)}: 'string' } if it is text`;
    throw new DataError(`${who} line ${line}, column '${name}': expected a number, got ${valueText(fields[j])}${why}`, {
      row,
      column: name,
    });
  }
}

function checkOptions(caller: string, path: unknown, options: ReadCsvOptions): void {
  const { columns, delimiter, header, quote, encoding, onProgress, signal } = options;
  if (!(typeof path === 'string' || path instanceof URL)) {
    throw new TypeError(`${caller}: path must be text or a URL, got ${valueText(path)}`);
  }
  const isCharacter = (value: unknown) => typeof value === 'string' && value.length === 1 && !/[\r\n]/.test(value);
  if (!isCharacter(delimiter) && delimiter !== 'auto') {
    throw new TypeError(`${caller}: delimiter must be one character or 'auto', got ${valueText(delimiter)}`);
  }
  if (!(quote === null || (isCharacter(quote) && quote !== delimiter))) {
    throw new TypeError(
      `${caller}: quote must be one character other than the delimiter, or null, got ${valueText(quote)}`,
    );
  }
  requireOneOf(caller, 'encoding', encoding, ['utf-8', 'utf-16le', 'latin1']);
  const areNames =
    Array.isArray(header) && header.length > 0 && header.every((name) => typeof name === 'string' && name);
  if (typeof header !== 'boolean' && !areNames) {
    throw new TypeError(`${caller}: header must be true, false or the names of all columns, got ${valueText(header)}`);
  }
  if (typeof columns !== 'function') requireTypes(caller, columns);
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`${caller}: onProgress must be a function, got ${valueText(onProgress)}`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`${caller}: signal must be an AbortSignal, got ${valueText(signal)}`);
  }
}

function requireTypes(caller: string, columns: unknown): void {
  if (typeof columns !== 'object' || columns === null || Array.isArray(columns)) {
    throw new TypeError(`${caller}: columns must be an object of types by name, got ${valueText(columns)}`);
  }
  for (const [name, type] of Object.entries(columns)) {
    requireOneOf(caller, `columns[${valueText(name)}]`, type, ['number', 'string']);
  }
}
