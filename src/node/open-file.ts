import { type FileHandle, open, stat } from 'node:fs/promises';
import { FileError } from '../errors.ts';
import { fileError } from './file-error.ts';

/** A file that is open to be read. Whoever opened it closes `handle`. */
export interface OpenFile {
  readonly handle: FileHandle;
  /** In bytes. */
  readonly size: number;
}

/**
 * Opens an ordinary file to be read; `file` is its whole path.
 *
 * @throws FileError if there is no such file, it is a folder, a device or a pipe, or may not be read.
 */
export async function openFile(who: string, file: string): Promise<OpenFile> {
  try {
    // Looked at before it is opened: a pipe that nobody writes to would be waited for.
    const status = await stat(file);
    if (status.isDirectory()) {
      throw new FileError(`${who}: ${file} is a folder, not a file`, { path: file, code: 'EISDIR' });
    }
    if (!status.isFile()) {
      throw new FileError(`${who}: ${file} is not an ordinary file`, { path: file, code: 'EINVAL' });
    }
    return { handle: await open(file), size: status.size };
  } catch (error) {
    throw fileError(who, 'read', file, error);
  }
}
