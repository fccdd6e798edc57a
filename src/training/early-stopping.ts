import { requireInteger, requireKnownOptions, requireNonNegative, requireOneOf, valueText } from '../errors.ts';
import { isHigherBetter } from '../metrics/named-metric.ts';
import { type Callback, type TrainingRun, watchedFigure } from './callback.ts';
import type { EpochFigures } from './history.ts';
import { WeightSnapshot } from './weight-snapshot.ts';

export interface EarlyStoppingOptions {
  /** A figure of the history; 'validationLoss' unless set. */
  readonly monitor?: string;
  /** Epochs without a better figure after which training ends; 0 ends at the first. 0 unless set. */
  readonly patience?: number;
  /** By how much a figure must be better to count, at least 0; 0 unless set. */
  readonly minimumDelta?: number;
  /** Whether higher or lower is better; known for losses and the metrics by name. */
  readonly mode?: 'lower' | 'higher';
  /** Whether the weights of the best epoch are put back at the end, whyever training ended; true unless set. */
  readonly restoreBest?: boolean;
}

/** What early stopping found. */
export interface EarlyStopping extends Callback {
  /** The best epoch, from 0; undefined before the first has ended. */
  readonly bestEpoch: number | undefined;
  /** The figure of it. */
  readonly best: number | undefined;
  /** The epoch after which it ended training; undefined if it did not. */
  readonly stoppedEpoch: number | undefined;
}

/**
 * Ends training when a figure has stopped getting better, and puts back the weights of the best epoch.
 *
 *     const stopping = earlyStopping({ patience: 10 });
 *     await model.fit(x, y, { …, validationSplit: 0.1, epochs: 500, callbacks: [stopping] });
 *     stopping.bestEpoch;
 *
 * The options are Keras'; there, the weights are put back only if asked for. Of equal figures the first is the best. The
 * weights include running statistics; a copy of them is kept.
 *
 * @throws RangeError, TypeError for options; RangeError, after the first epoch, if training has no such figure.
 * @see Prechelt, 1998. https://doi.org/10.1007/3-540-49430-8_3
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): EarlyStopping {
  const who = 'earlyStopping';
  requireKnownOptions(who, options, ['monitor', 'patience', 'minimumDelta', 'mode', 'restoreBest']);
  const { monitor = 'validationLoss', patience = 0, minimumDelta = 0, mode, restoreBest = true } = options;
  requireInteger(who, { patience });
  requireNonNegative(who, { minimumDelta });
  if (typeof restoreBest !== 'boolean') {
    throw new TypeError(`${who}: restoreBest must be true or false, got ${valueText(restoreBest)}`);
  }
  const sign = directionOf(who, monitor, mode);
  let snapshot: WeightSnapshot | undefined;
  let waited = 0;
  const state = {
    best: undefined as number | undefined,
    bestEpoch: undefined as number | undefined,
    stoppedEpoch: undefined as number | undefined,
  };

  return {
    get best() {
      return state.best;
    },
    get bestEpoch() {
      return state.bestEpoch;
    },
    get stoppedEpoch() {
      return state.stoppedEpoch;
    },
    onTrainBegin() {
      Object.assign(state, { best: undefined, bestEpoch: undefined, stoppedEpoch: undefined });
      snapshot = undefined;
      waited = 0;
    },
    onEpochEnd(epoch: number, figures: EpochFigures, run: TrainingRun) {
      const figure = watchedFigure(who, monitor, figures);
      if (isBetter(figure, state.best, sign, minimumDelta)) {
        Object.assign(state, { best: figure, bestEpoch: epoch });
        waited = 0;
        if (restoreBest) snapshot = new WeightSnapshot(run.model);
        return;
      }
      waited++;
      if (waited < Math.max(1, patience)) return;
      state.stoppedEpoch = epoch;
      const { bestEpoch } = state;
      run.stop(`${monitor} was ${bestEpoch === undefined ? 'never a number' : `best in epoch ${bestEpoch + 1}`}`);
    },
    onTrainEnd() {
      snapshot?.restore();
      snapshot = undefined;
    },
  };
}

/** Whether a figure is better than the best so far by more than `minimumDelta`; the first always is, NaN never. */
export function isBetter(figure: number, best: number | undefined, sign: 1 | -1, minimumDelta: number): boolean {
  if (best === undefined) return !Number.isNaN(figure);
  return (figure - best) * sign > minimumDelta;
}

/** 1 where higher is better, −1 where lower is. @throws RangeError, TypeError for a figure of which that is not known. */
export function directionOf(who: string, monitor: string, mode: 'lower' | 'higher' | undefined): 1 | -1 {
  if (typeof monitor !== 'string')
    throw new TypeError(`${who}: monitor must be a figure's name, got ${valueText(monitor)}`);
  if (mode !== undefined) return requireOneOf(who, 'mode', mode, ['lower', 'higher']) === 'higher' ? 1 : -1;
  const higher = isHigherBetter(monitor);
  if (higher !== undefined) return higher ? 1 : -1;
  throw new RangeError(
    `${who}: whether '${monitor}' should be low or high is not known; set mode: 'lower' or 'higher'`,
  );
}
