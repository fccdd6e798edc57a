import { type FileHandle, open, rm } from 'node:fs/promises';
import { DataError, requireBoolean, requireKnownOptions, valueText } from '../errors.ts';
import { precision } from '../wasm/precision.ts';
import { writeFileAtomically } from './atomic-write.ts';
import { fileError } from './file-error.ts';
import { firstDifference } from './first-difference.ts';
import { journalPath, journalResults, largestJournal, noJournal } from './journal-contents.ts';
import { type JournalText, journalLine, parseJournal } from './journal-lines.ts';
import { type JournalLock, lockJournal } from './journal-lock.ts';
import { readBytes } from './read-bytes.ts';

/** What tells a study from others: results of one are no results of another. Plain data. */
export interface JournalStudy {
  readonly name: string;
  /** Of what computes the results, such as that of simdgrad: another version may compute other bits. */
  readonly version: string;
  /** All that decides the results, beside the data. */
  readonly settings: unknown;
  /** A fingerprint of the data, or whatever else tells it from other data. */
  readonly data: string;
}

/** The finished jobs of a study, in a file. */
export interface Journal<Result = unknown> {
  /** By key, in the order in which they came. They are what JSON gave back, and not looked at. */
  readonly results: ReadonlyMap<string, Result>;
  /**
   * Puts a result into the file. When the promise is settled, it is on the disk, whatever happens to the program or the machine.
   *
   * @throws FileError if the disk refuses it: then it is not in the journal, which can be used on. RangeError for a key that is there,
   *   TypeError and RangeError for a result that JSON cannot hold.
   */
  append(key: string, result: Result): Promise<void>;
  /**
   * Waits for what is being written, closes the file, and lets others have it.
   *
   * @param options `remove`: takes the file away before that, because all that is in it is kept elsewhere.
   */
  close(options?: { readonly remove?: boolean }): Promise<void>;
}

export interface JournalOptions {
  /** Whether to begin a journal where there is none. It is, unless set to false. */
  readonly create?: boolean;
}

/**
 * Opens the journal of a study, or begins one: JSON lines, the first of which says what the study is, and which kernels compute
 * it; then one for each finished job.
 *
 *     const journal = await openJournal<Run>('rates.jsonl', { name: 'rates', version, settings, data: fingerprint });
 *     await runJobs<Run>(jobs, { executor, done: journal.results, onResult: (key, run) => journal.append(key, run) });
 *     await journal.close();
 *
 * A program that is killed at any moment leaves at most the beginning of a line, which is taken away when the journal is opened
 * again. Any other damage is an error, because each line carries a check of itself.
 *
 * While it is open nobody else can open it, on this machine: not this program, another thread or another program, by whatever
 * path. What a program that was killed had open is free.
 *
 * @throws DataError, with `row` where it is about a line, for the journal of another study, or of other kernels (it names the
 *   first difference), for a file that is none, and for one that is damaged; FileError for one that cannot be read or written,
 *   with the code EBUSY while somebody has it open, and ENOENT if there is none that was to be there; TypeError, RangeError
 *   for a study that JSON cannot hold.
 */
