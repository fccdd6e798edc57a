/**
 * Real data sets for tests. SIMDGRAD_DATASETS names the folder that holds them; without it, tests that need one are
 * skipped, by name. With SIMDGRAD_REQUIRE containing 'datasets', as in continuous integration, they fail instead.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';

const folder = process.env.SIMDGRAD_DATASETS || undefined;
const required = /\bdatasets\b/.test(process.env.SIMDGRAD_REQUIRE ?? '');

/** The full path of a data set's file, such as 'iris/iris.data'; undefined if it is not there. */
export function datasetPath(file: string): string | undefined {
  const path = folder && join(folder, file);
  return path && existsSync(path) ? path : undefined;
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
  const why = folder ? `${missing.join(', ')} not in SIMDGRAD_DATASETS (${folder})` : 'SIMDGRAD_DATASETS is not set';
  if (!required) return test.skip(`${name} [needs ${files.join(', ')}: ${why}]`, () => {});
  return test(name, () => {
    throw new Error(`needs ${files.join(', ')}, and SIMDGRAD_REQUIRE asks for data sets: ${why}`);
  });
}
