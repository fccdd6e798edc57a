/** Where the files of a data set are taken from, and that what is taken is checked. */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ChecksumError,
  DatasetUnavailableError,
  datasetPaths,
  type Environment,
  fetchDataset,
  listDatasets,
  loadDataset,
  loadDatasets,
} from '../../datasets/index.ts';
import { iris } from '../../datasets/iris.ts';
import { registry } from '../../datasets/registry.ts';
import { testWithDatasets } from '../helpers/datasets.ts';
import { rejectionOf } from '../helpers/errors.ts';
import { serve } from '../helpers/http-server.ts';

const [file] = iris.files;
let base: string;
let environment: Environment;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'simdgrad-places-'));
  environment = { SIMDGRAD_DATASETS: join(base, 'folder'), SIMDGRAD_CACHE: join(base, 'cache') };
});
afterEach(() => rmSync(base, { recursive: true }));

const inFolder = (): string => join(base, 'folder', file.path);
const inCache = (): string => join(base, 'cache', 'datasets', file.path);

/** Puts text, or the file at `from`, where the data set is looked for. */
function put(path: string, text: string, from?: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (from === undefined) writeFileSync(path, text);
  else copyFileSync(from, path);
}

const placeOfIris = () => listDatasets({ environment }).find(({ name }) => name === 'iris')!;

describe('files are found', () => {
  test('in the data folder before the cache, and nowhere', async () => {
    expect(datasetPaths('iris', { environment })).toBeUndefined();
    expect(placeOfIris()).toMatchObject({ place: 'missing', files: [{ path: file.path, found: undefined }] });
    put(inCache(), 'anything');
    expect(datasetPaths('iris', { environment })).toEqual([inCache()]);
    expect(placeOfIris()).toMatchObject({ place: 'cache', files: [{ path: file.path, found: inCache() }] });
    put(inFolder(), 'anything');
    expect(datasetPaths('iris', { environment })).toEqual([inFolder()]);
    expect(placeOfIris().place).toBe('folder');
  });

  test('a folder of that name is not one', () => {
    mkdirSync(inCache(), { recursive: true });
    expect(datasetPaths('iris', { environment })).toBeUndefined();
  });

  test('generated sets have none', async () => {
    expect(datasetPaths('spirals', { environment })).toEqual([]);
    expect(await fetchDataset('spirals', { environment })).toEqual([]);
  });

  testWithDatasets('and are taken if they are the right ones', [file.path], async (path) => {
    for (const there of [inCache(), inFolder()]) {
      put(there, '', path);
      expect(await fetchDataset('iris', { environment, download: false })).toEqual([there]);
      expect((await loadDataset('iris', { environment, download: false })).y).toHaveLength(150);
    }
  });
});

describe('what is there is checked', () => {
  test.each<[string, () => string, RegExp]>([
    ['data folder', inFolder, /replace it by the file as it was published, or take it away/],
    ['cache', inCache, /delete it to have it downloaded anew/],
  ])('another file in the %s is an error and stays', async (_, where, fix) => {
    put(where(), 'not the irises');
    for (const call of [fetchDataset, loadDatasets, loadDataset]) {
      const error = (await rejectionOf(call('iris', { environment }))) as ChecksumError;
      expect(error).toBeInstanceOf(ChecksumError);
      expect(error).toMatchObject({ at: where(), expected: file.sha256 });
      expect(error.actual).toMatch(/^[0-9a-f]{64}$/);
      expect(error.message).toMatch(fix);
      for (const part of [where(), error.actual, '14 bytes', file.sha256, '4551 bytes']) {
        expect(error.message).toContain(part);
      }
    }
    expect(readFileSync(where(), 'utf8')).toBe('not the irises');
  });

  test('the right one in the cache does not excuse a wrong one in the folder', async () => {
    put(inFolder(), 'x');
    put(inCache(), 'y');
    expect(await rejectionOf(fetchDataset('iris', { environment }))).toMatchObject({ at: inFolder() });
  });
});

test('what is not there and may not be downloaded is an error that says where to get it', async () => {
  const error = (await rejectionOf(loadDataset('iris', { environment, download: false }))) as DatasetUnavailableError;
  expect(error).toBeInstanceOf(DatasetUnavailableError);
  expect(error).toMatchObject({ path: inCache(), sha256: file.sha256, attempts: [] });
  for (const { url } of file.sources) expect(error.message).toContain(url);
  expect(error.message).toContain(inCache());
  expect(readdirSync(base)).toEqual([]);
});

test('what no address has is an error that says how to make it, and where to put it', async () => {
  const [concrete] = registry['concrete-strength'].files;
  for (const download of [true, false]) {
    const error = (await rejectionOf(
      loadDataset('concrete-strength', { environment, download }),
    )) as DatasetUnavailableError;
    expect(error).toBeInstanceOf(DatasetUnavailableError);
    expect(error.message).toBe(
      `data set concrete-strength: concrete-strength/concrete.csv is not on this machine\n${concrete.origin}\n` +
        `Put it at\n  ${error.path}\nor at concrete-strength/concrete.csv in the folder that SIMDGRAD_DATASETS names.\n` +
        `Expected are 50034 bytes of SHA-256\n  ${concrete.sha256}`,
    );
  }
  put(join(base, 'folder', concrete.path), 'x');
  const wrong = await rejectionOf(loadDataset('concrete-strength', { environment }));
  expect(wrong.message).toMatch(/concrete\.csv is not the published file: .*; delete it to be told how to make it$/);
});

testWithDatasets('a mirror of one’s own serves what is missing', [file.path], async (path) => {
  const server = await serve({ '/data/iris/iris.data': readFileSync(path) });
  try {
    const mirrored = { ...environment, SIMDGRAD_MIRROR: `${server.url}data` };
    const files: string[] = [];
    const onProgress = (progress: { file: string }) => files.push(progress.file);
    expect(await fetchDataset('iris', { environment: mirrored, onProgress })).toEqual([inCache()]);
    expect(new Set(files)).toEqual(new Set(['iris.data']));
    expect((await loadDataset('iris', { environment: mirrored })).classes).toHaveLength(3);
    expect(server.requests).toEqual(['/data/iris/iris.data']);
  } finally {
    await server.close();
  }
});
