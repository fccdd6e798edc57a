import { valueText } from '../errors.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { EpochFigures, History } from './history.ts';
import type { Model } from './model.ts';

/** What a callback sees of the training under way. */
export interface TrainingRun {
  readonly model: Model;
  readonly optimizer: Optimizer;
  /** Of the epochs that are done. */
  readonly history: History;
  /** In all, as asked for. */
  readonly epochs: number;
  /** Ends training after this epoch. The reason becomes `trainer.stopReason`. */
  stop(reason: string): void;
}

/** Something that happens at certain points of `fit`. `fit` waits for what returns a promise. */
export interface Callback {
  onTrainBegin?(run: TrainingRun): void | Promise<void>;
  /** @param epoch from 0. */
  onEpochBegin?(epoch: number, run: TrainingRun): void | Promise<void>;
  /** @param figures of this epoch, by the names of the history: `loss`, `validationAccuracy` … */
  onEpochEnd?(epoch: number, figures: EpochFigures, run: TrainingRun): void | Promise<void>;
  /** Always called, also when training ends by an error or a signal. */
  onTrainEnd?(run: TrainingRun): void | Promise<void>;
}

/** @throws TypeError unless all are callbacks. */
export function requireCallbacks(who: string, callbacks: unknown): readonly Callback[] {
  if (callbacks === undefined) return [];
  if (!Array.isArray(callbacks)) throw new TypeError(`${who}: callbacks must be an array, got ${valueText(callbacks)}`);
  for (const callback of callbacks) {
    if (typeof callback === 'object' && callback !== null) continue;
    const hint = typeof callback === 'function' ? '; call it, or give { onEpochEnd: … }' : '';
    throw new TypeError(`${who}: a callback must be an object, got ${valueText(callback)}${hint}`);
  }
  return callbacks;
}

/** The figure a callback watches. @throws RangeError if training has none of that name, listing those it has. */
export function watchedFigure(who: string, monitor: string, figures: EpochFigures): number {
  const value = figures[monitor];
  if (value !== undefined) return value;
  const hint = monitor.startsWith('validation') ? '; give fit validationData or validationSplit' : '';
  throw new RangeError(`${who}: no figure is named '${monitor}'${hint} Figures: ${Object.keys(figures).join(', ')}`);
}
