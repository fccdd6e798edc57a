/** Feeds a callback the figures of a training run that never happened. */
import {
  type Callback,
  type EpochFigures,
  type Model,
  type Optimizer,
  Sgd,
  type TrainingRun,
} from '../../src/index.ts';

export interface FakeRun {
  /** Epochs, from 0, after which the callback asked to stop; training goes no further. */
  readonly stopped: { readonly epoch: number; readonly reason: string } | undefined;
  /** The learning rate with which each epoch was trained. */
  readonly rates: number[];
  /** Epochs that were trained. */
  readonly epochs: number;
}

const noModel: Model = {
  forward: (x) => x,
  parameters: () => [],
};

/** One epoch after the other until figures end or the callback has enough. */
export async function feed(
  callback: Callback,
  figures: readonly EpochFigures[],
  { optimizer = new Sgd({ learningRate: 1 }), model = noModel }: { optimizer?: Optimizer; model?: Model } = {},
): Promise<FakeRun> {
  let reason: string | undefined;
  const rates: number[] = [];
  const run: TrainingRun = {
    model,
    optimizer,
    history: { loss: [], penalty: [], learningRate: [] },
    epochs: figures.length,
    initialEpoch: 0,
    stop(why) {
      reason ??= why;
    },
  };
  let epoch = 0;
  try {
    await callback.onTrainBegin?.(run);
    for (; epoch < figures.length && reason === undefined; epoch++) {
      await callback.onEpochBegin?.(epoch, run);
      rates.push(optimizer.currentLearningRate());
      await callback.onEpochEnd?.(epoch, figures[epoch], run);
    }
  } finally {
    await callback.onTrainEnd?.(run);
  }
  return { stopped: reason === undefined ? undefined : { epoch: epoch - 1, reason }, rates, epochs: epoch };
}

/** Figures by one name. */
export function named(name: string, values: readonly number[]): EpochFigures[] {
  return values.map((value) => ({ [name]: value }));
}
