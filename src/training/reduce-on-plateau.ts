import { requireInteger, requireKnownOptions, requireNonNegative } from '../errors.ts';
import { type Callback, type TrainingRun, watchedFigure } from './callback.ts';
import { directionOf, isBetter } from './early-stopping.ts';
import type { EpochFigures } from './history.ts';

export interface ReduceOnPlateauOptions {
  /** A figure of the history; 'validationLoss' unless set. */
  readonly monitor?: string;
  /** What the learning rate is multiplied by, in (0, 1); 0.1 unless set. */
  readonly factor?: number;
  /** Epochs without a better figure before that happens; 10 unless set. */
  readonly patience?: number;
  /** By how much a figure must be better to count, at least 0; 1e-4 unless set. */
  readonly minimumDelta?: number;
  /** Epochs after a reduction in which nothing is counted; 0 unless set. */
  readonly cooldown?: number;
  /** The learning rate goes no lower; 0 unless set. */
  readonly minimumRate?: number;
  /** Whether higher or lower is better; known for losses and the metrics by name. */
  readonly mode?: 'lower' | 'higher';
}

/**
 * Lowers the learning rate when a figure has stopped getting better.
 *
 *     callbacks: [reduceOnPlateau({ factor: 0.5, patience: 5 })]
 *
 * Options and counting are those of Keras' ReduceLROnPlateau: the rate falls in the epoch in which `patience` epochs in a row
 * were no better. The history's `learningRate` shows it.
 *
 * @throws RangeError, TypeError for options; TypeError, when training begins, for an optimizer whose learning rate is a
 *   schedule: the two would fight over it; RangeError, after the first epoch, if training has no such figure.
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions = {}): Callback {
  const who = 'reduceOnPlateau';
  const names = ['monitor', 'factor', 'patience', 'minimumDelta', 'cooldown', 'minimumRate', 'mode'];
  requireKnownOptions(who, options, names);
  const { monitor = 'validationLoss', factor = 0.1, patience = 10, minimumDelta = 1e-4, cooldown = 0 } = options;
  const { minimumRate = 0, mode } = options;
  if (typeof factor !== 'number' || !(factor > 0 && factor < 1)) {
    throw new RangeError(`${who}: factor must be in (0, 1), got ${factor}`);
  }
  requireInteger(who, { patience, cooldown });
  requireNonNegative(who, { minimumDelta, minimumRate });
  const sign = directionOf(who, monitor, mode);
  let best: number | undefined;
  let waited = 0;
  let cooling = 0;

  return {
    onTrainBegin({ optimizer }: TrainingRun) {
      if (typeof optimizer.learningRate !== 'number') {
        throw new TypeError(
          `${who}: the learning rate of ${optimizer.name} is a schedule; give the optimizer a number, or leave this callback out`,
        );
      }
      best = undefined;
      waited = 0;
      cooling = 0;
    },
    onEpochEnd(_epoch: number, figures: EpochFigures, { optimizer }: TrainingRun) {
      const figure = watchedFigure(who, monitor, figures);
      if (cooling > 0) {
        cooling--;
        waited = 0;
      }
      if (isBetter(figure, best, sign, minimumDelta)) {
        best = figure;
        waited = 0;
        return;
      }
      if (cooling > 0) return;
      waited++;
      const rate = optimizer.learningRate as number;
      if (waited < patience || rate <= minimumRate) return;
      optimizer.learningRate = Math.max(rate * factor, minimumRate);
      cooling = cooldown;
      waited = 0;
    },
  };
}
