import { type RowsLike, toRows } from '../data/rows.ts';
import { requireKnownOptions, ShapeError, valueText } from '../errors.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { toOptimizer } from '../optimizers/to-optimizer.ts';
import type { Shape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { BatchSource } from './batch-source.ts';
import { fitEpochs } from './fit.ts';
import type { History } from './history.ts';
import { lossOf, type ModelLoss } from './loss-function.ts';
import { MetricCollector, type MetricList, predictionsFor, requireMetrics } from './metric-collector.ts';
import type { Model } from './model.ts';
import { requireInputShape } from './predict.ts';
import { TensorBatch } from './step-batch.ts';
import { rowShapes } from './step-computation.ts';
import { StepRunner } from './step-runner.ts';
import { type FitOptions, type TrainerOptions, trainerOptionNames } from './trainer-options.ts';

/** What one step found, before its update: the loss with the penalty in it, the penalty alone, the metrics of the batch. */
export interface StepFigures {
  readonly loss: number;
  readonly penalty: number;
  readonly [metric: string]: number;
}

/**
 * Trains a model, step by step or for whole epochs.
 *
 *     const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: new Adam({ learningRate: 1e-3 }) });
 *     const { loss } = trainer.step(xBatch, yBatch);
 *     const history = await trainer.fit(x, y, { epochs: 20, validationSplit: 0.1 });
 *
 * A step is exactly
 *
 *     const loss = lossOf(model.logits(x, { training: true }), y).add(model.penalty());
 *     for (const parameter of model.parameters()) parameter.zeroGrad();
 *     loss.backward();
 *     optimizer.step(model.parameters());
 *
 * and has its bits; it is recorded once for each batch size and replayed. A step that fails leaves the model as it was.
 *
 * `model` is a `Sequential` or anything with `forward` and `parameters`. With layers, losses or models of one's own, the
 * recordings of the first two steps are compared: a number computed in JavaScript would be frozen, so a difference throws
 * and names the operation; `recorded: false` computes every step anew.
 *
 * @throws TypeError, RangeError for options; TypeError for 'crossEntropy' and a model that does not end in softmax or sigmoid.
 */
export class Trainer {
  readonly model: Model;
  readonly optimizer: Optimizer;
  /** Why the last `fit` ended before its last epoch; undefined if it did not. */
  stopReason: string | undefined;

  // What follows belongs to the library.
  readonly loss: ModelLoss;
  readonly metrics: MetricList;
  readonly runner: StepRunner;
  /** Whether predictions are logits. */
  private readonly fromLogits: boolean;
  private shapes:
    | { readonly x: Shape; readonly y: Shape; readonly outputs: Shape; readonly targets: Shape }
    | undefined;

  constructor(model: Model, options: TrainerOptions) {
    const who = 'Trainer';
    requireKnownOptions(who, options ?? null, trainerOptionNames);
    if (typeof model?.forward !== 'function' || typeof model.parameters !== 'function') {
      throw new TypeError(`${who}: the model must have forward() and parameters(), got ${valueText(model)}`);
    }
    const { loss, optimizer, metrics, recorded = true } = options;
    if (typeof recorded !== 'boolean') {
      throw new TypeError(`${who}: recorded must be true or false, got ${valueText(recorded)}`);
    }
    this.model = model;
    this.loss = lossOf(who, model, loss);
    this.optimizer = toOptimizer(who, optimizer);
    this.metrics = requireMetrics(who, metrics);
    const wanted = predictionsFor(this.metrics);
    this.fromLogits = this.loss.fromLogits && wanted !== 'outputs';
    this.runner = new StepRunner(model, this.loss, this.optimizer, recorded, wanted);
  }

  /**
   * One training step on one batch.
   *
   * @param x [batch, …inputShape].
   * @param y class indices [batch], or targets [batch, …outputShape].
   * @param weights one factor a row, for the loss.
   * @returns loss and metrics of the batch before the update.
   * @throws ShapeError, RangeError for a batch that does not fit; NonFiniteError for a loss that is not finite, naming the
   *   layer and operation where that began. The model is then as it was before the step.
   */
  step(x: RowsLike, y: RowsLike, weights?: RowsLike): StepFigures {
    const who = 'Trainer.step';
    const inputs = x instanceof Tensor ? x : toRows(`${who}: x`, x).toTensor();
    const given = y instanceof Tensor ? y : toRows(`${who}: y`, y).toTensor();
    const { targets } = this.shapesFor(who, inputs.shape, given.shape);
    const values = sameRows(targets, given.shape) ? given : reshaped(given, targets);
    const factors =
      weights === undefined || weights instanceof Tensor ? weights : toRows(`${who}: weights`, weights).toTensor();
    const batch = new TensorBatch(inputs, values, factors);
    const { runner } = this;
    if (this.metrics.length === 0) return { loss: runner.run(who, batch), penalty: runner.penalty };
    const collector = this.collector(who);
    let figures: Record<string, number> | undefined;
    const loss = runner.run(who, batch, () => {
      collector.add(runner.predictions, batch.targets(), batch.rows);
      figures = collector.take(who); // which may throw: before the update
    });
    return { loss, penalty: runner.penalty, ...figures };
  }

  /**
   * Trains for whole epochs.
   *
   * The batches are those of `batches(x, y, { batchSize, shuffle, seed, epoch })`. All numbers are checked before anything
   * changes. About every 50 ms timers, input and drawing have their turn.
   *
   * @param x rows as a tensor, nested arrays, or { data, shape, scale }; or batches { x, y, weights? } as an iterable, an
   *   async iterable, or a function that returns one for each epoch, and `y` is then undefined.
   * @param y as many targets.
   * @returns the figures of every epoch.
   * @throws DataError, ShapeError, RangeError, TypeError for data or options; NonFiniteError as `step`.
   */
  async fit(x: RowsLike | BatchSource, y: RowsLike | undefined, options: FitOptions = {}): Promise<History> {
    return fitEpochs(this, x, y, options);
  }

  /**
   * Shapes of rows of outputs and targets, for batches of those shapes; found once for each pair.
   *
   * @throws ShapeError for a batch that the model or the loss does not take.
   */
  shapesFor(who: string, x: Shape, y: Shape): { readonly outputs: Shape; readonly targets: Shape } {
    if (x.length === 0 || y.length === 0 || x[0] !== y[0]) {
      throw new ShapeError(
        `${who}: expected as many targets as inputs, got x [${x.join(', ')}] and y [${y.join(', ')}]`,
      );
    }
    const last = this.shapes;
    if (last && sameRows(last.x, x) && sameRows(last.y, y)) return last;
    const rows = { x: x.slice(1), y: y.slice(1) };
    requireInputShape(who, this.model, rows.x);
    this.shapes = { ...rows, ...rowShapes(this.model, this.loss, rows.x, rows.y) };
    return this.shapes;
  }

  /** What gathers the metrics of rows shaped as in the last step. */
  collector(who: string): MetricCollector {
    const { outputs, y } = this.shapes!;
    return new MetricCollector(who, this.metrics, this.model, this.loss, this.fromLogits, outputs, y);
  }
}

/** The same rows under another shape. */
function reshaped(y: Tensor, rowShape: Shape): Tensor {
  return new Tensor([y.shape[0], ...rowShape], y.values ?? y.toFloat32Array());
}

/** Whether a batch has rows of that shape. */
function sameRows(a: Shape, batch: Shape): boolean {
  if (a.length !== batch.length - 1) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== batch[i + 1]) return false;
  return true;
}
