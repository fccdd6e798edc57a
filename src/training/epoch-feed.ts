/** The batches of an epoch as a trainer steps through them: from rows at hand, or from batches that come one by one. */
import { epochOrder } from '../data/batches.ts';
import { type Rows, type RowsLike, toRows } from '../data/rows.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { type BatchSource, batchesOf } from './batch-source.ts';
import type { StepBatch } from './step-runner.ts';

export interface EpochFeed {
  /** Rows and steps of an epoch; undefined where that is not known before. */
  readonly rows: number | undefined;
  readonly steps: number | undefined;
  /** The tensors of a batch are valid until the next is asked for. */
  batches(epoch: number): Iterator<StepBatch> | AsyncIterator<StepBatch>;
}

/** Rows at hand, gathered into the same tensors for every batch of a size. */
export class RowsFeed implements EpochFeed {
  readonly rows: number;
  readonly steps: number;
  private readonly x: Rows;
  private readonly y: Rows;
  private readonly weights: Float32Array | undefined;
  private readonly targetShape: Shape;
  private readonly train: Uint32Array | undefined;
  private readonly options: { readonly batchSize: number; readonly shuffle: boolean; readonly seed: number };
  private readonly tensors = new Map<number, StepBatch>();

  /** @param train the rows to train on, all where it is undefined. */
  constructor(
    x: Rows,
    y: Rows,
    targetShape: Shape,
    weights: Float32Array | undefined,
    train: Uint32Array | undefined,
    options: { readonly batchSize: number; readonly shuffle: boolean; readonly seed: number },
  ) {
    this.x = x;
    this.y = y;
    this.targetShape = targetShape;
    this.weights = weights;
    this.train = train;
    this.options = options;
    this.rows = train ? train.length : x.count;
    this.steps = Math.ceil(this.rows / options.batchSize);
  }

  *batches(epoch: number): Generator<StepBatch, void> {
    const { batchSize, shuffle, seed } = this.options;
    const { train, weights } = this;
    const order = epochOrder('fit', this.rows, shuffle, seed, epoch);
    if (train) for (let i = 0; i < order.length; i++) order[i] = train[order[i]];
    for (let from = 0; from < order.length; from += batchSize) {
      const count = Math.min(batchSize, order.length - from);
      const batch = this.tensorsFor(count);
      this.x.gather(batch[0].values!, order, from, count);
      this.y.gather(batch[1].values!, order, from, count);
      if (weights) for (let i = 0; i < count; i++) batch[2]!.values![i] = weights[order[from + i]];
      yield batch;
    }
  }

  private tensorsFor(count: number): StepBatch {
    let batch = this.tensors.get(count);
    if (!batch) {
      const make = (shape: Shape): Tensor => new Tensor([count, ...shape], new Float32Array(count * sizeOf(shape)));
      batch = [make(this.x.shape), make(this.targetShape), ...(this.weights ? [make([])] : [])] as unknown as StepBatch;
      this.tensors.set(count, batch);
    }
    return batch;
  }
}

/** Batches of people's own. */
export class SourceFeed implements EpochFeed {
  readonly rows = undefined;
  /** Of the epoch before. */
  steps: number | undefined;
  private readonly who: string;
  private readonly source: BatchSource;
  private readonly targetShapeOf: (x: Rows, y: Rows) => Shape;

  /** @param targetShapeOf checks a batch and gives the shape of its targets' rows as the loss wants it. */
  constructor(who: string, source: BatchSource, targetShapeOf: (x: Rows, y: Rows) => Shape) {
    this.who = who;
    this.source = source;
    this.targetShapeOf = targetShapeOf;
  }

  async *batches(epoch: number): AsyncGenerator<StepBatch, void> {
    let steps = 0;
    for await (const batch of batchesOf(this.who, this.source, epoch)) {
      const what = `${this.who}: batch ${++steps}`;
      const x = toRows(`${what}: x`, batch.x);
      const y = toRows(`${what}: y`, batch.y);
      const targetShape = this.targetShapeOf(x, y);
      const parts = [asTensor(x, x.shape), asTensor(y, targetShape)];
      if (batch.weights !== undefined) parts.push(weightsTensor(`${what}: weights`, batch.weights));
      yield parts as unknown as StepBatch;
    }
    this.steps = steps;
  }
}

function asTensor(rows: Rows, shape: Shape): Tensor {
  return new Tensor([rows.count, ...shape], Float32Array.from(rows.slice(0, rows.count)));
}

function weightsTensor(who: string, weights: RowsLike): Tensor {
  const rows = toRows(who, weights);
  return asTensor(rows, rows.shape);
}
