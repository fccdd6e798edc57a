import { readFile, stat } from 'node:fs/promises';
import { FileError } from '../errors.ts';
import { parseJson } from '../formats/bounded-json.ts';

/** Bytes. What is longer holds no results of ours, or too many to read. */
const largest = 2 ** 26;

/** What to say where a file cannot be read. */
const reasons: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `no such file: ${path}`,
  EISDIR: (path) => `${path} is a folder; give the results.json in it`,
  EACCES: (path) => `no permission to read ${path}`,
};

/**
 * What stands in a `results.json`, as JSON.parse makes it of text that is not trusted.
 *
 * @throws FileError if it cannot be read; DataError if it is no JSON, too long or too deep.
 */
export async function readResults(who: string, path: string): Promise<unknown> {
  return parseJson(`${who}: ${path}`, 'the file', await readText(who, path), largest);
}

async function readText(who: string, path: string): Promise<string> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (!about.isFile() || about.size > largest) {
      const what = about.isFile()
        ? `has ${about.size} bytes, but at most ${largest} can be read`
        : 'is no ordinary file';
      throw new FileError(`${who}: ${path} ${what}`, { path, code: about.isFile() ? 'EFBIG' : 'EINVAL' });
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof FileError) throw error;
    const { code = 'unknown', message } = error as NodeJS.ErrnoException;
    const reason = Object.hasOwn(reasons, code) ? reasons[code](path) : `${path}: ${message}`;
    throw new FileError(`${who}: ${reason}`, { path, code, cause: error });
  }
}
