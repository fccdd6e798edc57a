import type { Callback } from '../../training/callback.ts';
import { Sequential } from '../../training/sequential.ts';
import { Trainer } from '../../training/trainer.ts';
import type { EachPart } from '../each-part.ts';
import { stoppingWithoutPenalty } from '../without-penalty.ts';
import type { TableNetwork } from './networks.ts';
import type { TablePlan } from './plan.ts';
import { type Scores, scoresOf, type TableOutputs } from './scores.ts';
import type { TablePart, TableParts } from './table-parts.ts';
import { bestThreshold } from './threshold.ts';

export interface TrainRunOptions {
  readonly seed: number;
  /** At most. */
  readonly epochs: number;
  /** Epochs without a lower validation loss after which training ends. */
  readonly patience: number;
  readonly batchSize: number;
  readonly signal?: AbortSignal;
  /** Called about every 50 ms and after every epoch. */
  readonly onProgress?: (progress: RunProgress) => void;
}

/** How far one network is. */
export interface RunProgress {
  /** Epochs done, with the part of the one under way. */
  readonly epochsDone: number;
  /** Of the last epoch that is done. */
  readonly validationLoss: number | undefined;
}

/** One network, trained with one seed: everything about it that is a number. */
export interface TableRun {
  readonly network: string;
  readonly seed: number;
  /** Whether training came to its own end. */
  readonly complete: boolean;
  readonly epochs: number;
  /** From 1: the one whose weights are kept and measured. */
  readonly bestEpoch: number;
  /** Cross-entropy, or squared error of standardised targets; without the penalty. */
  readonly validationLoss: number;
  /** Of two classes; 0.5 for others. */
  readonly threshold: number;
  readonly scores: EachPart<Scores>;
  /** Numbers that are learned. */
  readonly parameters: number;
  readonly seconds: number;
  /** SHA-256 of the weights of the best epoch. */
  readonly fingerprint: string;
  readonly history: { readonly loss: readonly number[]; readonly validationLoss: readonly number[] };
}

export interface TrainedRun {
  readonly run: TableRun;
  /** With the weights of its best epoch. */
  readonly model: Sequential;
  readonly test: TableOutputs;
}

/**
 * Trains a network on the training part until the validation loss stops getting lower, puts back the weights of the best epoch,
 * chooses the threshold on the validation part, and only then looks at the test part, once.
 *
 * @returns undefined if the signal came before the first epoch was over.
 */
export async function trainRun(
  network: TableNetwork,
  plan: TablePlan,
  parts: TableParts,
  { seed, epochs, patience, batchSize, signal, onProgress }: TrainRunOptions,
): Promise<TrainedRun | undefined> {
  const { train, validation, test } = parts;
  const outputs = outputsOf(plan);
  const model = new Sequential(network.layers(plan.task, outputs), { inputShape: train.x.shape.slice(1), seed });
  const loss = plan.task === 'regression' ? 'meanSquaredError' : 'crossEntropy';
  const trainer = new Trainer(model, { loss, optimizer: network.optimizer() });
  const stopping = stoppingWithoutPenalty({ patience });
  let validationLoss: number | undefined;
  const report: Callback = {
    onEpochEnd(epoch, figures) {
      validationLoss = figures.validationLoss;
      onProgress?.({ epochsDone: epoch + 1, validationLoss });
    },
  };
  const begin = performance.now();
  const history = await trainer.fit(train.x, train.y, {
    epochs,
    batchSize,
    seed,
    validationData: [validation.x, validation.y],
    callbacks: [stopping, report],
    signal,
    onProgress: ({ epoch, step, steps }) => onProgress?.({ epochsDone: epoch - 1 + step / steps!, validationLoss }),
  });
  const seconds = (performance.now() - begin) / 1000;
  const { bestEpoch } = stopping;
  if (bestEpoch === undefined) return undefined;

  const threshold = plan.task === 'binary' ? thresholdOf(model, plan, parts) : 0.5;
  const of = (part: TablePart): TableOutputs => tableOutputs(model, plan, parts, part, threshold);
  const tested = of(test);
  const run: TableRun = {
    network: network.name,
    seed,
    complete: !signal?.aborted,
    epochs: history.loss.length,
    bestEpoch: bestEpoch + 1,
    validationLoss: stopping.best!,
    threshold,
    scores: { train: scoresOf(of(train)), validation: scoresOf(of(validation)), test: scoresOf(tested) },
    parameters: model.parameterCount,
    seconds,
    fingerprint: await model.fingerprint(),
    history: { loss: history.loss, validationLoss: history.validationLoss! },
  };
  return { run, model, test: tested };
}

/** Outputs that a network for the plan has. */
export function outputsOf({ targets }: Pick<TablePlan, 'targets'>): number {
  if (targets.task === 'regression') return targets.names.length;
  return targets.task === 'binary' ? 1 : targets.classes.length;
}

function thresholdOf(model: Sequential, plan: TablePlan, parts: TableParts): number {
  const { truth, outputs } = tableOutputs(model, plan, parts, parts.validation, 0.5);
  return bestThreshold(truth, outputs);
}

/** What a model says of a part, beside the truth, both in the units of the table. */
export function tableOutputs(
  model: Sequential,
  { task, targets }: Pick<TablePlan, 'task' | 'targets'>,
  { targetScaler }: Pick<TableParts, 'targetScaler'>,
  { rows, x }: TablePart,
  threshold: number,
): TableOutputs {
  const predicted = model.predict(x);
  const [count, columns] = predicted.shape;
  const values = predicted.toFloat32Array();
  if (targets.task !== 'regression') {
    return { task, truth: Float32Array.from(rows, (row) => targets.y[row]), outputs: values, columns, threshold };
  }
  const outputs = targetScaler!.inverseTransform({ data: Float64Array.from(values), shape: [count, columns] }).data;
  const truth = Float64Array.from({ length: count * columns }, (_, i) => {
    const column = i % columns;
    return targets.values[rows[(i - column) / columns] * columns + column];
  });
  return { task, truth, outputs, columns, threshold };
}
