/**
 * Real data sets for tests, from the folder that SIMDGRAD_DATASETS names or from the cache; nothing is downloaded. Tests
 * whose files are in neither are skipped, by name. With SIMDGRAD_REQUIRE containing 'datasets', as in continuous
 * integration, they fail instead.
 */
import { test } from 'vitest';
import { findFile } from '../../datasets/find-file.ts';
import { placesOf } from '../../datasets/places.ts';

const places = placesOf(process.env);
const required = /\bdatasets\b/.test(process.env.SIMDGRAD_REQUIRE ?? '');

/** The full path of a data set's file, such as 'iris/iris.data'; undefined if it is not there. */
export function datasetPath(file: string): string | undefined {
  return findFile({ path: file }, places)?.path;
}

/** A test that gets the path of each file in `files`, and is skipped or fails, saying why, if one is missing. */
export function testWithDatasets(
  name: string,
  files: readonly string[],
  run: (...paths: string[]) => void | Promise<void>,
) {
  const paths = files.map(datasetPath);
  const missing = files.filter((_, i) => paths[i] === undefined);
  if (missing.length === 0) return test(name, () => run(...(paths as string[])));
  const why = `neither in SIMDGRAD_DATASETS (${places.folder ?? 'not set'}) nor in the cache (${places.cache})`;
  if (!required) return test.skip(`${name} [needs ${missing.join(', ')}, ${why}]`, () => {});
  return test(name, () => {
    throw new Error(`SIMDGRAD_REQUIRE asks for data sets, but ${missing.join(', ')} is ${why}`);
  });
}
