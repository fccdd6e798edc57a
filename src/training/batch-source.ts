/** Batches that come one by one, for data larger than memory. */

import type { RowsLike } from '../data/rows.ts';
import { DataError, ShapeError, valueText } from '../errors.ts';
import { Tensor } from '../tensor/tensor.ts';

/** A batch as people yield it; `weights` has one factor a row. */
export interface BatchLike {
  readonly x: RowsLike;
  readonly y: RowsLike;
  readonly weights?: RowsLike;
}

/** Batches of one epoch. */
export type BatchIterable = Iterable<BatchLike> | AsyncIterable<BatchLike>;

/** Batches to iterate over anew in each epoch, or a function that gives those of an epoch (from 0). */
export type BatchSource = BatchIterable | ((epoch: number) => BatchIterable);

/** Whether it is batches rather than rows. */
export function isBatchSource(x: unknown): x is BatchSource {
  if (typeof x === 'function') return true;
  if (typeof x !== 'object' || x === null || x instanceof Tensor || ArrayBuffer.isView(x)) return false;
  if (Array.isArray(x)) return typeof x[0] === 'object' && x[0] !== null && 'x' in x[0] && 'y' in x[0];
  return Symbol.asyncIterator in x || Symbol.iterator in x;
}

/**
 * The batches of one epoch, in their order.
 *
 * @throws DataError if there are none: an iterator that can be walked only once is used up after the first epoch.
 */
export async function* batchesOf(who: string, source: BatchSource, epoch: number): AsyncGenerator<BatchLike, void> {
  const iterable: unknown = typeof source === 'function' ? source(epoch) : source;
  if (
    typeof iterable !== 'object' ||
    iterable === null ||
    !(Symbol.asyncIterator in iterable || Symbol.iterator in iterable)
  ) {
    throw new TypeError(`${who}: the function must return an iterable of batches { x, y }, got ${valueText(iterable)}`);
  }
  let count = 0;
  for await (const batch of iterable as BatchIterable) {
    count++;
    if (typeof batch !== 'object' || batch === null || !('x' in batch) || !('y' in batch)) {
      throw new ShapeError(`${who}: batch ${count} must be { x, y }, got ${valueText(batch)}`);
    }
    yield batch;
  }
  if (count > 0) return;
  const hint = epoch > 0 ? '; an iterator is used up after one epoch: pass a function that returns a new one' : '';
  throw new DataError(`${who}: no batches in epoch ${epoch + 1}${hint}`);
}
