/** Training for whole epochs: the loop around the steps, and everything that happens between them. */
import type { Rows, RowsLike } from '../data/rows.ts';
import { trainTestSplit } from '../data/split.ts';
import { DataError, requireInteger, requireKnownOptions, valueText } from '../errors.ts';
import { sizeOf } from '../tensor/shape.ts';
import { type BatchSource, isBatchSource } from './batch-source.ts';
import { requireCallbacks, type TrainingRun } from './callback.ts';
import { classAt, rowWeights } from './class-weights.ts';
import { type EpochFeed, RowsFeed, SourceFeed } from './epoch-feed.ts';
import { checkedRows, Evaluator } from './evaluate.ts';
import { appendEpoch, type EpochFigures, type History, validationName } from './history.ts';
import { requireTargets } from './loss-function.ts';
import type { MetricCollector } from './metric-collector.ts';
import { requireFiniteWeights } from './non-finite.ts';
import { ProgressReport } from './progress-report.ts';
import type { Trainer } from './trainer.ts';
import type { FitOptions } from './trainer-options.ts';

const who = 'fit';

const optionNames = [
  'epochs',
  'batchSize',
  'shuffle',
  'seed',
  'initialEpoch',
  'validationData',
  'validationSplit',
  'classWeights',
  'sampleWeights',
  'callbacks',
  'signal',
  'onProgress',
];

/** See `Trainer.fit`. */
export async function fitEpochs(
  trainer: Trainer,
  x: RowsLike | BatchSource,
  y: RowsLike | undefined,
  options: FitOptions,
): Promise<History> {
  requireKnownOptions(who, options, optionNames);
  const { epochs = 1, initialEpoch = 0, signal, onProgress } = options;
  requireInteger(who, { epochs }, 1);
  requireInteger(who, { initialEpoch });
  const callbacks = requireCallbacks(who, options.callbacks);
  const { feed, validate } = isBatchSource(x) ? fromSource(trainer, x, y, options) : fromRows(trainer, x, y, options);

  const history: History = { loss: [], penalty: [], learningRate: [] };
  let stopReason: string | undefined;
  const run: TrainingRun = {
    model: trainer.model,
    optimizer: trainer.optimizer,
    history,
    epochs,
    stop(reason) {
      stopReason ??= reason;
    },
  };
  const progress = new ProgressReport(feed, initialEpoch, epochs, onProgress);
  trainer.stopReason = undefined;
  try {
    for (const callback of callbacks) await callback.onTrainBegin?.(run);
    for (let epoch = initialEpoch; epoch < epochs && stopReason === undefined; epoch++) {
      trainer.optimizer.epoch = epoch;
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch, run);
      const trained = await trainEpoch(trainer, feed, epoch, progress, signal);
      if (trained === undefined) {
        stopReason = 'aborted';
        break;
      }
      const figures = { ...trained, ...validate?.() };
      appendEpoch(history, figures);
      for (const callback of callbacks) await callback.onEpochEnd?.(epoch, figures, run);
    }
  } finally {
    trainer.stopReason = stopReason;
    for (const callback of callbacks) await callback.onTrainEnd?.(run);
  }
  return history;
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
  const batches = feed.batches(epoch);
  try {
    for (let step = 1; ; step++) {
      if (signal?.aborted) return undefined;
      const next = batches.next();
      const { done, value: batch } = next instanceof Promise ? await next : next;
      if (done) break;
      const count = batch[0].shape[0];
      if (typeof optimizer.learningRate === 'function') learningRate = optimizer.currentLearningRate();
      loss += runner.run(who, batch) * count;
      penalty += runner.penalty * count;
      rows += count;
      if (metrics.length > 0) {
        collector ??= trainer.collector(who);
        collector.add(runner.predictions, batch[1].values!, count);
      }
      if (progress.isDue()) await progress.report(step, loss / rows, rows);
    }
  } finally {
    await batches.return?.();
  }
  requireFiniteWeights(who, trainer.model, runner.steps);
  return { loss: loss / rows, penalty: penalty / rows, learningRate, ...collector?.take(who) };
}

type Validate = () => EpochFigures;

