import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetFile } from './dataset.ts';
import { ChecksumError } from './errors.ts';
import type { Places } from './places.ts';

export interface FoundFile {
  readonly path: string;
  readonly place: 'folder' | 'cache';
}

/** The file in the data folder, or else in the cache. It is not opened. */
export function findFile({ path }: Pick<DatasetFile, 'path'>, { folder, cache }: Places): FoundFile | undefined {
  if (folder !== undefined && isFile(join(folder, path))) return { path: join(folder, path), place: 'folder' };
  return isFile(join(cache, path)) ? { path: join(cache, path), place: 'cache' } : undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Reads the file once, a few milliseconds for each 10 MB, and throws ChecksumError unless it is the one that is meant. */
export async function requireChecksum(who: string, file: DatasetFile, { path, place }: FoundFile): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  const actual = hash.digest('hex');
  if (actual === file.sha256) return;
  const fix =
    file.sources.length === 0
      ? 'delete it to be told how to make it'
      : place === 'cache'
        ? 'delete it to have it downloaded anew'
        : 'replace it by the file as it was published, or take it away to have that downloaded';
  throw new ChecksumError(
    `${who}: ${path} is not the published file: SHA-256 is ${actual} (${bytes} bytes), ` +
      `expected ${file.sha256} (${file.bytes} bytes); ${fix}`,
    { at: path, expected: file.sha256, actual },
  );
}
