import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { FileError } from '../src/index.ts';
import { SourceError, type Written, writeFile } from './write-file.ts';

/**
 * Writes one file of a zip archive to the new file `path`. Only the archive's table of contents and that file are read;
 * yauzl holds sizes and offsets against each other, and no name in the archive becomes a path.
 *
 * @throws SourceError if the archive is damaged, is none, or has no such file; FileError if `path` cannot be written.
 */
export async function extractMember(archive: string, member: string, path: string, limit: number): Promise<Written> {
  let zip: ZipFile | undefined;
  const names: string[] = [];
  try {
    zip = await openPromise(archive);
    for await (const entry of zip.eachEntry()) {
      names.push(entry.fileName);
      if (entry.fileName === member) {
        return await writeFile(path, contentOf(zip, entry), { limit });
      }
    }
  } catch (error) {
    if (error instanceof FileError || error instanceof SourceError) throw error;
    throw new SourceError(`not a zip archive that can be read: ${(error as Error).message}`, { cause: error });
  } finally {
    zip?.close();
  }
  const shown = names.slice(0, 10).join(', ') + (names.length > 10 ? ' …' : '');
  throw new SourceError(`no ${member} in the archive, which holds ${shown || 'nothing'}`);
}

/** Opened when it is first asked for: an error of a stream that nobody listens to yet would end the process. */
async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  yield* await zip.openReadStreamPromise(entry);
}
