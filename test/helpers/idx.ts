import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * A gzipped IDX file of bytes, as MNIST is kept: 0, 0, 8 (bytes), the number of sizes, the sizes as big-endian words, the
 * values.
 */
export function readIdx(path: string): { data: Uint8Array; shape: number[] } {
  const bytes = gunzipSync(readFileSync(path));
  if (bytes.readUInt16BE(0) !== 0 || bytes[2] !== 8) throw new Error(`${path}: not an IDX file of bytes`);
  const shape = Array.from({ length: bytes[3] }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const data = new Uint8Array(bytes.subarray(4 + 4 * shape.length));
  if (shape.reduce((product, size) => product * size, 1) !== data.length) throw new Error(`${path}: cut short`);
  return { data, shape };
}
