import { FileError } from '../src/index.ts';
import type { DatasetFile, FileSource } from './dataset.ts';

/** Anything that keeps a data set from being there. The message says what to do. */
export class DatasetError extends Error {
  override readonly name: string = 'DatasetError';
}

/** What became of one address. */
export interface DownloadAttempt {
  readonly url: string;
  readonly reason: string;
}

/** A file that is not on this machine, and that no address gave, or that was not to be downloaded. */
export class DatasetUnavailableError extends DatasetError {
  override readonly name = 'DatasetUnavailableError';
  /** Where it is to be put. */
  readonly path: string;
  readonly sha256: string;
  readonly attempts: readonly DownloadAttempt[];

  constructor(who: string, file: DatasetFile, path: string, attempts: readonly DownloadAttempt[]) {
    const published = file.sources.map((source) => `\n  ${sourceText(source)}`).join('');
    const parts = [
      `${who}: ${file.path} is not on this machine`,
      ...(attempts.length > 0
        ? [`No address gives it:${attempts.map(({ url, reason }) => `\n  ${url}\n    ${reason}`).join('')}`]
        : published === ''
          ? []
          : [`It is published at:${published}`]),
      ...(file.origin === undefined ? [] : [file.origin]),
      toDo(file, path),
    ];
    super(parts.join('\n'));
    this.path = path;
    this.sha256 = file.sha256;
    this.attempts = attempts;
  }
}

/** Bytes that are not those of the data set. What was downloaded is thrown away, a file on this machine stays as it is. */
export class ChecksumError extends DatasetError {
  override readonly name = 'ChecksumError';
  readonly expected: string;
  readonly actual: string;
  /** The file, or the address it came from. */
  readonly at: string;

  constructor(message: string, { at, expected, actual }: { at: string; expected: string; actual: string }) {
    super(message);
    this.at = at;
    this.expected = expected;
    this.actual = actual;
  }
}

/** What to say when the cache cannot be written: no room, no permission. Nothing is left of what was being written. */
export function cacheError(path: string, error: Error & { readonly code?: string }): FileError {
  const { code = 'unknown', message } = error;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  const why = full ? `no room left on the disk (${code})` : message;
  return new FileError(
    `cannot write ${path}: ${why}; ${full ? 'free some, or ' : ''}let SIMDGRAD_CACHE name another folder`,
    { path, code, cause: error },
  );
}

/** An address, and what to take out of the archive it gives. */
export function sourceText({ url, member }: FileSource): string {
  return member === undefined ? url : `${url} (${member} in it)`;
}

/** Lines that fit a narrow terminal, with what is to be copied on lines of its own. */
function toDo({ path, bytes, sha256, sources }: DatasetFile, place: string): string {
  return `${sources.length > 0 ? 'To have it without a network, put it' : 'Put it'} at
  ${place}
or at ${path} in the folder that SIMDGRAD_DATASETS names.
Expected are ${bytes} bytes of SHA-256
  ${sha256}`;
}
