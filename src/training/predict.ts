/** Outputs of a model for any number of rows, a few at once; through recorded graphs where layers are the library's own. */
import type { Graph } from '../autodiff/graph.ts';
import { record } from '../autodiff/record.ts';
import type { Rows } from '../data/rows.ts';
import { NonFiniteError, ShapeError, shapeText } from '../errors.ts';
import { firstNonFinite } from '../tensor/finite.ts';
import { noGrad } from '../tensor/mode.ts';
import type { Shape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Model } from './model.ts';
import { RecordedGraphs } from './recorded-graphs.ts';

/** Rows that go through a model at once. Predictions do not depend on it: no row of an evaluation knows of another. */
export const rowsAtOnce = 256;

/**
 * The outputs for all rows.
 *
 * @throws ShapeError for rows that the model does not take; DataError for a row that is not finite; NonFiniteError where
 *   finite rows have outputs that are not.
 */
export function predictRows(who: string, model: Model, rows: Rows): Tensor {
  requireInputShape(who, model, rows.shape);
  const records = model.recordsFaithfully === true; // what code of others computes may change from call to call
  let outputs: Float32Array | undefined;
  let outputShape: Shape = [];
  let graph: Graph<Tensor[]> | undefined;
  let room: Float32Array | undefined;
  for (let from = 0; from < rows.count; from += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows.count - from);
    const shape = [count, ...rows.shape];
    let output: Tensor;
    if (records) {
      if (graph === undefined || graph.inputs[0].shape[0] !== count) graph = graphFor(model, shape);
      let values = rows.view(from, count);
      if (!values) {
        room ??= new Float32Array(count * rows.size); // the graph copies it, so one will do for all
        values = room.subarray(0, count * rows.size);
        rows.convert(values, from, count);
      }
      graph.forward([values]);
      output = graph.outputs[0];
    } else {
      const x = new Tensor(shape, new Float32Array(count * rows.size));
      rows.convert(x.values!, from, count);
      output = noGrad(() => model.forward(x, { training: false }));
    }
    if (!outputs) {
      outputShape = output.shape.slice(1);
      outputs = new Float32Array((output.size / count) * rows.count);
    }
    const start = (outputs.length / rows.count) * from;
    if (graph) graph.readInto(0, outputs, start);
    else outputs.set(output.toFloat32Array(), start);
  }
  const wrong = firstNonFinite(outputs!);
  if (wrong >= 0) {
    rows.requireFinite(`${who}: x`);
    const row = Math.floor((wrong * rows.count) / outputs!.length) + 1;
    throw new NonFiniteError(
      `${who}: the output of row ${row} is ${outputs![wrong]} for finite inputs: a weight is not finite, or values overflow; scale the inputs as in training`,
    );
  }
  return new Tensor([rows.count, ...outputShape], outputs);
}

const graphsOfModels = new WeakMap<Model, RecordedGraphs>();

function graphFor(model: Model, shape: Shape): Graph<Tensor[]> {
  let graphs = graphsOfModels.get(model);
  if (!graphs) {
    graphs = new RecordedGraphs(model);
    graphsOfModels.set(model, graphs);
  }
  return graphs.get(shape.join(), (arena) =>
    noGrad(() => record([shape], (x) => [model.forward(x, { training: false })], { arena })),
  );
}

/** @throws ShapeError unless rows have the shape that the model takes. */
export function requireInputShape(who: string, { inputShape }: Model, shape: Shape): void {
  if (inputShape === undefined) return;
  if (shape.length === inputShape.length && shape.every((size, i) => size === inputShape[i])) return;
  const batch = (sizes: Shape): string => `[batch${sizes.map((size) => `, ${size}`).join('')}]`;
  throw new ShapeError(`${who}: expected input ${batch(inputShape)}, got ${batch(shape)}`);
}

/** The class of each row: the largest output, or for a single output whether it is above one half. */
export function labelsOf(who: string, outputs: Tensor): number[] {
  if (outputs.rank !== 2) {
    throw new ShapeError(`${who}: classes need outputs [batch, classes], got ${shapeText(outputs.shape)}`);
  }
  const values = outputs.values!;
  const [rows, classes] = outputs.shape;
  return Array.from({ length: rows }, (_, row) =>
    classes === 1 ? Number(values[row] > 0.5) : largestAt(values, row * classes, classes),
  );
}

/** The place, from 0, of the largest of `count` values from `start` on; of equal ones, the first. */
export function largestAt(values: ArrayLike<number>, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (values[start + i] > values[start + best]) best = i;
  return best;
}
