/** Metrics over all rows of an epoch or an evaluation, gathered batch by batch. */
import { valueText } from '../errors.ts';
import type { MetricName, NamedMetric } from '../metrics/named-metric.ts';
import { namedMetric } from '../metrics/named-metric.ts';
import { type Shape, sizeOf } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { ModelLoss } from './loss-function.ts';
import type { Model } from './model.ts';
import { largestAt } from './predict.ts';
import type { Predictions } from './step-computation.ts';

/**
 * A metric of one's own: targets and outputs of all rows, as tensors with the rows first, to a number. Outputs are
 * probabilities where the model ends in softmax or sigmoid. Its name is that of the function.
 */
export type MetricFunction = (targets: Tensor, outputs: Tensor) => number;

/**
 * 'accuracy', 'precision', 'recall', 'f1'; 'logLoss', 'brierScore', 'rocAuc', 'top2Accuracy', 'top3Accuracy', 'top5Accuracy';
 * 'r2', 'mae', 'rmse', 'mape'; or a function.
 */
export type Metric = MetricName | MetricFunction;

type NamedFunction = { readonly name: string; readonly kind: 'own'; readonly score: MetricFunction };

/** Metrics of a trainer, checked. */
export type MetricList = readonly (NamedMetric | NamedFunction)[];

/** @throws TypeError unless it is an array of names and named functions; RangeError for an unknown name, or one given twice. */
export function requireMetrics(who: string, metrics: unknown): MetricList {
  if (metrics === undefined) return [];
  if (!Array.isArray(metrics)) throw new TypeError(`${who}: metrics must be an array, got ${valueText(metrics)}`);
  const list = metrics.map((metric: unknown): NamedMetric | NamedFunction => {
    if (typeof metric !== 'function') return namedMetric(who, metric);
    if (metric.name === '')
      throw new TypeError(`${who}: a metric function needs a name: const recallAt5 = (targets, outputs) => …`);
    return { name: metric.name, kind: 'own', score: metric as MetricFunction };
  });
  const names = list.map(({ name }) => name);
  const taken = names.find(
    (name, i) => names.indexOf(name) !== i || ['loss', 'penalty', 'learningRate'].includes(name),
  );
  if (taken !== undefined)
    throw new RangeError(`${who}: two figures would be named '${taken}'; give the metric another name`);
  return list;
}

/** What metrics need of a step: nothing, only which class is largest, or outputs proper. */
export function predictionsFor(metrics: MetricList): Predictions {
  if (metrics.length === 0) return 'none';
  return metrics.some(({ kind }) => kind !== 'classes') ? 'outputs' : 'asInLoss';
}

export class MetricCollector {
  private readonly metrics: MetricList;
  private readonly outputShape: Shape;
  private readonly targetShape: Shape;
  /** Elements that are classified a row: 1, or for several sigmoid outputs each of them. */
  private readonly classified: number;
  private readonly classes: number;
  /** Above it, a single output means class 1. */
  private readonly threshold: number;
  private predictedClasses = new Int32Array();
  private targetClasses = new Int32Array();
  private outputs = new Float32Array();
  private targets = new Float32Array();
  private readonly keepsClasses: boolean;
  private readonly keepsOutputs: boolean;
  private rows = 0;
  private capacity = 0;

  /**
   * @param fromLogits whether `add` gets logits rather than outputs.
   * @param outputShape, targetShape of one row.
   * @throws RangeError for a metric on classes where there are none, or too few, or no probabilities of them.
   */
  constructor(
    who: string,
    metrics: MetricList,
    model: Model,
    loss: ModelLoss,
    fromLogits: boolean,
    outputShape: Shape,
    targetShape: Shape,
  ) {
    this.metrics = metrics;
    this.outputShape = outputShape;
    this.targetShape = targetShape;
    const outputs = sizeOf(outputShape);
    const head = model.finalActivation;
    const perElement = outputs === sizeOf(targetShape) && (head === 'sigmoid' || outputs === 1);
    this.classified = perElement ? outputs : 1;
    this.classes = perElement ? 2 : outputs;
    requireFitting(who, metrics, loss, head, outputShape, targetShape, this.classes);
    this.threshold = fromLogits ? 0 : 0.5;
    this.keepsClasses = metrics.some(isOnClasses);
    this.keepsOutputs = predictionsFor(metrics) === 'outputs';
  }

  /** Takes in a batch; row-major values of that many rows. */
  add(outputs: Float32Array, targets: ArrayLike<number>, rows: number): void {
    this.makeRoom(this.rows + rows);
    const { classified, predictedClasses, targetClasses } = this;
    const columns = sizeOf(this.outputShape);
    const targetColumns = sizeOf(this.targetShape);
    if (this.keepsClasses) {
      let next = this.rows * classified;
      if (this.classes === 2 && (classified > 1 || columns === 1)) {
        for (let i = 0; i < rows * classified; i++, next++) {
          predictedClasses[next] = outputs[i] > this.threshold ? 1 : 0;
          targetClasses[next] = targets[i] > 0.5 ? 1 : 0;
        }
      } else {
        for (let row = 0; row < rows; row++, next++) {
          predictedClasses[next] = largestAt(outputs, row * columns, columns);
          targetClasses[next] =
            targetColumns === 1 ? targets[row] : largestAt(targets, row * targetColumns, targetColumns);
        }
      }
    }
    if (this.keepsOutputs) {
      for (let i = 0; i < rows * columns; i++) this.outputs[this.rows * columns + i] = outputs[i];
      for (let i = 0; i < rows * targetColumns; i++) this.targets[this.rows * targetColumns + i] = targets[i];
    }
    this.rows += rows;
  }

