/** What `fit` trains on and what it validates with, checked before anything changes. */
import { rowNumbers } from '../data/row-numbers.ts';
import type { Rows, RowsLike } from '../data/rows.ts';
import { trainTestSplit } from '../data/split.ts';
import { DataError, requireInteger, ShapeError, valueText } from '../errors.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import type { BatchSource } from './batch-source.ts';
import { classAt, rowWeights } from './class-weights.ts';
import { type EpochFeed, RowsFeed, SourceFeed } from './epoch-feed.ts';
import { checkedRows, Evaluator } from './evaluate.ts';
import { type EpochFigures, validationName } from './history.ts';
import { type ModelLoss, requireTargets } from './loss-function.ts';
import type { Trainer } from './trainer.ts';
import type { FitOptions } from './trainer-options.ts';

const who = 'fit';

/** Evaluates the validation rows; what it finds is named as in the history. */
export type Validate = () => Generator<void, EpochFigures>;

export interface FitData {
  readonly feed: EpochFeed;
  readonly validate: Validate | undefined;
}

/** Rows at hand, checked, and divided where part of them is for validation. @throws as `Trainer.fit`. */
export function dataFromRows(trainer: Trainer, x: RowsLike, y: RowsLike | undefined, options: FitOptions): FitData {
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

  const classes = classesOf(loss, shapes.outputs, targets);
  const labels = classes === undefined ? undefined : labelsOf(targets);
  const split = validationSplit === undefined ? undefined : splitRows(targets.count, validationSplit, seed, labels);
  const train = split?.train ?? rowNumbers(targets.count);
  if (labels && loss.builtIn && train.every((row) => labels[row] === labels[train[0]])) {
    throw new DataError(
      `${who}: all ${train.length} targets are class ${labels[train[0]]}: a classifier needs at least two classes to learn from`,
    );
  }
  const { classWeights, sampleWeights } = options;
  const weights = rowWeights(who, targets, classes, train, classWeights, sampleWeights);
  const shapesOf = (count: number): Shape[] =>
    [inputs.shape, shapes.targets, ...(weights ? [[]] : [])].map((shape) => [count, ...shape]);
  tryBatches(trainer, train.length, batchSize, shapesOf);
  const feed = new RowsFeed(inputs, targets, shapes.targets, weights, split?.train, { batchSize, shuffle, seed });
  const validate = split
    ? validator(trainer, inputs, targets, split.test)
    : validationData && validatorOf(trainer, validationData);
  return { feed, validate };
}

/** Whole batches and the last, shorter one: what the model says to either is known before the first step. */
function tryBatches(trainer: Trainer, rows: number, batchSize: number, shapesOf: (count: number) => Shape[]): void {
  trainer.runner.tryShapes(shapesOf(Math.min(batchSize, rows)));
  const rest = rows % batchSize;
  if (rest === 0 || rest === rows) return;
  try {
    trainer.runner.tryShapes(shapesOf(rest));
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const what = `of ${rows} rows in batches of ${batchSize}, the last batch has ${rest}`;
    throw new ShapeError(`${who}: ${what}: ${error.message}; choose another batchSize`, { cause: error });
  }
}

/** Batches of people's own; each is checked as it comes. @throws as `Trainer.fit`. */
export function dataFromSource(
  trainer: Trainer,
  source: BatchSource,
  y: unknown,
  { validationData, ...options }: FitOptions,
): FitData {
  if (y !== undefined) throw new TypeError(`${who}: batches bring their own targets; leave y undefined`);
  for (const name of ['batchSize', 'shuffle', 'seed', 'validationSplit', 'classWeights', 'sampleWeights'] as const) {
    if (options[name] === undefined) continue;
    throw new TypeError(`${who}: ${name} needs rows at hand, not batches; let the batches come as they should be`);
  }
  const { loss } = trainer;
  const targetShapeOf = (what: string, x: Rows, targets: Rows) => {
    x.requireFinite(`${what}: x`);
    const shapes = trainer.shapesFor(what, [x.count, ...x.shape], [targets.count, ...targets.shape]);
    requireTargets(what, loss, shapes.outputs, targets);
    return shapes.targets;
  };
  return {
    feed: new SourceFeed(who, source, targetShapeOf),
    validate: validationData && validatorOf(trainer, validationData),
  };
}

/**
 * Exclusive classes that the targets name; undefined where they are anything else. Of a loss of one's own that is not known,
 * so all of them have to be indices of outputs.
 */
function classesOf(loss: ModelLoss, outputs: Shape, targets: Rows): number | undefined {
  const kind = loss.kindOf(outputs, targets.shape);
  if (kind !== 'classes' && kind !== 'probabilities') return undefined;
  const classes = Math.max(2, sizeOf(outputs));
  if (loss.builtIn) return classes;
  for (let row = 0; row < targets.count; row++) {
    const target = targets.at(row);
    if (!Number.isInteger(target) || target < 0 || target >= classes) return undefined;
  }
  return classes;
}

/** The class of every row. */
function labelsOf(targets: Rows): Int32Array {
  const labels = new Int32Array(targets.count);
  for (let row = 0; row < labels.length; row++) labels[row] = classAt(targets, row);
  return labels;
}

/** Rows drawn for validation, class by class where each has at least two rows and both parts have room for all. */
function splitRows(rows: number, share: number, seed: number, labels: Int32Array | undefined) {
  if (typeof share !== 'number' || !(share > 0 && share < 1)) {
    throw new RangeError(`${who}: validationSplit must be in (0, 1), got ${valueText(share)}`);
  }
  const validation = Math.ceil(rows * share);
  if (validation >= rows) {
    throw new RangeError(`${who}: validationSplit ${share} of ${rows} rows leaves none to train on`);
  }
  const counts = new Map<number, number>();
  labels?.forEach((label) => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  });
  const fits =
    counts.size <= Math.min(validation, rows - validation) && [...counts.values()].every((count) => count > 1);
  return trainTestSplit(rows, { testSize: share, seed, stratify: labels && fits ? labels : undefined });
}

function validatorOf(trainer: Trainer, data: FitOptions['validationData']): Validate {
  if (!Array.isArray(data) || data.length !== 2) {
    throw new TypeError(`${who}: validationData must be [x, y], got ${valueText(data)}`);
  }
  const { inputs, targets } = checkedRows(`${who}: validationData`, trainer.model, trainer.loss, data[0], data[1]);
  return validator(trainer, inputs, targets, rowNumbers(inputs.count));
}

function validator({ model, loss, metrics }: Trainer, x: Rows, y: Rows, order: Uint32Array): Validate {
  const evaluator = new Evaluator(model, loss, metrics);
  evaluator.collector(`${who}: validation`, x, y); // metrics that do not fit are found before training begins
  return function* () {
    const figures = yield* evaluator.run(`${who}: validation`, x, y, order);
    return Object.fromEntries(Object.entries(figures).map(([name, value]) => [validationName(name), value]));
  };
}
