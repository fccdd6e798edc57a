import { type CsvParserStream, parse } from 'fast-csv';
import { DataError, valueText } from '../errors.ts';
import { delimiterText, detectDelimiter } from './detect-delimiter.ts';
import { countBreaks, lineBreak, type TextEncoding, type TextFile, textChunks } from './text-chunks.ts';

/** One record of a CSV file: its fields as text, and the line of the file (from 1) on which it starts. */
export interface CsvRecord {
  readonly fields: readonly string[];
  readonly line: number;
}

/** The records that one piece of the file completed, and how far that is. */
export interface CsvRecords {
  readonly records: readonly CsvRecord[];
  /** Blank lines so far, which make no record. */
  readonly blankLines: number;
  readonly bytes: number;
  readonly totalBytes: number;
  readonly delimiter: string;
}

export interface CsvRecordOptions {
  /** One character, or 'auto'. */
  readonly delimiter: string;
  /** One character, or null if quotes have no meaning. */
  readonly quote: string | null;
  readonly encoding: TextEncoding;
}

/** A record longer than this many characters means that a quote was left open. */
const longestRecord = 2 ** 20;

/**
 * The records of a CSV file through fast-csv, piece by piece.
 *
 * fast-csv tells neither lines nor where it failed. Lines are counted from what it does give: every record, and every
 * blank line as a record of no fields, takes one line and one more for each line break inside its fields, which quoted
 * fields keep as they were. So line numbers are exact, also after quoted line breaks and blank lines.
 *
 * @param who names the file, for messages, which add the line.
 * @throws DataError with the line for quotes that do not match, and as `textChunks` does.
 */
export async function* csvRecords(
  who: string,
  file: TextFile,
  { delimiter, quote, encoding }: CsvRecordOptions,
): AsyncGenerator<CsvRecords> {
  let parser: RowParser | undefined;
  let nextLine = 1;
  let linesRead = 0;
  let blankLines = 0;
  let pending = '';
  let progress = { bytes: 0, totalBytes: 0 };

  const take = (rows: readonly string[][]): CsvRecords => {
    const records: CsvRecord[] = [];
    for (const fields of rows) {
      if (fields.length === 0) blankLines++;
      else records.push({ fields, line: nextLine });
      nextLine += linesOf(fields);
    }
    return { records, blankLines, delimiter, ...progress };
  };

  try {
    for await (const { text, breaks, bytes, totalBytes } of textChunks(who, file, encoding, longestRecord)) {
      if (delimiter === 'auto') delimiter = detectDelimiter(text, quote);
      parser ??= new RowParser(delimiter, quote);
      progress = { bytes, totalBytes };
      pending += text;
      let rows: string[][];
      try {
        rows = await parser.write(text);
      } catch (error) {
        throw await quoteError(who, error, pending, nextLine, delimiter, quote);
      }
      yield take(rows);
      linesRead += breaks;
      // Almost always 0 or the few lines of a record that goes on in the next piece.
      pending = lastLines(pending, linesRead - (nextLine - 1));
      if (pending.length > longestRecord) {
        throw new DataError(
          `${who} line ${nextLine}: the record that starts here is longer than ${longestRecord} characters; is a quote (${quote}) left open?`,
        );
      }
    }
    if (!parser) return;
    let rows: string[][];
    try {
      rows = await parser.end();
    } catch (error) {
      throw await quoteError(who, error, pending, nextLine, delimiter, quote);
    }
    yield take(rows);
  } finally {
    parser?.destroy();
  }
}

/** How many lines of the file a record takes: none of its line breaks is lost, as only quoted fields can hold one. */
function linesOf(fields: readonly string[]): number {
  let lines = 1;
  for (const field of fields) if (field.includes('\n') || field.includes('\r')) lines += countBreaks(field);
  return lines;
}

/** The last `count` whole lines of a text, and after them what there is of a line that has not ended. */
function lastLines(text: string, count: number): string {
  if (count === 0) return text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
  const ends = Array.from(text.matchAll(lineBreak), (match) => match.index + match[0].length);
  return text.slice(ends[ends.length - 1 - count]);
}

/** fast-csv's parser as a function from text to the rows it completes. */
class RowParser {
  private rows: string[][] = [];
  private readonly stream: CsvParserStream<string[], string[]>;

  constructor(delimiter: string, quote: string | null) {
    this.stream = parse<string[], string[]>({ headers: false, delimiter, quote });
    // Called within write() for each row; giving null keeps it from being buffered for a reader that there is not.
    this.stream.transform((row: string[]) => {
      this.rows.push(row);
      return null as unknown as string[];
    });
    this.stream.on('error', () => {}); // told through the callbacks below
  }

  write(text: string): Promise<string[][]> {
    return this.run((done) => this.stream.write(text, done));
  }

  end(): Promise<string[][]> {
    return this.run((done) => this.stream.end(done));
  }

  destroy(): void {
    this.stream.destroy();
  }

  private async run(start: (done: (error?: Error | null) => void) => void): Promise<string[][]> {
    this.rows = [];
    await new Promise<void>((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
    return this.rows;
  }
}

/**
 * What went wrong in `text`, whose first record starts on line `firstLine`. fast-csv keeps no position and drops the
 * rows before the fault, so the longest part of whole lines that it accepts is found by halving: the fault is on the
 * line after it, and the record at fault starts after the last one it completes.
 */
async function quoteError(
  who: string,
  error: unknown,
  text: string,
  firstLine: number,
  delimiter: string,
  quote: string | null,
): Promise<Error> {
  const message = (error as Error).message;
  if (message.startsWith('Parse Error: missing closing')) {
    return new DataError(
      `${who} line ${firstLine}: the record that starts here opens a quote (${quote}) and never closes it`,
    );
  }
  if (!message.startsWith('Parse Error: expected')) return error as Error;
  const ends = Array.from(text.matchAll(lineBreak), (match) => match.index + match[0].length);
  let good = 0;
  let bad = ends.length + 1;
  let startLine = firstLine;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const parser = new RowParser(delimiter, quote);
    try {
      const rows = await parser.write(text.slice(0, ends[middle - 1]));
      good = middle;
      startLine = rows.reduce((line, row) => line + linesOf(row), firstLine);
    } catch {
      bad = middle;
    } finally {
      parser.destroy();
    }
  }
  const found = detectDelimiter(text, quote);
  if (firstLine === 1 && found !== delimiter) {
    return new DataError(
      `${who} line ${firstLine + good}: a quoted field is not followed by the delimiter ${delimiterText(delimiter)}; set delimiter ${delimiterText(found)}`,
    );
  }
  const line = firstLine + good;
  const where = startLine === line ? `line ${line}` : `line ${line} (in the record that starts on line ${startLine})`;
  return new DataError(
    `${who} ${where}: a quoted field goes on after its closing quote (${quote}); write a quote inside a quoted field twice. ${valueText(text.slice(ends[good - 1] ?? 0, ends[good]).trim())}`,
  );
}
