import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DatasetFile, FileSource } from './dataset.ts';
import { download } from './download.ts';
import { ChecksumError, cacheError, DatasetUnavailableError, type DownloadAttempt, sourceText } from './errors.ts';
import { extractMember } from './extract-member.ts';
import type { Places } from './places.ts';
import { SourceError, type Written } from './write-file.ts';

export interface DownloadProgress {
  /** The file that is wanted, without its folder; what is being downloaded may be the archive that holds it. */
  readonly file: string;
  readonly url: string;
  readonly bytes: number;
  /** 0 where the server does not say. */
  readonly totalBytes: number;
}

export interface FetchFilesOptions {
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
  readonly onProgress: ((progress: DownloadProgress) => void) | undefined;
}

/** Archives hold other files too: this much more than the one that is wanted. */
const archiveMargin = 2 ** 20;

/** Archives by address: where each is, and what became of its download, for good or bad. */
type Archives = Map<string, { readonly path: string; readonly done: Promise<unknown> }>;

/**
 * Downloads files to the cache. Each is streamed to a temporary name beside its own, its SHA-256 worked out on the way,
 * and gets its own name only if that is right. Addresses are tried in order; an archive that several files are in is
 * downloaded once. Temporary files, and folders made for nothing, are removed whatever happens.
 *
 * A cache may be shared: two processes that fetch the same file both write it whole, and one name replaces the other.
 *
 * @throws DatasetUnavailableError if no address gives a file, or there is none, ChecksumError if each gives another one, both with what became
 *   of every address; FileError if the cache cannot be written; the signal's reason once it is aborted.
 */
export async function fetchFiles(
  who: string,
  files: readonly DatasetFile[],
  places: Places,
  options: FetchFilesOptions,
): Promise<string[]> {
  const archives: Archives = new Map();
  const made: { folder: string; first: string }[] = [];
  try {
    const paths: string[] = [];
    for (const file of files) {
      const folder = dirname(join(places.cache, file.path));
      try {
        const first = await mkdir(folder, { recursive: true });
        if (first !== undefined) made.push({ folder, first });
      } catch (error) {
        throw cacheError(folder, error as NodeJS.ErrnoException);
      }
      paths.push(await fetchFile(who, file, places, options, archives));
    }
    return paths;
  } finally {
    for (const { path } of archives.values()) await rm(path, { force: true });
    for (const { folder, first } of made.reverse()) await removeEmpty(folder, first);
  }
}

async function fetchFile(
  who: string,
  file: DatasetFile,
  { cache, mirror }: Places,
  options: FetchFilesOptions,
  archives: Archives,
): Promise<string> {
  const path = join(cache, file.path);
  const temporary = temporaryName(path);
  const sources = mirror === undefined ? file.sources : [{ url: mirror + file.path }, ...file.sources];
  const attempts: DownloadAttempt[] = [];
  const others: Written[] = [];
  try {
    for (const source of sources) {
      try {
        const { bytes, sha256 } = await fetchFrom(source, file, temporary, dirname(path), options, archives);
        if (sha256 === file.sha256) {
          await rename(temporary, path).catch((error) => {
            throw cacheError(path, error);
          });
          return path;
        }
        others.push({ bytes, sha256 });
        attempts.push({
          url: sourceText(source),
          reason: `another file: ${bytes} bytes, SHA-256 ${sha256}`,
        });
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        attempts.push({ url: sourceText(source), reason: error.message });
      }
      await rm(temporary, { force: true });
    }
  } finally {
    await rm(temporary, { force: true });
  }
  const unavailable = new DatasetUnavailableError(who, file, path, attempts);
  if (others.length === 0 || others.length < attempts.length) throw unavailable;
  throw new ChecksumError(unavailable.message, {
    at: attempts[0].url,
    expected: file.sha256,
    actual: others[0].sha256,
  });
}

async function fetchFrom(
  { url, member }: FileSource,
  file: DatasetFile,
  temporary: string,
  folder: string,
  { signal, timeout, onProgress }: FetchFilesOptions,
  archives: Archives,
): Promise<Written> {
  const name = basename(file.path);
  const onBytes = (bytes: number, totalBytes: number) => onProgress?.({ file: name, url, bytes, totalBytes });
  if (member === undefined) return download(url, temporary, { signal, timeout, limit: file.bytes, onBytes });
  let archive = archives.get(url);
  if (archive === undefined) {
    const path = temporaryName(join(folder, 'archive'));
    const done = download(url, path, { signal, timeout, limit: file.bytes + archiveMargin, onBytes });
    archive = { path, done };
    archives.set(url, archive);
  }
  await archive.done;
  return extractMember(archive.path, member, temporary, file.bytes);
}

/** In the same folder, so that renaming stays on one device; another one in each process. */
function temporaryName(path: string): string {
  return `${path}.${randomBytes(6).toString('hex')}.partial`;
}

/** Removes a folder and those above it up to `first`, as far as they are empty. */
async function removeEmpty(folder: string, first: string): Promise<void> {
  for (let at = folder; at.length >= first.length; at = dirname(at)) {
    try {
      await rmdir(at);
    } catch {
      return;
    }
  }
}
