/** The batches of an epoch as a trainer steps through them: from rows at hand, or from batches that come one by one. */
import { epochOrder } from '../data/batches.ts';
import type { ResidentRows } from '../data/resident-rows.ts';
import { type Rows, toRows } from '../data/rows.ts';
import type { Shape } from '../tensor/shape.ts';
import { type BatchSource, batchesOf } from './batch-source.ts';
import { GatheredBatch, type StepBatch, TensorBatch } from './step-batch.ts';

export interface EpochFeed {
  /** Rows and steps of an epoch; undefined where that is not known before. */
  readonly rows: number | undefined;
  readonly steps: number | undefined;
  /** A batch is valid until the next is asked for. */
  batches(epoch: number): Iterator<StepBatch, undefined> | AsyncIterator<StepBatch, void>;
  /** Gives back the room it took for copies. It must not be used again. */
  release?(): void;
}

/** Rows at hand. */
export class RowsFeed implements EpochFeed {
  readonly rows: number;
  readonly steps: number;
  private readonly x: Rows;
  private readonly resident: ResidentRows | undefined;
  private readonly y: Rows;
  private readonly weights: Float32Array | undefined;
  private readonly targetShape: Shape;
  private readonly train: Uint32Array | undefined;
  private readonly options: { readonly batchSize: number; readonly shuffle: boolean; readonly seed: number };
  private readonly gathered = new Map<number, GatheredBatch>();

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
    this.resident = x.resident();
    this.y = y;
    this.targetShape = targetShape;
    this.weights = weights;
    this.train = train;
    this.options = options;
    this.rows = train ? train.length : x.count;
    this.steps = Math.ceil(this.rows / options.batchSize);
  }

  /** One result object serves all calls of `next`: a step of 30 µs notices what a generator costs. */
  batches(epoch: number): Iterator<StepBatch, undefined> {
    const { batchSize, shuffle, seed } = this.options;
    const { train } = this;
    const order = epochOrder('fit', this.rows, shuffle, seed, epoch);
    if (train) for (let i = 0; i < order.length; i++) order[i] = train[order[i]];
    this.resident?.refresh(); // a callback may have changed the data since the last epoch
    let from = 0;
    const result = { done: false, value: this.batchOf(Math.min(batchSize, order.length)) };
    const next = (): IteratorResult<StepBatch, undefined> => {
      const left = order.length - from;
      if (left <= 0) return { done: true, value: undefined };
      if (left < batchSize) result.value = this.batchOf(left);
      result.value.at(order, from);
      from += batchSize;
      return result as IteratorYieldResult<StepBatch>;
    };
    return { next };
  }

  release(): void {
    this.resident?.release();
  }

  private batchOf(rows: number): GatheredBatch {
    let batch = this.gathered.get(rows);
    if (!batch) {
      batch = new GatheredBatch(rows, this.x, this.resident, this.y, this.targetShape, this.weights);
      this.gathered.set(rows, batch);
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
  private readonly targetShapeOf: (what: string, x: Rows, y: Rows) => Shape;

  /** @param targetShapeOf checks a batch, which messages call `what`, and gives the shape of its targets' rows as the loss wants it. */
  constructor(who: string, source: BatchSource, targetShapeOf: (what: string, x: Rows, y: Rows) => Shape) {
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
      const targetShape = this.targetShapeOf(what, x, y);
      const weights = batch.weights === undefined ? undefined : toRows(`${what}: weights`, batch.weights);
      const factors = weights?.toTensor();
      yield new TensorBatch(x.toTensor(), y.toTensor(targetShape), factors);
    }
    this.steps = steps;
  }
}
