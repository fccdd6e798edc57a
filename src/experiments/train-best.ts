import type { RowsLike, ScaledArray } from '../data/rows.ts';
import type { Layer } from '../layers/layer.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { earlyStopping } from '../training/early-stopping.ts';
import type { History } from '../training/history.ts';
import type { LossName } from '../training/loss-function.ts';
import { Sequential } from '../training/sequential.ts';
import { Trainer } from '../training/trainer.ts';

/** Rows of inputs, and what a loss wants of each. */
export interface TargetedRows {
  readonly x: ScaledArray;
  readonly y: RowsLike;
}

export interface TrainBestOptions {
  readonly layers: readonly Layer[];
  readonly optimizer: Optimizer;
  readonly loss: LossName;
  readonly train: TargetedRows;
  readonly validation: TargetedRows;
  /** Chooses the initial weights and the order of batches. */
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly classWeights?: 'balanced';
  /** A factor for each training row, in the loss. */
  readonly sampleWeights?: ArrayLike<number>;
  /** Keeps the weights of the last epoch, and looks at validation rows without choosing by them. */
  readonly keepLast?: boolean;
  /** Ends training after the step under way. */
  readonly signal?: AbortSignal;
  /** Called about every 50 ms and after every epoch, with what is done, from 0 to 1. */
  readonly onProgress?: (progress: { readonly share: number }) => void;
}

export interface TrainedBest {
  /** With the weights of the epoch that is kept. */
  readonly model: Sequential;
  /** From 1: of the lowest validation loss, of equal ones the first; or the last. */
  readonly bestEpoch: number;
  readonly history: History;
  /** Training with the looks at the validation rows. */
  readonly seconds: number;
}

/**
 * Trains a network for all its epochs, and puts back the weights of the one that is best on the validation rows by their loss, without
 * penalty and weights of rows.
 *
 * @returns undefined if the signal came before the last epoch was over.
 * @throws as `Trainer.fit`.
 */
export async function trainBest(options: TrainBestOptions): Promise<TrainedBest | undefined> {
  const { layers, optimizer, loss, train, validation, seed, epochs, batchSize, signal, onProgress } = options;
  const { classWeights, sampleWeights, keepLast = false } = options;
  const model = new Sequential([...layers], { inputShape: train.x.shape.slice(1), seed });
  const trainer = new Trainer(model, { loss, optimizer });
  const best = earlyStopping({ monitor: 'validationLoss', patience: epochs, restoreBest: !keepLast });
  const begin = performance.now();
  const history = await trainer.fit(train.x, train.y, {
    epochs,
    batchSize,
    seed,
    validationData: [validation.x, validation.y],
    classWeights,
    sampleWeights,
    callbacks: [best, { onEpochEnd: (epoch) => onProgress?.({ share: (epoch + 1) / epochs }) }],
    signal,
    onProgress: ({ epoch, step, steps }) => onProgress?.({ share: (epoch - 1 + step / steps!) / epochs }),
  });
  if (history.loss.length < epochs) return undefined;
  const bestEpoch = keepLast ? epochs : best.bestEpoch! + 1;
  return { model, bestEpoch, history, seconds: (performance.now() - begin) / 1000 };
}
