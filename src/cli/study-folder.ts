import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, FileError } from '../errors.ts';
import type { CellRun } from '../experiments/studies/train-cell.ts';
import { type Journal, type JournalStudy, openJournal } from '../node/index.ts';
import { createRunFolder } from './run-folder.ts';

/** The folder of a study that is under way, and its journal. */
export interface StudyFolder<Result = CellRun> {
  readonly path: string;
  readonly journal: Journal<Result>;
  /** Closes the journal. @param isDone takes it away, because all that is in it stands in the results. */
  close(isDone: boolean): Promise<void>;
}

const journalName = 'journal.jsonl';
/** Holds the number of the process that writes to the folder. */
const lockName = 'running';

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
  if (resume !== undefined) {
    const path = join(resume, journalName);
    if (!(await isFile(path))) {
      const why = 'there is no study to go on with, or it is finished';
      throw new FileError(`${who}: no such file: ${path}; ${why}`, { path, code: 'ENOENT' });
    }
    return take(who, resume, study);
  }
  for (const path of await unfinishedIn(parent, prefix)) {
    try {
      return await take(who, path, study);
    } catch (error) {
      const isOther = error instanceof DataError && error.row === 1;
      if (!isOther && (error as FileError).code !== 'EBUSY') throw error;
    }
  }
  return take(who, await createRunFolder(parent, prefix), study);
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

async function take<Result>(who: string, path: string, study: JournalStudy): Promise<StudyFolder<Result>> {
  const lock = join(path, lockName);
  await takeLock(who, lock);
  try {
    const file = join(path, journalName);
    const journal = await openJournal<Result>(file, study);
    return {
      path,
      journal,
      async close(isDone) {
        await journal.close();
        if (isDone) await rm(file, { force: true });
        await rm(lock, { force: true });
      },
    };
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  }
}

/** @throws FileError with the code EBUSY while the process that took it before is alive. */
async function takeLock(who: string, path: string): Promise<void> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return;
  } catch (error) {
    const { code = 'unknown', message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST')
      throw new FileError(`${who}: cannot write ${path}: ${message}`, { path, code, cause: error });
  }
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  if (isAlive(owner)) {
    throw new FileError(`${who}: process ${owner} is writing there; if that is something else, take ${path} away`, {
      path,
      code: 'EBUSY',
    });
  }
  await writeFile(path, String(process.pid));
}

function isAlive(pid: number): boolean {
  if (!(Number.isSafeInteger(pid) && pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (about) => about.isFile(),
    () => false,
  );
}