export async function openJournal<Result = unknown>(
  path: string | URL,
  study: JournalStudy,
  options: JournalOptions = {},
): Promise<Journal<Result>> {
  const who = 'openJournal';
  requireKnownOptions(who, options, ['create']);
  const { create = true } = options;
  requireBoolean(who, { create });
  const file = journalPath(who, path);
  for (const field of ['name', 'version', 'data'] as const) {
    if (typeof study?.[field] === 'string') continue;
    throw new TypeError(`${who}: study.${field} must be text, got ${valueText(study?.[field])}`);
  }
  const header = { journal: 1, precision: precision(), study };
  const firstLine = journalLine(who, 'the study', header);
  const lock = await lockJournal(who, file);
  try {
    const found = await readJournal(who, file, firstLine, create);
    if (found === undefined) await writeFileAtomically(file, firstLine, { who });
    else requireSame(who, file, found.values[0], firstLine);
    const results = journalResults<Result>(who, file, found?.values.slice(1) ?? []);
    const size = found?.bytes ?? Buffer.byteLength(firstLine);
    return new OpenJournal(file, results, await openCutOff(who, file, size), size, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

class OpenJournal<Result> implements Journal<Result> {
  readonly results: Map<string, Result>;
  private readonly file: string;
  private readonly handle: FileHandle;
  private readonly lock: JournalLock;
  /** Of all lines that were written. */
  private size: number;
  /** Whether there may be more in the file than that, of a line that the disk refused. */
  private isRagged = false;
  /** Of the results, and of those that are being written. */
  private readonly keys: Set<string>;
  private last: Promise<void> = Promise.resolve();

  constructor(file: string, results: Map<string, Result>, handle: FileHandle, size: number, lock: JournalLock) {
    this.file = file;
    this.results = results;
    this.handle = handle;
    this.size = size;
    this.lock = lock;
    this.keys = new Set(results.keys());
  }

  // A property, so that it can be handed on as a function.
  readonly append = async (key: string, result: Result): Promise<void> => {
    const { file, keys } = this;
    if (typeof key !== 'string') throw new TypeError(`journal: key must be text, got ${valueText(key)}`);
    if (result === undefined) throw new TypeError(`journal: the result of '${key}' is undefined`);
    if (keys.has(key)) throw new RangeError(`journal: ${file} has a result of '${key}'`);
    const line = journalLine('journal', `the result of '${key}'`, { key, result });
    keys.add(key);
    const written = this.last.then(() => this.write(key, line));
    this.last = written.catch(() => void keys.delete(key));
    await written;
  };

  readonly close = async ({ remove = false }: { readonly remove?: boolean } = {}): Promise<void> => {
    await this.last;
    try {
      await this.handle.close();
      if (remove) await rm(this.file, { force: true });
    } catch (error) {
      throw fileError('journal', 'write', this.file, error);
    } finally {
      await this.lock.release();
    }
  };

  private async write(key: string, line: string): Promise<void> {
    const { handle, results, file } = this;
    try {
      if (this.isRagged) await this.cutOff();
      this.isRagged = true;
      await handle.appendFile(line);
      await handle.datasync();
      this.isRagged = false;
    } catch (error) {
      // Where this fails too, nothing is written before it succeeds: behind a part of a line, no line could be read again.
      await this.cutOff().catch(() => {});
      throw fileError('journal', 'write', file, error);
    }
    this.size += Buffer.byteLength(line);
    results.set(key, (JSON.parse(line) as { result: Result }).result);
  }

  private async cutOff(): Promise<void> {
    await this.handle.truncate(this.size);
    this.isRagged = false;
  }
}

/** Opens a file to write at its end, after so many bytes of it. */
async function openCutOff(who: string, file: string, size: number): Promise<FileHandle> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'a');
    await handle.truncate(size);
    return handle;
  } catch (error) {
    await handle?.close();
    throw fileError(who, 'write', file, error);
  }
}

/** What stands in the file; undefined where there is none, or none that got further than into its first line. */
async function readJournal(
  who: string,
  file: string,
  firstLine: string,
  create: boolean,
): Promise<JournalText | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readBytes(who, file, largestJournal);
  } catch (error) {
    if (create && (error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
  const whole = Buffer.from(firstLine);
  if (bytes.length < whole.length && whole.subarray(0, bytes.length).equals(bytes)) return undefined;
  const text = parseJournal(who, file, bytes);
  if (text.values.length > 0) return text;
  throw noJournal(who, file);
}

function requireSame(who: string, file: string, header: unknown, firstLine: string): void {
  const { check: _, ...expected } = JSON.parse(firstLine) as Record<string, unknown>;
  const difference = firstDifference(header, expected);
  if (difference === undefined) return;
  throw new DataError(
    `${who}: ${file} is the journal of another study: ${difference}; choose another file, or take this one away`,
    { row: 1 },
  );
}
