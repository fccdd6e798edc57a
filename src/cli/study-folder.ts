import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, FileError } from '../errors.ts';
import type { CellRun } from '../experiments/studies/train-cell.ts';
import { type Journal, type JournalOptions, type JournalStudy, openJournal } from '../node/index.ts';
import { createRunFolder } from './run-folder.ts';

/** The folder of a study that is under way, and its journal. */
export interface StudyFolder<Result = CellRun> {
  readonly path: string;
  readonly journal: Journal<Result>;
  /** Closes the journal. @param isDone takes it away, because all that is in it stands in the results. */
  close(isDone: boolean): Promise<void>;
}

const journalName = 'journal.jsonl';

/**
 * The folder that a study is to be written to: the one to resume; or of those below `parent` the last with a journal of this
 * study, which was stopped or killed and that nobody goes on with; or a new one.
 *
 * @param prefix of the names of folders.
 * @throws FileError if it cannot be read or written, or another program is writing to the one to resume; DataError if what is to
 *   be resumed is another study, or for a journal that is damaged.
 */
export async function openStudyFolder<Result = CellRun>(
  who: string,
  parent: string,
  prefix: string,
  study: JournalStudy,
  resume?: string,
): Promise<StudyFolder<Result>> {
  const existing = { create: false };
  if (resume !== undefined) {
    try {
      return await take(resume, study, existing);
    } catch (error) {
      if ((error as FileError).code !== 'ENOENT') throw error;
      const path = join(resume, journalName);
      const why = 'there is no study to go on with, or it is finished';
      throw new FileError(`${who}: no such file: ${path}; ${why}`, { path, code: 'ENOENT' });
    }
  }
  for (const path of await unfinishedIn(parent, prefix)) {
    try {
      return await take(path, study, existing);
    } catch (error) {
      const isOther = error instanceof DataError && error.row === 1;
      // ENOENT: somebody has finished it since the folders were looked through.
      if (!isOther && !['EBUSY', 'ENOENT'].includes((error as FileError).code)) throw error;
    }
  }
  return take(await createRunFolder(parent, prefix), study, { create: true });
}

/** Folders with a journal, the last first. */
async function unfinishedIn(parent: string, prefix: string): Promise<string[]> {
  const entries = await readdir(parent).catch(() => []);
  const own = entries.filter((entry) => entry.startsWith(`${prefix}-`) && /^\d+$/.test(entry.slice(prefix.length + 1)));
  const numbered = own.sort((a, b) => Number(b.slice(prefix.length + 1)) - Number(a.slice(prefix.length + 1)));
  const paths = numbered.map((entry) => join(parent, entry));
  const found = await Promise.all(paths.map((path) => isFile(join(path, journalName))));
  return paths.filter((_, i) => found[i]);
}

async function take<Result>(path: string, study: JournalStudy, options: JournalOptions): Promise<StudyFolder<Result>> {
  const journal = await openJournal<Result>(join(path, journalName), study, options);
  return { path, journal, close: (isDone) => journal.close({ remove: isDone }) };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (about) => about.isFile(),
    () => false,
  );
}
