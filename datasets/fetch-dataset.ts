import { join } from 'node:path';
import { requireKnownOptions, requirePositive, valueText } from '../src/errors.ts';
import type { DatasetFile } from './dataset.ts';
import { DatasetUnavailableError } from './errors.ts';
import { type DownloadProgress, fetchFiles } from './fetch-files.ts';
import { findFile, requireChecksum } from './find-file.ts';
import { type Environment, type Places, placesOf } from './places.ts';
import { entriesOf } from './registry.ts';

export interface FetchOptions {
  /** false: what is not on this machine is an error. */
  readonly download?: boolean;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte after which an address is given up and the next one tried. */
  readonly timeout?: number;
  /** In place of `process.env`: where the variables SIMDGRAD_… are looked up. */
  readonly environment?: Environment;
}

/**
 * Sees to it that a data set's files are on this machine, and gives their paths: from the data folder, or else the cache,
 * or else downloaded to the cache. All are checked by SHA-256, also those that were there.
 *
 *     const [path] = await fetchDataset('iris');
 *
 * @param name of a data set, or of a group: then the files of each of its sets. A generated set has none.
 * @throws RangeError for a name that there is not. DatasetUnavailableError, ChecksumError or FileError where a file cannot
 *   be had or is another one: their messages say what to do, no file that was there is changed and none is left in part.
 */
export async function fetchDataset(name: string, options: FetchOptions = {}): Promise<string[]> {
  return fetchChecked('fetchDataset', name, options);
}

/** `fetchDataset` for `caller`, whose name is in messages about options; `others` are options that it knows besides. */
export async function fetchChecked(
  caller: string,
  name: string,
  options: FetchOptions,
  others: readonly string[] = [],
): Promise<string[]> {
  const files = entriesOf(name).flatMap((entry) => entry.files);
  const { download = true, onProgress, signal, timeout = 30_000, environment = process.env } = options;
  checkOptions(caller, options, others);
  signal?.throwIfAborted();
  const who = `data set ${name}`;
  const places = placesOf(environment);
  const missing: DatasetFile[] = [];
  for (const file of files) {
    const found = findFile(file, places);
    if (found) await requireChecksum(who, file, found);
    else missing.push(file);
  }
  if (missing.length > 0) {
    if (!download) throw unavailable(who, missing[0], places);
    await fetchFiles(who, missing, places, { onProgress, signal, timeout });
  }
  return files.map((file) => findFile(file, places)!.path);
}

function unavailable(who: string, file: DatasetFile, { cache }: Places): DatasetUnavailableError {
  return new DatasetUnavailableError(who, file, join(cache, file.path), []);
}

/** What `loadDataset` and `fetchDataset` are told, checked before anything is done. */
function checkOptions(caller: string, options: FetchOptions, others: readonly string[]): void {
  requireKnownOptions(caller, options, ['download', 'onProgress', 'signal', 'timeout', 'environment', ...others]);
  const { download, onProgress, signal, timeout } = options;
  if (download !== undefined && typeof download !== 'boolean') {
    throw new TypeError(`${caller}: download must be true or false, got ${valueText(download)}`);
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`${caller}: onProgress must be a function, got ${valueText(onProgress)}`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`${caller}: signal must be an AbortSignal, got ${valueText(signal)}`);
  }
  if (timeout !== undefined) requirePositive(caller, { timeout });
}
