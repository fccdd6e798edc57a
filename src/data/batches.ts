import { requireInteger, requireKnownOptions, ShapeError, valueText } from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import { Tensor } from '../tensor/tensor.ts';
import { rowNumbers } from './row-numbers.ts';
import { type RowsLike, toRows } from './rows.ts';

export interface BatchesOptions {
  /** Rows a batch; the last one has what is left. 32 unless set. */
  readonly batchSize?: number;
  /** True unless set. */
  readonly shuffle?: boolean;
  /** 0 unless set. */
  readonly seed?: number;
  /** Each epoch, from 0, has an order of its own. 0 unless set. */
  readonly epoch?: number;
}

/** Some rows and their targets. */
export interface Batch {
  readonly x: Tensor;
  readonly y: Tensor;
  /** Which rows they are. */
  readonly rows: Uint32Array;
}

/**
 * The batches of one epoch, in the order that `fit` uses, so that a loop of one's own can equal it bit for bit.
 *
 *     for (const { x, y } of batches(features, labels, { batchSize: 32, seed: 42, epoch })) { … }
 *
 * The order is part of the contract: the rows 0 … n − 1, shuffled by `new RandomStream(seed, 'batches', epoch)`; it
 * depends on nothing else. Rows are gathered as each batch is taken.
 *
 * @param x rows of inputs: a tensor, nested arrays, or { data, shape, scale }.
 * @param y as many targets.
 * @throws DataError, ShapeError, TypeError for rows that cannot be used, or not as many targets; RangeError, TypeError for
 *   options.
 */
export function* batches(x: RowsLike, y: RowsLike, options: BatchesOptions = {}): Generator<Batch, void> {
  const who = 'batches';
  requireKnownOptions(who, options, ['batchSize', 'shuffle', 'seed', 'epoch']);
  const { batchSize = 32, shuffle = true, seed = 0, epoch = 0 } = options;
  requireInteger(who, { batchSize }, 1);
  const inputs = toRows(`${who}: x`, x);
  const targets = toRows(`${who}: y`, y);
  if (inputs.count !== targets.count) {
    throw new ShapeError(`${who}: x has ${inputs.count} rows and y has ${targets.count}`);
  }
  const order = epochOrder(who, inputs.count, shuffle, seed, epoch);
  for (let start = 0; start < order.length; start += batchSize) {
    const rows = order.slice(start, start + batchSize);
    const count = rows.length;
    const xValues = new Float32Array(count * inputs.size);
    const yValues = new Float32Array(count * targets.size);
    inputs.gather(xValues, rows, 0, count);
    targets.gather(yValues, rows, 0, count);
    yield {
      x: new Tensor([count, ...inputs.shape], xValues),
      y: new Tensor([count, ...targets.shape], yValues),
      rows,
    };
  }
}

/** The rows 0 … count − 1 in the order of an epoch. @throws RangeError, TypeError for a wrong seed, epoch or shuffle. */
export function epochOrder(who: string, count: number, shuffle: boolean, seed: number, epoch: number): Uint32Array {
  if (typeof shuffle !== 'boolean') {
    throw new TypeError(`${who}: shuffle must be true or false, got ${valueText(shuffle)}`);
  }
  requireInteger(who, { seed, epoch });
  const order = rowNumbers(count);
  if (shuffle) new RandomStream(seed, 'batches', epoch).shuffle(order);
  return order;
}
