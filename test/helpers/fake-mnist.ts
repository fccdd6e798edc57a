/** A small set of generated digits in the files of MNIST, for tests of what reads MNIST by name. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { DatasetFile } from '../../datasets/dataset.ts';
import { dividedDigits } from './divided-digits.ts';

const { train, test } = dividedDigits({ train: 240, test: 60 });

/** A gzipped IDX file of bytes: 0, 0, 8 (bytes), the number of sizes, the sizes as big-endian words, the values. */
function idx(shape: readonly number[], data: Uint8Array): Uint8Array {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, 8, shape.length]);
  shape.forEach((size, i) => {
    head.writeUInt32BE(size, 4 + 4 * i);
  });
  return gzipSync(Buffer.concat([head, data]));
}

const contents = [train, test].flatMap(({ x, y }) => [
  idx(x.shape.slice(0, 3), x.data),
  idx([y.length], Uint8Array.from(y)),
]);
const names = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
];

/** What the description of MNIST has to have for them. */
export const fakeMnistFiles: readonly DatasetFile[] = names.map((name, i) => ({
  path: `mnist/${name}.gz`,
  bytes: contents[i].length,
  sha256: createHash('sha256').update(contents[i]).digest('hex'),
  sources: [],
}));

/** Puts them into a data folder. */
export function writeFakeMnist(folder: string): void {
  fakeMnistFiles.forEach(({ path }, i) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents[i]);
  });
}
