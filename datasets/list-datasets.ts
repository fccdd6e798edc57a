import type { DatasetDescription, DatasetFile } from './dataset.ts';
import { findFile } from './find-file.ts';
import { type Environment, type Places, placesOf } from './places.ts';
import { type DatasetEntry, datasetNames, entriesOf, registry } from './registry.ts';

/** Where a data set is: 'missing' if not all of its files are on this machine, 'folder' only if all are in the folder. */
export type DatasetPlace = 'folder' | 'cache' | 'missing' | 'generated';

export interface ListedFile extends DatasetFile {
  /** Where it is on this machine. */
  readonly found: string | undefined;
}

export interface ListedDataset extends DatasetDescription {
  readonly place: DatasetPlace;
  readonly files: readonly ListedFile[];
}

export interface ListOptions {
  /** In place of `process.env`. */
  readonly environment?: Environment;
}

/** Every data set with what is known of it and where it is. Files are looked for, not opened. */
export function listDatasets({ environment = process.env }: ListOptions = {}): ListedDataset[] {
  const places = placesOf(environment);
  return datasetNames.map((name) => {
    const description = descriptionOf(registry[name]);
    const files = description.files.map((file) => ({ ...file, found: findFile(file, places)?.path }));
    return { ...description, files, place: placeOf(description.files, places) };
  });
}

function descriptionOf(entry: DatasetEntry): DatasetDescription {
  if (entry.generated) {
    const { generate, ...description } = entry;
    return description;
  }
  const { load, switches, ...description } = entry;
  return description;
}

function placeOf(files: readonly DatasetFile[], places: Places): DatasetPlace {
  if (files.length === 0) return 'generated';
  const found = files.map((file) => findFile(file, places)?.place);
  if (found.includes(undefined)) return 'missing';
  return found.includes('cache') ? 'cache' : 'folder';
}

/**
 * The paths of a data set's files on this machine, or undefined if one is missing; of a group, those of all its sets.
 * Nothing is downloaded, and nothing opened: `fetchDataset` checks what is there.
 */
export function datasetPaths(name: string, { environment = process.env }: ListOptions = {}): string[] | undefined {
  const places = placesOf(environment);
  const files = entriesOf(name).flatMap((entry) => entry.files);
  const paths = files.map((file) => findFile(file, places)?.path);
  return paths.includes(undefined) ? undefined : (paths as string[]);
}
