import type { RowsLike, ScaledArray } from '../data/rows.ts';
import type { Callback } from '../training/callback.ts';
import type { History } from '../training/history.ts';
import { Sequential } from '../training/sequential.ts';
import { Trainer } from '../training/trainer.ts';
import type { NetworkDesign } from './network-design.ts';

/** Rows of inputs and the class of each. */
export interface LabelledRows {
  readonly x: ScaledArray;
  readonly y: ArrayLike<number>;
}

export interface FitDesignOptions {
  /** Chooses the initial weights, the order of batches and the dropout masks. */
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Looked at after every epoch. */
  readonly validation?: LabelledRows;
  readonly callbacks?: readonly Callback[];
  /** Ends training after the step under way. */
  readonly signal?: AbortSignal;
  /** Called about every 50 ms and after every epoch. */
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/** How far one network is. */
export interface TrainingProgress {
  /** Epochs done, with the part of the one under way: 2.5. */
  readonly epochsDone: number;
  /** In all. */
  readonly epochs: number;
  /** Mean loss of the training rows in the epoch under way, so far. */
  readonly loss: number;
  /** Of the last epoch that is done; undefined before, and without validation. */
  readonly validationAccuracy: number | undefined;
}

export interface FittedDesign {
  readonly model: Sequential;
  readonly history: History;
  /** Training with the looks at the validation rows. */
  readonly seconds: number;
}

/**
 * Makes a network and trains it on rows of known classes, by cross-entropy: what every comparison of networks does for each
 * of its runs. With the metric accuracy.
 *
 * @param classes how many there are.
 * @throws as `Trainer.fit`.
 */
export async function fitDesign(
  design: Pick<NetworkDesign, 'layers' | 'optimizer'>,
  classes: number,
  { x, y }: LabelledRows,
  { seed, epochs, batchSize, validation, callbacks = [], signal, onProgress }: FitDesignOptions,
): Promise<FittedDesign> {
  const model = new Sequential(design.layers(classes), { inputShape: x.shape.slice(1), seed });
  const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: design.optimizer(), metrics: ['accuracy'] });
  let validationAccuracy: number | undefined;
  const report: Callback = {
    onEpochEnd(epoch, figures) {
      validationAccuracy = figures.validationAccuracy;
      onProgress?.({ epochsDone: epoch + 1, epochs, loss: figures.loss, validationAccuracy });
    },
  };
  const begin = performance.now();
  const history = await trainer.fit(x, y, {
    epochs,
    batchSize,
    seed,
    validationData: validation && [validation.x, validation.y as RowsLike],
    callbacks: [...callbacks, report],
    signal,
    onProgress: ({ epoch, step, steps, loss }) =>
      onProgress?.({ epochsDone: epoch - 1 + step / steps!, epochs, loss, validationAccuracy }),
  });
  return { model, history, seconds: (performance.now() - begin) / 1000 };
}
