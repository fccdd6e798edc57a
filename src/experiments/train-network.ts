import { accuracyScore } from '../metrics/accuracy-score.ts';
import { confusionMatrix } from '../metrics/confusion-matrix.ts';
import { precisionRecallFscore } from '../metrics/precision-recall-fscore.ts';
import { earlyStopping } from '../training/early-stopping.ts';
import { labelsOf } from '../training/predict.ts';
import type { Sequential } from '../training/sequential.ts';
import type { EachPart } from './each-part.ts';
import { fitDesign, type TrainingProgress } from './fit-design.ts';
import type { NetworkDesign } from './network-design.ts';
import type { Part, PreparedParts } from './prepared-parts.ts';

/** The figure of the validation part by which the best epoch is chosen. */
export type Monitor = 'validationAccuracy' | 'validationLoss';

export interface TrainNetworkOptions {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly monitor: Monitor;
  /** Ends training after the step under way. */
  readonly signal?: AbortSignal;
  /** Called about every 50 ms and after every epoch. */
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/** One network, trained with one seed: everything about it that is a number. */
export interface NetworkRun {
  readonly network: string;
  readonly seed: number;
  /** Whether it was trained for all its epochs, and not stopped before. */
  readonly complete: boolean;
  /** Epochs that were trained to their end. */
  readonly epochs: number;
  /** From 1: the one whose weights are kept and measured. */
  readonly bestEpoch: number;
  /** Shares of the rows of each part, from 0 to 1, in evaluation mode. */
  readonly accuracy: EachPart<number>;
  /** Cross-entropy on the validation part, in nats. */
  readonly validationLoss: number;
  /** Plain mean of the F1 scores of the classes that occur in the test part or in the predictions for it. */
  readonly macroF1: number;
  /** Numbers that are learned. */
  readonly parameters: number;
  /** Training with the look at the validation part after every epoch. */
  readonly seconds: number;
  /** Rows trained on, again in every epoch, ÷ seconds. */
  readonly samplesPerSecond: number;
  /** SHA-256 of the weights of the best epoch. */
  readonly fingerprint: string;
  /** Rows of the test part by true class, then by predicted one. */
  readonly confusionMatrix: readonly (readonly number[])[];
  /** A number for each epoch. Those of the training part are means over it while weights were changing. */
  readonly history: {
    readonly loss: readonly number[];
    readonly accuracy: readonly number[];
    readonly validationLoss: readonly number[];
    readonly validationAccuracy: readonly number[];
  };
}

/** What a model says about the rows of the test part. */
export interface TestPredictions {
  /** Rows of the data, from 0. */
  readonly rows: Uint32Array;
  /** Class indices, true and predicted. */
  readonly labels: readonly number[];
  readonly predictions: readonly number[];
  /** [rows, classes], row-major. */
  readonly probabilities: Float32Array;
}

export interface TrainedNetwork {
  readonly run: NetworkRun;
  /** With the weights of its best epoch. */
  readonly model: Sequential;
  readonly test: TestPredictions;
}

/**
 * Trains a network on the training part, keeps the weights of the epoch that is best on the validation part (of equal ones
 * the first), and only then looks at the test part, once.
 *
 * The seed chooses the initial weights, the order of batches and the dropout masks.
 *
 * @param classes how many there are.
 * @returns undefined if the signal came before the first epoch was over.
 * @throws as `Trainer.fit`.
 */
export async function trainNetwork(
  design: NetworkDesign,
  parts: PreparedParts,
  classes: number,
  options: TrainNetworkOptions,
): Promise<TrainedNetwork | undefined> {
  const { seed, epochs, batchSize, monitor, signal, onProgress } = options;
  const { train, validation, test } = parts;
  const best = earlyStopping({ monitor, patience: epochs });
  const { model, history, seconds } = await fitDesign(design, classes, train, {
    seed,
    epochs,
    batchSize,
    validation,
    callbacks: [best],
    signal,
    onProgress,
  });
  if (best.bestEpoch === undefined) return undefined;

  const done = history.loss.length;
  const predicted = predictTest(model, test);
  const run: NetworkRun = {
    network: design.name,
    seed,
    complete: done === epochs,
    epochs: done,
    bestEpoch: best.bestEpoch + 1,
    accuracy: {
      train: accuracyScore(train.y, model.predictLabels(train.x)),
      validation: accuracyScore(validation.y, model.predictLabels(validation.x)),
      test: accuracyScore(test.y, predicted.predictions),
    },
    validationLoss: history.validationLoss![best.bestEpoch],
    macroF1: precisionRecallFscore(test.y, predicted.predictions).macro.fscore,
    parameters: model.parameterCount,
    seconds,
    samplesPerSecond: (done * train.y.length) / seconds,
    fingerprint: await model.fingerprint(),
    confusionMatrix: confusionMatrix(test.y, predicted.predictions, {
      labels: Array.from({ length: classes }, (_, label) => label),
    }),
    history: {
      loss: history.loss,
      accuracy: history.accuracy!,
      validationLoss: history.validationLoss!,
      validationAccuracy: history.validationAccuracy!,
    },
  };
  return { run, model, test: predicted };
}

/** What a model says about the rows of the test part. */
export function predictTest(model: Sequential, { rows, x, y }: Part): TestPredictions {
  const outputs = model.predict(x);
  return { rows, labels: y, predictions: labelsOf('predictTest', outputs), probabilities: outputs.toFloat32Array() };
}
