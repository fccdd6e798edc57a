/** MNIST: what is in the real files, and what is said about files that are broken. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import { ChecksumError, type ImageDataset, loadDataset, loadDatasets } from '../../datasets/index.ts';
import { mnist } from '../../datasets/mnist.ts';
import { DataError } from '../../src/index.ts';
import golden from '../golden/datasets.json' with { type: 'json' };
import { testWithDatasets } from '../helpers/datasets.ts';
import { rejectionOf } from '../helpers/errors.ts';

const files = mnist.files.map(({ path }) => path);
const names = ['train images', 'train labels', 'test images', 'test labels'] as const;

describe('the real files', () => {
  testWithDatasets('hold what is published, and what Python reads', files, async () => {
    const set = await loadDataset('mnist', { download: false });
    expect(set).toMatchObject({
      name: 'mnist',
      title: 'MNIST',
      task: 'classification',
      generated: false,
      target: 'digit',
    });
    expect(set.classes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const part of ['train', 'test'] as const) {
      const { x, y } = set[part];
      const expected = golden.mnist[part];
      expect(x.data).toBeInstanceOf(Uint8Array);
      expect(x.shape).toEqual([mnist.parts![part], 28, 28, 1]);
      expect(x.scale).toBe(1 / 255);
      const counts = new Array<number>(10).fill(0);
      for (const label of y) counts[label]++;
      expect(counts).toEqual(expected.counts);
      expect([...y.subarray(0, 20)]).toEqual(expected.labels);
      let sum = 0;
      for (const byte of x.data) sum += byte;
      expect(sum / x.data.length).toBeCloseTo(expected.mean, 9);
      expect(createHash('sha256').update(x.data).digest('hex')).toBe(expected.sha256);
    }
    // As the archive's description has them.
    expect(golden.mnist.train.counts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(golden.mnist.test.counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect([golden.mnist.train.mean, golden.mnist.test.mean].map((mean) => mean.toFixed(4))).toEqual([
      '33.3184',
      '33.7912',
    ]);
  });

  testWithDatasets('flat rows are the same bytes', files, async () => {
    const [images, rows] = [await loadDataset('mnist'), await loadDataset('mnist', { flatten: true })];
    expect(rows.train.x.shape).toEqual([60000, 784]);
    expect(rows.test.x.shape).toEqual([10000, 784]);
    expect(Buffer.compare(rows.test.x.data, images.test.x.data)).toBe(0);
  });
});

/** An IDX file of these values, gzipped. */
function idx(shape: readonly number[], values: Uint8Array, type = 0x08): Uint8Array {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, type, shape.length]);
  for (const [i, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * i);
  return gzipSync(Buffer.concat([header, values]));
}

const images = (n: number, height = 28, width = 28): Uint8Array =>
  idx([n, height, width], new Uint8Array(n * height * width).fill(7));
const labels = (n: number): Uint8Array =>
  idx(
    [n],
    Uint8Array.from({ length: n }, (_, i) => i % 10),
  );

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'simdgrad-mnist-'));
});
afterEach(() => rmSync(base, { recursive: true }));

/** Paths of a small set, with one or other file replaced. */
function smallSet(replaced: Partial<Record<(typeof names)[number], Uint8Array>> = {}): string[] {
  const usual = [images(30), labels(30), images(20), labels(20)];
  return names.map((name, i) => {
    const path = join(base, files[i]);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, replaced[name] ?? usual[i]);
    return path;
  });
}

async function loaded(paths: readonly string[], flatten = false): Promise<ImageDataset> {
  return mnist.load(paths, { flatten });
}

describe('files become numbers', () => {
  test('as images and as rows', async () => {
    const { train, test } = await loaded(smallSet());
    expect(train).toEqual({
      x: { data: new Uint8Array(30 * 784).fill(7), shape: [30, 28, 28, 1], scale: 1 / 255 },
      y: train.y,
    });
    expect(test.y).toEqual(Uint8Array.from({ length: 20 }, (_, i) => i % 10));
    expect((await loaded(smallSet(), true)).test.x.shape).toEqual([20, 784]);
  });

  const [trainImages, trainLabels] = files;
  const cut = images(30).subarray(0, 50);
  test.each<[what: string, replaced: Parameters<typeof smallSet>[0], message: string]>([
    [
      'fewer labels than images',
      { 'train labels': labels(29) },
      `mnist: 30 images in FOLDER/${trainImages}, but 29 labels in FOLDER/${trainLabels}; the files do not belong together, or one was changed`,
    ],
    [
      'more labels than images, in the test part',
      { 'test labels': labels(21) },
      'mnist: 20 images in FOLDER/mnist/t10k-images-idx3-ubyte.gz, but 21 labels in FOLDER/mnist/t10k-labels-idx1-ubyte.gz; the files do not belong together, or one was changed',
    ],
    [
      'images of another size',
      { 'train images': images(30, 32, 32) },
      `mnist: expected images [n, 28, 28] in FOLDER/${trainImages}, got [30, 32, 32]`,
    ],
    [
      'labels in the place of images',
      { 'train images': labels(30) },
      `mnist: expected images [n, 28, 28] in FOLDER/${trainImages}, got [30]`,
    ],
    [
      'images in the place of labels',
      { 'train labels': images(30) },
      `mnist: expected labels [n] in FOLDER/${trainLabels}, got [30, 28, 28]`,
    ],
    [
      'a label that is no digit',
      { 'train labels': idx([30], new Uint8Array(30).fill(10, 4)) },
      `mnist: expected labels from 0 to 9 in FOLDER/${trainLabels}, got 10 at row 5`,
    ],
    [
      'numbers that are no bytes',
      { 'train labels': idx([30], new Uint8Array(120), 0x0c) },
      `readIdx: FOLDER/${trainLabels}: expected uint8 values, got int32 [30]`,
    ],
    [
      'gzip cut short',
      { 'train images': cut },
      `readIdx: FOLDER/${trainImages}: the gzip content is cut short; download or copy the file again`,
    ],
    [
      'no items',
      { 'test images': idx([0, 28, 28], new Uint8Array()) },
      'readIdx: FOLDER/mnist/t10k-images-idx3-ubyte.gz: it holds no values: its header says uint8 [0, 28, 28]',
    ],
    [
      'a page of HTML',
      { 'test images': Buffer.from('<html><body>Not Found</body></html>') },
      'readIdx: FOLDER/mnist/t10k-images-idx3-ubyte.gz: expected an IDX file, got a page of HTML, "<html><body>Not Found</body></html>"; a server gave it in place of the file, so download that anew',
    ],
  ])('or not: %s', async (_, replaced, message) => {
    const error = await rejectionOf(loaded(smallSet(replaced)));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message.replaceAll(base, 'FOLDER')).toBe(message);
  });
});

