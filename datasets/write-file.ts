import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { cacheError } from './errors.ts';

/** Why an address did not give what it should; the next one is tried. */
export class SourceError extends Error {}

export interface Written {
  readonly bytes: number;
  readonly sha256: string;
}

export interface WriteOptions {
  /** More bytes than this are a SourceError: whatever it is that comes, it is not the file. */
  readonly limit: number;
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Writes what comes to a new file, and gives its size and SHA-256. On any error the file may be there in part: whoever
 * named it removes it.
 *
 * @throws FileError if the file cannot be written; what `chunks` throws as it is.
 */
export async function writeFile(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  { limit, onBytes }: WriteOptions,
): Promise<Written> {
  const storing = async <T>(action: Promise<T>): Promise<T> => {
    try {
      return await action;
    } catch (error) {
      throw cacheError(path, error as NodeJS.ErrnoException);
    }
  };
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await storing(open(path, 'wx'));
  let closed = false;
  try {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > limit) throw new SourceError(`more than the ${limit} bytes expected`);
      hash.update(chunk);
      await storing(file.writeFile(chunk)); // goes on where the last one ended
      onBytes?.(bytes);
    }
    closed = true;
    await storing(file.close()); // may be the first to hear that there was no room
  } finally {
    if (!closed) await file.close().catch(() => {});
  }
  return { bytes, sha256: hash.digest('hex') };
}
