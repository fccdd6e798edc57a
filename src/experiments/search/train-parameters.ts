import type { History } from '../../training/history.ts';
import { Sequential } from '../../training/sequential.ts';
import { Trainer } from '../../training/trainer.ts';
import type { TablePlan } from '../table/plan.ts';
import type { TablePart } from '../table/table-parts.ts';
import { outputsOf } from '../table/train-run.ts';
import { stoppingWithoutPenalty } from '../without-penalty.ts';
import type { NetworkParameters } from './network-space.ts';
import { searchedLayers, searchedOptimizer } from './searched-network.ts';

/** How each network of a search is trained. */
export interface SearchTraining {
  /** Chooses the initial weights, the order of batches and the dropout masks, the same for all networks. */
  readonly seed: number;
  /** At most. */
  readonly epochs: number;
  /** Epochs without a lower validation loss after which training ends. */
  readonly patience: number;
}

export interface TrainParametersOptions extends SearchTraining {
  /** Ends training after the step under way. */
  readonly signal?: AbortSignal;
  /** Called after each epoch, from 1, with the lowest validation loss so far; true ends training. */
  readonly onEpoch?: (epoch: number, validationLoss: number) => boolean;
}

/** Rows to train on and rows to choose by. */
export interface LearnedParts {
  readonly train: TablePart;
  readonly validation: TablePart;
}

export interface TrainedParameters {
  /** With the weights of its best epoch. */
  readonly model: Sequential;
  /** From 1. */
  readonly bestEpoch: number;
  /** Of it: cross-entropy, or the squared error of standardised targets, without the penalty. */
  readonly validationLoss: number;
  readonly history: History;
}

/**
 * Trains the network of a point of the space until the validation loss stops getting lower, and puts back the weights of the best epoch.
 *
 * @returns undefined if the signal came.
 * @throws as `Trainer.fit`: NonFiniteError for a learning rate at which weights grow without end.
 */
export async function trainParameters(
  parameters: NetworkParameters,
  plan: Pick<TablePlan, 'task' | 'targets'>,
  { train, validation }: LearnedParts,
  { seed, epochs, patience, signal, onEpoch }: TrainParametersOptions,
): Promise<TrainedParameters | undefined> {
  const model = new Sequential(searchedLayers(parameters, plan.task, outputsOf(plan)), {
    inputShape: train.x.shape.slice(1),
    seed,
  });
  const trainer = new Trainer(model, { loss: lossOf(plan), optimizer: searchedOptimizer(parameters) });
  const stopping = stoppingWithoutPenalty({ patience });
  const history = await trainer.fit(train.x, train.y, {
    epochs,
    batchSize: parameters.batchSize,
    seed,
    validationData: [validation.x, validation.y],
    signal,
    callbacks: [
      stopping,
      {
        onEpochEnd(epoch, _figures, run) {
          if (onEpoch?.(epoch + 1, stopping.best!)) run.stop('it was told to');
        },
      },
    ],
  });
  if (signal?.aborted) return undefined;
  return { model, bestEpoch: stopping.bestEpoch! + 1, validationLoss: stopping.best!, history };
}

/** What is minimised. */
export function lossOf({ task }: Pick<TablePlan, 'task'>): 'meanSquaredError' | 'crossEntropy' {
  return task === 'regression' ? 'meanSquaredError' : 'crossEntropy';
}
