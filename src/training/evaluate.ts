/** Loss and metrics on rows with known targets, in evaluation mode. */
import { record } from '../autodiff/record.ts';
import { type Rows, type RowsLike, toRows } from '../data/rows.ts';
import { requireKnownOptions, ShapeError } from '../errors.ts';
import { noGrad } from '../tensor/mode.ts';
import { rowWeights } from './class-weights.ts';
import { type LossFunction, type LossName, lossOf, type ModelLoss, requireTargets } from './loss-function.ts';
import { type Metric, MetricCollector, type MetricList, requireMetrics, wantOutputs } from './metric-collector.ts';
import type { Model } from './model.ts';
import { requireInputShape, rowsAtOnce } from './predict.ts';
import { RecordedGraphs } from './recorded-graphs.ts';
import { type Predictions, rowShapes, stepComputation } from './step-computation.ts';

export interface EvaluateOptions {
  readonly loss: LossName | LossFunction;
  readonly metrics?: readonly Metric[];
  /** A factor for each row, for the loss. */
  readonly sampleWeights?: ArrayLike<number>;
}

/** Evaluates one model with one loss and one list of metrics as often as asked. */
export class Evaluator {
  private readonly model: Model;
  private readonly loss: ModelLoss;
  private readonly metrics: MetricList;
  private readonly predictions: Predictions;
  private readonly graphs: RecordedGraphs;

  constructor(model: Model, loss: ModelLoss, metrics: MetricList) {
    this.model = model;
    this.loss = loss;
    this.metrics = metrics;
    this.predictions = metrics.length === 0 ? 'none' : wantOutputs(metrics) ? 'outputs' : 'asInLoss';
    this.graphs = new RecordedGraphs(model);
  }

  /**
   * The loss (penalty included) and the metrics over the rows at `order`.
   *
   * @throws what the loss and the metrics throw for rows that do not fit.
   */
  run(who: string, x: Rows, y: Rows, order: Uint32Array, weights?: Float32Array): Record<string, number> {
    const { model, loss, predictions } = this;
    const shapes = rowShapes(model, loss, x.shape, y.shape);
    const fromLogits = loss.fromLogits && predictions !== 'outputs';
    const { metrics } = this;
    const collector =
      metrics.length > 0 && new MetricCollector(who, metrics, model, loss, fromLogits, shapes.outputs, y.shape);
    const most = Math.min(rowsAtOnce, order.length);
    const xBatch = new Float32Array(most * x.size);
    const yBatch = new Float32Array(most * y.size);
    let sum = 0;
    let penalty = 0;
    for (let from = 0; from < order.length; from += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, order.length - from);
      x.gather(xBatch, order, from, count);
      y.gather(yBatch, order, from, count);
      const batch: Float32Array[] = [xBatch.subarray(0, count * x.size), yBatch.subarray(0, count * y.size)];
      const inputs = [
        [count, ...x.shape],
        [count, ...shapes.targets],
      ];
      if (weights) {
        batch.push(Float32Array.from({ length: count }, (_, i) => weights[order[from + i]]));
        inputs.push([count]);
      }
      const graph = this.graphs.get(inputs.join(' '), (arena) =>
        noGrad(() => record(inputs, stepComputation(model, loss, false, predictions), { arena })),
      );
      graph.forward(batch);
      penalty = graph.read(1);
      sum += (graph.read(0) - penalty) * count;
      if (!collector) continue;
      const outputs = new Float32Array(graph.outputs[2].size);
      graph.readInto(2, outputs);
      collector.add(outputs, batch[1], count);
    }
    return { loss: sum / order.length + penalty, ...(collector ? collector.take(who) : undefined) };
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
  const order = Uint32Array.from({ length: inputs.count }, (_, i) => i);
  const weights = rowWeights(who, targets, undefined, order, undefined, options.sampleWeights);
  return new Evaluator(model, loss, metrics).run(who, inputs, targets, order, weights);
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
