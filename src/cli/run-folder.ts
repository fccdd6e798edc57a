import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileError } from '../errors.ts';

/**
 * A new folder for what one call writes: `parent/NAME-001`, `parent/NAME-002` and so on, the next after those that are there.
 * Two calls at the same time get two folders.
 *
 * @returns its path, below `parent` as that was given.
 * @throws FileError if it cannot be made.
 */
export async function createRunFolder(parent: string, name: string): Promise<string> {
  try {
    await makeFolders(parent);
    const taken = (await readdir(parent)).map((entry) => numberOf(entry, name));
    for (let number = Math.max(0, ...taken) + 1; ; number++) {
      const path = join(parent, `${name}-${String(number).padStart(3, '0')}`);
      try {
        await mkdir(path);
        return path;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  } catch (error) {
    const { code = 'unknown', message } = error as NodeJS.ErrnoException;
    throw new FileError(`cannot make a folder for results in ${parent}: ${message}; --runs names another`, {
      path: parent,
      code,
      cause: error,
    });
  }
}

/**
 * A folder and those it lies in. Node's own way (`recursive`) never comes back, and takes all memory, where a file system
 * that is there refuses new folders with ENOENT, as /proc does.
 */
async function makeFolders(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !(await isFolder(dirname(path)))) {
      await makeFolders(dirname(path));
      await mkdir(path);
    } else if (!(await isFolder(path))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** 12 for `NAME-012`, 0 for anything else. */
function numberOf(entry: string, name: string): number {
  const rest = entry.startsWith(`${name}-`) ? entry.slice(name.length + 1) : '';
  return /^\d{3,9}$/.test(rest) ? Number(rest) : 0;
}
