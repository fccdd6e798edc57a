import type { Objective } from '../../search/objective.ts';
import type { TablePlan } from '../table/plan.ts';
import type { NetworkParameters } from './network-space.ts';
import { type LearnedParts, type SearchTraining, trainParameters } from './train-parameters.ts';

export interface TableObjectiveOptions extends SearchTraining {
  /** Whether it has two values: the loss, and the number of parameters. */
  readonly withSize?: boolean;
}

/**
 * What a search minimises: the lowest validation loss of a network on its way, and with `withSize` the number of its parameters.
 *
 * With one pair of parts it reports the lowest loss so far after each epoch. That of an epoch alone would make a pruner judge by luck, and
 * what counts in the end is the lowest. With several, which are folds, the value is the mean over them, and what is reported after each fold
 * is the mean so far.
 *
 * @param parts each to train on and to choose by, at least one pair.
 */
export function tableObjective(
  plan: Pick<TablePlan, 'task' | 'targets'>,
  parts: readonly LearnedParts[],
  { withSize = false, ...training }: TableObjectiveOptions,
): Objective<NetworkParameters> {
  return async (parameters, trial) => {
    let sum = 0;
    let done = 0;
    let size = 0;
    for (const part of parts) {
      const trained = await trainParameters(parameters, plan, part, {
        ...training,
        signal: trial.signal,
        onEpoch(epoch, validationLoss) {
          if (parts.length === 1) trial.report(epoch, validationLoss);
          return trial.shouldStop;
        },
      });
      trial.signal.throwIfAborted();
      sum += trained!.validationLoss;
      done++;
      size = trained!.model.parameterCount;
      if (parts.length > 1) trial.report(done, sum / done);
      if (trial.shouldStop) break;
    }
    return withSize ? [sum / done, size] : sum / done;
  };
}