function fromRows(
  trainer: Trainer,
  x: RowsLike,
  y: RowsLike | undefined,
  options: FitOptions,
): { feed: EpochFeed; validate: Validate | undefined } {
  const { model, loss } = trainer;
  if (y === undefined) throw new TypeError(`${who}: targets are missing: fit(x, y, options)`);
  const { inputs, targets } = checkedRows(who, model, loss, x, y);
  const shapes = trainer.shapesFor(who, [inputs.count, ...inputs.shape], [targets.count, ...targets.shape]);
  const { batchSize = 32, shuffle = true, seed = model.seed ?? 0, validationSplit, validationData } = options;
  requireInteger(who, { batchSize }, 1);
  requireInteger(who, { seed });
  if (typeof shuffle !== 'boolean')
    throw new TypeError(`${who}: shuffle must be true or false, got ${valueText(shuffle)}`);
  if (validationSplit !== undefined && validationData !== undefined) {
    throw new TypeError(`${who}: give validationData or validationSplit, not both`);
  }

  const areClasses = loss.kindOf(shapes.outputs, targets.shape) !== 'numbers';
  const labels = areClasses ? Int32Array.from({ length: targets.count }, (_, row) => classAt(targets, row)) : undefined;
  const split = validationSplit === undefined ? undefined : splitRows(targets.count, validationSplit, seed, labels);
  const train = split?.train ?? Uint32Array.from({ length: targets.count }, (_, row) => row);
  if (labels && loss.builtIn && train.every((row) => labels[row] === labels[train[0]])) {
    throw new DataError(
      `${who}: all ${train.length} targets are class ${labels[train[0]]}: a classifier needs at least two classes to learn from`,
    );
  }
  const { classWeights, sampleWeights } = options;
  const classes = areClasses ? Math.max(2, sizeOf(shapes.outputs)) : undefined;
  const weights = rowWeights(who, targets, classes, train, classWeights, sampleWeights);
  const feed = new RowsFeed(inputs, targets, shapes.targets, weights, split?.train, { batchSize, shuffle, seed });
  const validate = split
    ? validator(trainer, inputs, targets, split.test)
    : validationData && validatorOf(trainer, validationData);
  return { feed, validate };
}

function fromSource(
  trainer: Trainer,
  source: BatchSource,
  y: unknown,
  { validationData, ...options }: FitOptions,
): { feed: EpochFeed; validate: Validate | undefined } {
  if (y !== undefined) throw new TypeError(`${who}: batches bring their own targets; leave y undefined`);
  for (const name of ['batchSize', 'shuffle', 'seed', 'validationSplit', 'classWeights', 'sampleWeights'] as const) {
    if (options[name] === undefined) continue;
    throw new TypeError(`${who}: ${name} needs rows at hand, not batches; let the batches come as they should be`);
  }
  const { loss } = trainer;
  const targetShapeOf = (x: Rows, targets: Rows) => {
    x.requireFinite(`${who}: x`);
    const shapes = trainer.shapesFor(who, [x.count, ...x.shape], [targets.count, ...targets.shape]);
    requireTargets(who, loss, shapes.outputs, targets);
    return shapes.targets;
  };
  return {
    feed: new SourceFeed(who, source, targetShapeOf),
    validate: validationData && validatorOf(trainer, validationData),
  };
}

/** Rows drawn for validation, class by class where each has at least two rows and the part has room for all. */
function splitRows(rows: number, share: number, seed: number, labels: Int32Array | undefined) {
  if (typeof share !== 'number' || !(share > 0 && share < 1)) {
    throw new RangeError(`${who}: validationSplit must be in (0, 1), got ${valueText(share)}`);
  }
  const counts = new Map<number, number>();
  labels?.forEach((label) => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  });
  const fits = counts.size <= Math.ceil(rows * share) && [...counts.values()].every((count) => count > 1);
  return trainTestSplit(rows, { testSize: share, seed, stratify: labels && fits ? labels : undefined });
}

function validatorOf(trainer: Trainer, data: FitOptions['validationData']): Validate {
  if (!Array.isArray(data) || data.length !== 2) {
    throw new TypeError(`${who}: validationData must be [x, y], got ${valueText(data)}`);
  }
  const { inputs, targets } = checkedRows(`${who}: validationData`, trainer.model, trainer.loss, data[0], data[1]);
  return validator(
    trainer,
    inputs,
    targets,
    Uint32Array.from({ length: inputs.count }, (_, row) => row),
  );
}

function validator({ model, loss, metrics }: Trainer, x: Rows, y: Rows, order: Uint32Array): Validate {
  const evaluator = new Evaluator(model, loss, metrics);
  return () => {
    const figures = evaluator.run(`${who}: validation`, x, y, order);
    return Object.fromEntries(Object.entries(figures).map(([name, value]) => [validationName(name), value]));
  };
}
