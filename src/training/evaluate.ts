/** Loss and metrics on rows with known targets, in evaluation mode. */
import { record } from '../autodiff/record.ts';
import { rowNumbers } from '../data/row-numbers.ts';
import { type Rows, type RowsLike, toRows } from '../data/rows.ts';
import { NonFiniteError, requireKnownOptions, ShapeError } from '../errors.ts';
import { noGrad } from '../tensor/mode.ts';
import { sizeOf } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { rowWeights } from './class-weights.ts';
import { type LossFunction, type LossName, lossOf, type ModelLoss, requireTargets } from './loss-function.ts';
import { type Metric, MetricCollector, type MetricList, predictionsFor, requireMetrics } from './metric-collector.ts';
import type { Model } from './model.ts';
import { requireInputShape, rowsAtOnce } from './predict.ts';
import { RecordedGraphs } from './recorded-graphs.ts';
import { type Predictions, rowShapes, type StepComputation, stepComputation } from './step-computation.ts';

export interface EvaluateOptions {
  readonly loss: LossName | LossFunction;
  readonly metrics?: readonly Metric[];
  /** A factor for each row, for the loss. */
  readonly sampleWeights?: ArrayLike<number>;
}

/** Of models whose evaluations are recorded: for all losses and metrics together, so that evaluating again records nothing. */
const graphsOfModels = new WeakMap<Model, RecordedGraphs>();

function graphsOf(model: Model): RecordedGraphs {
  let graphs = graphsOfModels.get(model);
  if (!graphs) {
    graphs = new RecordedGraphs(model);
    graphsOfModels.set(model, graphs);
  }
  return graphs;
}

/** Evaluates one model with one loss and one list of metrics as often as asked. */
export class Evaluator {
  private readonly model: Model;
  private readonly loss: ModelLoss;
  private readonly metrics: MetricList;
  private readonly predictions: Predictions;
  private readonly compute: StepComputation;
  private readonly graphs: RecordedGraphs | undefined;

  /** Code of others is not recorded: what it computes may change from one evaluation to the next. */
  constructor(model: Model, loss: ModelLoss, metrics: MetricList) {
    this.model = model;
    this.loss = loss;
    this.metrics = metrics;
    this.predictions = predictionsFor(metrics);
    this.compute = stepComputation(model, loss, false, this.predictions);
    this.graphs = model.recordsFaithfully === true && loss.builtIn ? graphsOf(model) : undefined;
  }

  /**
   * What gathers the metrics of rows of these shapes; undefined where there are none.
   *
   * @throws RangeError for a metric that does not fit.
   */
  collector(who: string, x: Rows, y: Rows): MetricCollector | undefined {
    const { model, loss, metrics } = this;
    if (metrics.length === 0) return undefined;
    const { outputs } = rowShapes(model, loss, x.shape, y.shape);
    const fromLogits = loss.fromLogits && this.predictions !== 'outputs';
    return new MetricCollector(who, metrics, model, loss, fromLogits, outputs, y.shape);
  }

  /**
   * The loss (penalty included) and the metrics over the rows at `order`. A generator that pauses after every few rows, for
   * those who want to do something else in between.
   *
   * @throws what the loss and the metrics throw for rows that do not fit; NonFiniteError for a loss that is not finite.
   */
  *run(
    who: string,
    x: Rows,
    y: Rows,
    order: Uint32Array,
    weights?: Float32Array,
  ): Generator<void, Record<string, number>> {
    const collector = this.collector(who, x, y);
    const { targets } = rowShapes(this.model, this.loss, x.shape, y.shape);
    let sum = 0;
    let penalty = 0;
    let batch: readonly Tensor[] = [];
    for (let from = 0; from < order.length; from += rowsAtOnce) {
      if (from > 0) yield;
      const count = Math.min(rowsAtOnce, order.length - from);
      // A graph copies its inputs, so one batch will do for all; code of others may keep them.
      if (!this.graphs || batch[0]?.shape[0] !== count) {
        const shapes = [[count, ...x.shape], [count, ...targets], ...(weights ? [[count]] : [])];
        batch = shapes.map((shape) => new Tensor(shape, new Float32Array(sizeOf(shape))));
      }
      x.gather(batch[0].values!, order, from, count);
      y.gather(batch[1].values!, order, from, count);
      if (weights) for (let i = 0; i < count; i++) batch[2].values![i] = weights[order[from + i]];
      const results = this.results(batch);
      penalty = results[1][0];
      sum += (results[0][0] - penalty) * count;
      collector?.add(results[2], batch[1].values!, count);
    }
    const loss = sum / order.length + penalty;
    if (!Number.isFinite(loss)) {
      throw new NonFiniteError(
        `${who}: the loss is ${loss} for finite inputs: a weight is not finite, or values overflow; scale the inputs as in training`,
      );
    }
    return { loss, ...collector?.take(who) };
  }

  /** Loss, penalty and, where metrics want them, predictions. */
  private results(batch: readonly Tensor[]): readonly Float32Array[] {
    const [x, y, weights] = batch;
    if (!this.graphs) return noGrad(() => this.compute(x, y, weights)).map((result) => result.toFloat32Array());
    const shapes = batch.map(({ shape }) => shape);
    const key = `${this.loss.name} ${this.predictions} ${shapes.join(' ')}`;
    const graph = this.graphs.get(key, (arena) => noGrad(() => record(shapes, this.compute, { arena })));
    graph.forward(batch);
    return graph.outputs.map(({ size }, i) => {
      const values = new Float32Array(size);
      graph.readInto(i, values);
      return values;
    });
  }
}

/** For `model.evaluate` and anything else with rows as people give them. */
export function evaluateModel(
  who: string,
  model: Model,
  x: RowsLike,
  y: RowsLike,
  options: EvaluateOptions,
): Record<string, number> {
  requireKnownOptions(who, options ?? null, ['loss', 'metrics', 'sampleWeights']);
  const loss = lossOf(who, model, options.loss);
  const metrics = requireMetrics(who, options.metrics);
  const { inputs, targets } = checkedRows(who, model, loss, x, y);
  const order = rowNumbers(inputs.count);
  const weights = rowWeights(who, targets, undefined, order, undefined, options.sampleWeights);
  const run = new Evaluator(model, loss, metrics).run(who, inputs, targets, order, weights);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

/**
 * Rows that the model and the loss can use, checked once.
 *
 * @throws ShapeError where x and y have not as many rows, or the model does not take them; DataError for a number that is not
 *   finite or a target that cannot be.
 */
export function checkedRows(
  who: string,
  model: Model,
  loss: ModelLoss,
  x: RowsLike,
  y: RowsLike,
): { inputs: Rows; targets: Rows } {
  const inputs = toRows(`${who}: x`, x);
  const targets = toRows(`${who}: y`, y);
  if (inputs.count !== targets.count) {
    throw new ShapeError(`${who}: x has ${inputs.count} rows and y has ${targets.count}`);
  }
  requireInputShape(who, model, inputs.shape);
  inputs.requireFinite(`${who}: x`);
  requireTargets(who, loss, rowShapes(model, loss, inputs.shape, targets.shape).outputs, targets);
  return { inputs, targets };
}
