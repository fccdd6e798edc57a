import type { FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DataError } from '../errors.ts';

/** Bytes of a piece: large enough that calls do not count, small enough that a few of them do not either. */
const pieceBytes = 65_536;

/** The content of a file from its beginning, in pieces of at most 64 KiB. */
export async function* filePieces(handle: FileHandle): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/**
 * What a gzip file holds, from its beginning, in pieces of at most 64 KiB. Leaving the loop stops reading.
 *
 * @param who the caller and the file, for messages.
 * @throws DataError for a file that is cut short, damaged (its check sums are compared, at the end), or followed by something
 *   else.
 */
export async function* gunzippedPieces(who: string, handle: FileHandle): AsyncGenerator<Uint8Array, void> {
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  pipeline(Readable.from(filePieces(handle), { objectMode: false }), gunzip, () => {}); // errors come out of gunzip
  try {
    for await (const piece of gunzip) yield piece;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_')) throw error;
    const what =
      code === 'Z_BUF_ERROR' ? 'the gzip content is cut short' : `the gzip content is damaged: ${message} (${code})`;
    throw new DataError(`${who}: ${what}; download or copy the file again`, { cause: error });
  }
}
