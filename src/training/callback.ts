import { closestName, valueText } from '../errors.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { EpochFigures, History } from './history.ts';
import type { Model } from './model.ts';
import type { FitProgress } from './progress-report.ts';

/** What a callback sees of the training under way. */
export interface TrainingRun {
  readonly model: Model;
  readonly optimizer: Optimizer;
  /** Of the epochs that are done. */
  readonly history: History;
  /** In all, as asked for. */
  readonly epochs: number;
  /** The first, from 0: above 0 where training is taken up again. */
  readonly initialEpoch: number;
  /** Ends training after this epoch. The reason becomes `trainer.stopReason`. */
  stop(reason: string): void;
}

/** Something that happens at certain points of `fit`. `fit` waits for what returns a promise. */
export interface Callback {
  onTrainBegin?(run: TrainingRun): void | Promise<void>;
  /** @param epoch from 0. */
  onEpochBegin?(epoch: number, run: TrainingRun): void | Promise<void>;
  /** About every 50 ms while an epoch trains or is validated, as the option `onProgress`. Not waited for. */
  onProgress?(progress: FitProgress, run: TrainingRun): void;
  /** @param figures of this epoch, by the names of the history: `loss`, `validationAccuracy` … */
  onEpochEnd?(epoch: number, figures: EpochFigures, run: TrainingRun): void | Promise<void>;
  /** Called for every callback that has begun, also when training ends by an error or a signal. */
  onTrainEnd?(run: TrainingRun): void | Promise<void>;
}

const points: readonly (keyof Callback)[] = ['onTrainBegin', 'onEpochBegin', 'onProgress', 'onEpochEnd', 'onTrainEnd'];

/** @throws TypeError unless all are callbacks: objects with a function for at least one of the points, and no other `on…`. */
export function requireCallbacks(who: string, callbacks: unknown): readonly Callback[] {
  if (callbacks === undefined) return [];
  if (!Array.isArray(callbacks)) throw new TypeError(`${who}: callbacks must be an array, got ${valueText(callbacks)}`);
  for (const callback of callbacks) requireCallback(who, callback);
  return callbacks;
}

function requireCallback(who: string, callback: unknown): void {
  if (typeof callback !== 'object' || callback === null) {
    const hint = typeof callback === 'function' ? '; call it, or give { onEpochEnd: … }' : '';
    throw new TypeError(`${who}: a callback must be an object, got ${valueText(callback)}${hint}`);
  }
  for (const name of Object.keys(callback)) {
    if (!/^on[A-Z]/.test(name) || points.includes(name as keyof Callback)) continue;
    const close = closestName(name, points);
    const hint = close ? `; did you mean '${close}'?` : '';
    throw new TypeError(`${who}: a callback has no '${name}'${hint} Known: ${points.join(', ')}`);
  }
  const given = points.filter((name) => (callback as Callback)[name] !== undefined);
  for (const name of given) {
    const value = (callback as Callback)[name];
    if (typeof value === 'function') continue;
    throw new TypeError(`${who}: ${name} of a callback must be a function, got ${valueText(value)}`);
  }
  if (given.length > 0) return;
  const hint = callback instanceof Promise ? '; await it' : `; give it one of ${points.join(', ')}`;
  throw new TypeError(`${who}: a callback does nothing: ${valueText(callback)}${hint}`);
}

/** The figure a callback watches. @throws RangeError if training has none of that name, listing those it has. */
export function watchedFigure(who: string, monitor: string, figures: EpochFigures): number {
  const value = figures[monitor];
  if (value !== undefined) return value;
  const hint = monitor.startsWith('validation') ? '; give fit validationData or validationSplit' : '';
  throw new RangeError(`${who}: no figure is named '${monitor}'${hint} Figures: ${Object.keys(figures).join(', ')}`);
}