  private makeRoom(rows: number): void {
    if (rows <= this.capacity) return;
    this.capacity = Math.max(rows, 2 * this.capacity);
    const grown = <T extends Int32Array | Float32Array>(array: T, room: number): T => {
      const larger = new (array.constructor as new (n: number) => T)(room);
      larger.set(array);
      return larger;
    };
    if (this.keepsClasses) {
      this.predictedClasses = grown(this.predictedClasses, this.capacity * this.classified);
      this.targetClasses = grown(this.targetClasses, this.capacity * this.classified);
    }
    if (!this.keepsOutputs) return;
    this.outputs = grown(this.outputs, this.capacity * sizeOf(this.outputShape));
    this.targets = grown(this.targets, this.capacity * sizeOf(this.targetShape));
  }

  /** The metrics over all rows since the last call, by name. @throws TypeError if a function returns no number. */
  take(who: string): Record<string, number> {
    const { rows, classified } = this;
    const columns = sizeOf(this.outputShape);
    const figures: Record<string, number> = {};
    for (const metric of this.metrics) {
      if (metric.kind === 'own') figures[metric.name] = this.ownMetric(who, metric);
      else if (metric.kind === 'classes') {
        const count = rows * classified;
        const targets = this.targetClasses.subarray(0, count);
        figures[metric.name] = metric.score(targets, this.predictedClasses.subarray(0, count), this.classes);
      } else if (metric.kind === 'probabilities') {
        const targets = this.targetClasses.subarray(0, rows * classified);
        const outputs = this.outputs.subarray(0, rows * columns);
        figures[metric.name] = metric.score(targets, outputs, columns / classified);
      } else {
        const count = rows * columns;
        figures[metric.name] = metric.score(this.targets.subarray(0, count), this.outputs.subarray(0, count), columns);
      }
    }
    this.rows = 0;
    return figures;
  }

  private ownMetric(who: string, { name, score }: NamedFunction): number {
    const { rows, outputShape, targetShape } = this;
    const of = (values: Float32Array, shape: Shape): Tensor =>
      new Tensor([rows, ...shape], values.slice(0, rows * sizeOf(shape)));
    const value: unknown = score(of(this.targets, targetShape), of(this.outputs, outputShape));
    if (typeof value === 'number') return value;
    throw new TypeError(`${who}: the metric '${name}' must return a number, got ${valueText(value)}`);
  }
}

function isOnClasses({ kind }: MetricList[number]): boolean {
  return kind === 'classes' || kind === 'probabilities';
}

/** @throws RangeError for a metric that cannot be computed from such outputs and targets. */
function requireFitting(
  who: string,
  metrics: MetricList,
  loss: ModelLoss,
  head: Model['finalActivation'],
  outputShape: Shape,
  targetShape: Shape,
  classes: number,
): void {
  const onClasses = metrics.find(isOnClasses);
  const hasClasses = loss.kindOf(outputShape, targetShape) !== 'numbers' || head === 'softmax' || head === 'sigmoid';
  if (onClasses && !hasClasses) {
    throw new RangeError(
      `${who}: the metric '${onClasses.name}' needs classes, and the loss '${loss.name}' is on numbers; use the loss 'crossEntropy', or 'mae', 'rmse', 'r2'`,
    );
  }
  const onProbabilities = metrics.find(({ kind }) => kind === 'probabilities');
  if (onProbabilities && head !== undefined && head !== 'softmax' && head !== 'sigmoid') {
    throw new RangeError(
      `${who}: the metric '${onProbabilities.name}' needs probabilities, and the model ends in '${head}'; give the last layer activation: 'softmax' or 'sigmoid'`,
    );
  }
  const onValues = metrics.find(({ kind }) => kind === 'values');
  if (onValues && sizeOf(outputShape) !== sizeOf(targetShape)) {
    throw new RangeError(
      `${who}: the metric '${onValues.name}' compares numbers, and targets have ${sizeOf(targetShape)} a row for ${sizeOf(outputShape)} outputs; for classes use 'accuracy', 'precision', 'recall' or 'f1'`,
    );
  }
  for (const metric of metrics) {
    if (metric.kind === 'own' || metric.fewestClasses === undefined || classes >= metric.fewestClasses) continue;
    throw new RangeError(
      `${who}: the metric '${metric.name}' would be 1 for ${classes} classes, whatever is predicted; it needs at least ${metric.fewestClasses}`,
    );
  }
}