describe('a folder that was tampered with is noticed by check sums, before anything is read:', () => {
  /** The real files in a folder of our own, and that as SIMDGRAD_DATASETS. */
  function environmentOf(paths: readonly string[]): Record<string, string> {
    mkdirSync(join(base, 'mnist'));
    files.forEach((file, i) => void symlinkSync(paths[i], join(base, file)));
    return { SIMDGRAD_DATASETS: base, SIMDGRAD_CACHE: join(base, 'cache') };
  }

  /** Takes the link away and puts something in its place. */
  function replace(file: string, write: (path: string) => void): string {
    const path = join(base, file);
    rmSync(path);
    write(path);
    return path;
  }

  testWithDatasets('untouched, it is loaded', files, async (...paths) => {
    const { test } = await loadDataset('mnist', { environment: environmentOf(paths), download: false });
    expect(test.y).toHaveLength(10000);
  });

  const cases: [what: string, file: number, write: (path: string, real: string) => void][] = [
    ['gzip cut short', 0, (path, real) => [copyFileSync(real, path), truncateSync(path, 5_000_000)]],
    [
      'a bit that has flipped in the check sum',
      2,
      (path, real) => {
        const bytes = readFileSync(real);
        bytes[bytes.length - 8] ^= 1;
        writeFileSync(path, bytes);
      },
    ],
    ['the labels of the other part', 1, (path) => writeFileSync(path, labels(10_000))],
    ['another magic number', 3, (path) => writeFileSync(path, gzipSync('\x01\x02\x03\x04'))],
    ['a page of HTML', 2, (path) => writeFileSync(path, '<!doctype html>')],
    ['an empty file', 1, (path) => writeFileSync(path, '')],
  ];
  for (const [what, i, write] of cases) {
    testWithDatasets(what, files, async (...paths) => {
      const environment = environmentOf(paths);
      const { bytes, sha256 } = mnist.files[i];
      const path = replace(files[i], (place) => void write(place, paths[i]));
      const content = readFileSync(path);
      const actual = createHash('sha256').update(content).digest('hex');
      const error = await rejectionOf(loadDataset('mnist', { environment }));
      expect(error).toBeInstanceOf(ChecksumError);
      expect(error.message).toBe(
        `data set mnist: ${path} is not the published file: SHA-256 is ${actual} (${content.length} bytes), expected ${sha256} (${bytes} bytes); ` +
          'replace it by the file as it was published, or take it away to have that downloaded',
      );
      expect(readFileSync(path).equals(content)).toBe(true);
    });
  }
});

describe('wrong calls', () => {
  test.each<[what: string, call: () => Promise<unknown>, kind: new (...args: never[]) => Error, message: string]>([
    [
      'an option misspelt',
      () => loadDataset('mnist', { flaten: true } as never),
      TypeError,
      "loadDataset: unknown option 'flaten'; did you mean 'flatten'? Known options: download, onProgress, signal, timeout, environment, flatten",
    ],
    [
      'flatten as a word',
      () => loadDataset('mnist', { flatten: 'yes' as never, environment: {} }),
      TypeError,
      'loadDataset: flatten must be true or false, got "yes"',
    ],
    [
      'flatten for a table',
      () => loadDataset('iris', { flatten: true } as never),
      TypeError,
      "unknown option 'flatten'",
    ],
    [
      'as one of several sets',
      () => loadDatasets('mnist'),
      RangeError,
      "loadDatasets: mnist comes divided into train and test; loadDataset('mnist') gives both",
    ],
    ['no options', () => loadDataset('mnist', 5 as never), TypeError, 'loadDataset: options must be an object, got 5'],
  ])('%s', async (_, call, kind, message) => {
    const error = await rejectionOf(call());
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
  });

  test('the type of what is loaded follows from the name', () => {
    expectTypeOf(loadDataset<'mnist'>).returns.resolves.toEqualTypeOf<ImageDataset>();
    expectTypeOf(loadDataset<'mnist'>)
      .parameter(1)
      .toExtend<{ flatten?: boolean; download?: boolean } | undefined>();
  });
});
