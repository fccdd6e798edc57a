import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeToString } from 'fast-csv';
import { DataError, requireKnownOptions, valueText } from '../errors.ts';
import type { Callback } from '../training/callback.ts';
import type { EpochFigures } from '../training/history.ts';
import { csvRecords } from './csv-records.ts';
import { fileError } from './file-error.ts';
import { openText } from './text-chunks.ts';

export interface CsvLoggerOptions {
  /** Goes on in a file that exists, below what is there; such a file is replaced unless this is set. */
  readonly append?: boolean;
}

/**
 * Writes the history to a CSV file while it is made: one row for each epoch, with the columns `epoch` (from 1) and the names
 * of the history: `loss`, `penalty`, `learningRate`, metrics, `validationLoss` and so on.
 *
 *     await model.fit(x, y, { …, callbacks: [csvLogger('run.csv')] });
 *
 * A row is in the file when its epoch has ended, so that a program which is stopped loses none. Numbers have all the digits
 * that tell them apart. The columns are those of the first row: all epochs of a training have the same figures.
 *
 * With `append`, training that is taken up again (`initialEpoch`) goes on in the same file; its figures must be the columns
 * of the file, in any order. Whether the file can be written is found out before training begins, and an old one is replaced
 * only when the first epoch has ended.
 *
 * @throws TypeError for what is no path, or an unknown option; while training, FileError for a file that cannot be written,
 *   and DataError where the columns of the file are others.
 */
export function csvLogger(path: string | URL, options: CsvLoggerOptions = {}): Callback {
  const who = 'csvLogger';
  requireKnownOptions(who, options, ['append']);
  const { append = false } = options;
  if (typeof append !== 'boolean')
    throw new TypeError(`${who}: append must be true or false, got ${valueText(append)}`);
  if (!(path instanceof URL) && (typeof path !== 'string' || path === '')) {
    throw new TypeError(`${who}: path must be the name of a file, got ${valueText(path)}`);
  }
  const file = resolve(path instanceof URL ? fileURLToPath(path) : path);
  let handle: FileHandle | undefined;
  let columns: readonly string[] | undefined;

  return {
    async onTrainBegin() {
      await handle?.close();
      handle = undefined;
      try {
        handle = await open(file, append ? 'a+' : 'a');
      } catch (error) {
        throw fileError(who, 'write', file, error);
      }
      columns = append ? await columnsOf(who, file, handle) : undefined;
    },
    async onEpochEnd(epoch, figures) {
      const isFirst = columns === undefined;
      columns ??= ['epoch', ...Object.keys(figures)];
      requireColumns(who, file, columns, figures);
      const row = columns.map((name) => (name === 'epoch' ? epoch + 1 : figures[name]));
      const text = await writeToString(isFirst ? [columns, row] : [row], { includeEndRowDelimiter: true });
      await write(who, file, handle!, text, isFirst);
    },
    async onTrainEnd() {
      const closing = handle;
      handle = undefined;
      await closing?.close();
    },
  };
}

/** Puts text at the end of the file, or in place of all that is there. What a full disk took only a part of is taken back. */
async function write(who: string, file: string, handle: FileHandle, text: string, replaces: boolean): Promise<void> {
  let size: number | undefined;
  try {
    ({ size } = await handle.stat());
    if (replaces && size > 0) {
      await handle.truncate(0);
      size = 0;
    }
    await handle.writeFile(text);
  } catch (error) {
    if (size !== undefined) await handle.truncate(size).catch(() => {});
    throw fileError(who, 'write', file, error);
  }
}

/** The columns of a file to go on with; undefined where there is nothing in it. A last line without an end gets one. */
async function columnsOf(who: string, file: string, handle: FileHandle): Promise<readonly string[] | undefined> {
  const { size } = await handle.stat();
  if (size === 0) return undefined;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer[0] !== 0x0a) await write(who, file, handle, '\n', false);
  const options = { delimiter: ',', quote: '"', encoding: 'utf-8' } as const;
  for await (const { records } of csvRecords(`${who}: ${file}`, await openText(who, file), options)) {
    if (records.length > 0) return records[0].fields;
  }
  return undefined;
}

function requireColumns(who: string, file: string, columns: readonly string[], figures: EpochFigures): void {
  const names = ['epoch', ...Object.keys(figures)];
  if (names.length === columns.length && names.every((name) => columns.includes(name))) return;
  throw new DataError(
    `${who}: ${file} has the columns ${columns.join(', ')}, and this training has ${names.join(', ')}; write to another file`,
  );
}
