/** Training for whole epochs: the loop around the steps, and everything that happens between them. */
import type { RowsLike } from '../data/rows.ts';
import { requireInteger, requireKnownOptions, requireSignal, valueText } from '../errors.ts';
import { type BatchSource, isBatchSource } from './batch-source.ts';
import { type Callback, requireCallbacks, type TrainingRun } from './callback.ts';
import type { EpochFeed } from './epoch-feed.ts';
import { dataFromRows, dataFromSource } from './fit-data.ts';
import { appendEpoch, type EpochFigures, type History } from './history.ts';
import type { MetricCollector } from './metric-collector.ts';
import { requireFiniteWeights } from './non-finite.ts';
import { ProgressReport } from './progress-report.ts';
import type { Trainer } from './trainer.ts';
import { type FitOptions, fitOptionNames } from './trainer-options.ts';

const who = 'fit';

/** See `Trainer.fit`. */
export async function fitEpochs(
  trainer: Trainer,
  x: RowsLike | BatchSource,
  y: RowsLike | undefined,
  options: FitOptions,
): Promise<History> {
  requireKnownOptions(who, options, fitOptionNames);
  const { epochs = 1, initialEpoch = 0, signal, onProgress } = options;
  requireInteger(who, { epochs }, 1);
  requireInteger(who, { initialEpoch });
  requireSignal(who, signal);
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError(`${who}: onProgress must be a function, got ${valueText(onProgress)}`);
  }
  const callbacks = requireCallbacks(who, options.callbacks);
  const { model } = trainer;
  if (underWay.has(model)) throw new Error(`${who}: this model is being trained already; await the fit before`);
  const data = isBatchSource(x) ? dataFromSource(trainer, x, y, options) : dataFromRows(trainer, x, y, options);
  const { feed, validate } = data;

  const history: History = { loss: [], penalty: [], learningRate: [] };
  let stopReason: string | undefined;
  const run: TrainingRun = {
    model,
    optimizer: trainer.optimizer,
    history,
    epochs,
    initialEpoch,
    stop(reason) {
      stopReason ??= String(reason);
    },
  };
  const progress = new ProgressReport(feed, initialEpoch, epochs, (state) => {
    onProgress?.(state);
    for (const callback of callbacks) callback.onProgress?.(state, run);
  });
  const begun: Callback[] = [];
  let failure: Failure | undefined;
  underWay.add(model);
  trainer.stopReason = undefined;
  try {
    for (const callback of callbacks) {
      begun.push(callback);
      await callback.onTrainBegin?.(run);
    }
    for (let epoch = initialEpoch; epoch < epochs && stopReason === undefined; epoch++) {
      if (signal?.aborted) {
        stopReason = 'aborted';
        break;
      }
      trainer.optimizer.epoch = epoch;
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch, run);
      const trained = await trainEpoch(trainer, feed, epoch, progress, signal);
      const validated = trained && validate ? await atIntervals(validate(), progress, signal) : {};
      if (!trained || !validated) {
        stopReason = 'aborted';
        break;
      }
      const figures = { ...trained, ...validated };
      appendEpoch(history, figures);
      for (const callback of callbacks) await callback.onEpochEnd?.(epoch, figures, run);
    }
  } catch (error) {
    failure = { error };
  }
  feed.release?.();
  trainer.stopReason = stopReason;
  const ended = await endTraining(begun, run);
  underWay.delete(model);
  failure ??= ended;
  if (failure) throw failure.error;
  return history;
}

interface Failure {
  readonly error: unknown;
}

/** Models that some `fit` is training. */
const underWay = new WeakSet<object>();

/** Lets every callback put its things in order, also where one of them fails. Gives back the first failure. */
async function endTraining(callbacks: readonly Callback[], run: TrainingRun): Promise<Failure | undefined> {
  let first: Failure | undefined;
  for (const callback of callbacks) {
    try {
      await callback.onTrainEnd?.(run);
    } catch (error) {
      first ??= { error };
    }
  }
  return first;
}

/** The figures of the epoch; undefined if the signal ended it. */
async function trainEpoch(
  trainer: Trainer,
  feed: EpochFeed,
  epoch: number,
  progress: ProgressReport,
  signal: AbortSignal | undefined,
): Promise<EpochFigures | undefined> {
  const { runner, optimizer, metrics } = trainer;
  let collector: MetricCollector | undefined;
  let loss = 0;
  let penalty = 0;
  let rows = 0;
  let learningRate = optimizer.currentLearningRate();
  progress.beginEpoch(epoch);
  runner.compareSoon();
  const batches = feed.batches(epoch);
  try {
    for (let step = 1; ; step++) {
      if (signal?.aborted) return undefined;
      const next = batches.next();
      const { done, value: batch } = next instanceof Promise ? await next : next;
      if (done) break;
      const count = batch.rows;
      if (metrics.length > 0) collector ??= trainer.collector(who);
      if (typeof optimizer.learningRate === 'function') learningRate = optimizer.currentLearningRate();
      loss += runner.run(who, batch) * count;
      penalty += runner.penalty * count;
      rows += count;
      collector?.add(runner.predictions, batch.targets(), count);
      if (!progress.isDue()) continue;
      progress.reach(step, loss / rows, rows);
      await progress.report();
    }
  } finally {
    await batches.return?.();
  }
  progress.reach(feed.steps!, loss / rows, rows);
  requireFiniteWeights(who, trainer.model, runner.steps);
  return { loss: loss / rows, penalty: penalty / rows, learningRate, ...collector?.take(who) };
}

/** Goes through a computation that pauses; undefined if the signal ended it. */
async function atIntervals<T>(
  computation: Generator<void, T>,
  progress: ProgressReport,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  for (;;) {
    const { done, value } = computation.next();
    if (done) return value;
    if (!progress.isDueNow()) continue;
    await progress.report();
    if (signal?.aborted) return undefined;
  }
}
