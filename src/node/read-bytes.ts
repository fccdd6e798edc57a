import { open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileError } from '../errors.ts';
import { fileError } from './file-error.ts';

/** As much as one call reads: systems refuse more than 2 GiB at a time. */
const piece = 2 ** 30;

/**
 * The bytes of a file.
 *
 * @param largest a file of more bytes is refused before it is opened.
 * @throws FileError if there is no such file, it is a folder or device, may not be read, or is too large.
 */
export async function readBytes(who: string, path: string | URL, largest: number): Promise<Uint8Array> {
  const file = resolve(path instanceof URL ? fileURLToPath(path) : path);
  try {
    const status = await stat(file);
    if (status.isDirectory()) {
      throw new FileError(`${who}: ${file} is a folder, not a file`, { path: file, code: 'EISDIR' });
    }
    if (!status.isFile()) {
      throw new FileError(`${who}: ${file} is not an ordinary file`, { path: file, code: 'EINVAL' });
    }
    if (status.size > largest) {
      const message = `${who}: ${file} has ${status.size} bytes, but at most ${largest} can be read`;
      throw new FileError(message, { path: file, code: 'EFBIG' });
    }
    const handle = await open(file);
    try {
      const bytes = new Uint8Array(status.size);
      let at = 0;
      while (at < bytes.length) {
        const { bytesRead } = await handle.read(bytes, at, Math.min(piece, bytes.length - at), at);
        if (bytesRead === 0) break; // it has become shorter since
        at += bytesRead;
      }
      return bytes.subarray(0, at);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(who, 'read', file, error);
  }
}
