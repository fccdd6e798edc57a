import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileError } from '../errors.ts';
import { fileError } from './file-error.ts';
import { openFile } from './open-file.ts';

/** As much as one call reads: systems refuse more than 2 GiB at a time. */
const piece = 2 ** 30;

/**
 * The bytes of a file.
 *
 * @param largest a file of more bytes is refused before any is read.
 * @throws FileError if there is no such file, it is a folder or device, may not be read, or is too large.
 */
export async function readBytes(who: string, path: string | URL, largest: number): Promise<Uint8Array> {
  const file = resolve(path instanceof URL ? fileURLToPath(path) : path);
  const { handle, size } = await openFile(who, file);
  try {
    if (size > largest) {
      const message = `${who}: ${file} has ${size} bytes, but at most ${largest} can be read`;
      throw new FileError(message, { path: file, code: 'EFBIG' });
    }
    const bytes = new Uint8Array(size);
    let at = 0;
    while (at < bytes.length) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(piece, bytes.length - at), at);
      if (bytesRead === 0) break; // it has become shorter since
      at += bytesRead;
    }
    return bytes.subarray(0, at);
  } catch (error) {
    throw fileError(who, 'read', file, error);
  } finally {
    await handle.close();
  }
}
