/** A model as a table. */
import { record } from '../autodiff/record.ts';
import { requireInteger, requireKnownOptions, shapeText, valueText } from '../errors.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import { noGrad } from '../tensor/mode.ts';
import { lossOf } from './loss-function.ts';
import type { Sequential } from './sequential.ts';
import { rowShapes, stepComputation } from './step-computation.ts';

export interface SummaryOptions {
  /** Of the training step whose bytes are counted; 32 unless set. */
  readonly batchSize?: number;
  /** Whose slots are counted with it; none unless set. */
  readonly optimizer?: Optimizer;
}

/**
 * Layers with output shapes and parameters, the totals, and the bytes of a training step: weights, gradients, slots of the
 * optimizer, and what the step computes (with the loss that suits the final activation).
 *
 * @throws RangeError, TypeError for options.
 */
export function summaryOf(model: Sequential, options: SummaryOptions = {}): string {
  const who = 'Sequential.summary';
  requireKnownOptions(who, options, ['batchSize', 'optimizer']);
  const { batchSize = 32, optimizer } = options;
  requireInteger(who, { batchSize }, 1);
  if (optimizer !== undefined && !(optimizer instanceof Optimizer)) {
    throw new TypeError(`${who}: optimizer must be an optimizer, got ${valueText(optimizer)}; make one: new Adam()`);
  }
  const rows = model.layers.map((layer) => {
    const weights = layer.allWeights().map(([, weight]) => weight);
    const count = (learned: boolean): number =>
      weights.filter((weight) => weight.learned === learned).reduce((sum, { tensor }) => sum + tensor.size, 0);
    const kept = count(false);
    const notes = [...(layer.trainable ? [] : ['frozen']), ...(kept > 0 ? [`${kept} kept`] : [])];
    return [layer.path, String(layer), shapeText(layer.outputShape!), grouped(count(true)), notes.join(', ')];
  });
  const inputs = ['', 'inputs', shapeText(model.inputShape), '', ''];
  const table = columns([['layer', 'kind', 'output', 'parameters', ''], inputs, ...rows]);

  const all = model.layers.flatMap((layer) => layer.allWeights().map(([, weight]) => weight));
  const total = all.filter(({ learned }) => learned).reduce((sum, { tensor }) => sum + tensor.size, 0);
  const learned = model.parameterCount;
  const weights = 4 * all.reduce((sum, { tensor }) => sum + tensor.size, 0);
  const slots = optimizer ? 4 * learned * optimizer.slots.length : 0;
  const computed = bytesOfStep(model, batchSize);
  const parts = [
    `weights ${bytes(weights)}`,
    `gradients ${bytes(4 * learned)}`,
    ...(optimizer ? [`${optimizer.name} ${bytes(slots)}`] : []),
    `activations ${bytes(computed)}`,
  ];
  return [
    ...table,
    '',
    `${grouped(total)} parameters${learned === total ? '' : `, ${grouped(learned)} of them learned`}`,
    `A training step of ${batchSize} rows takes ${bytes(weights + 4 * learned + slots + computed)}: ${parts.join(', ')}.`,
  ].join('\n');
}

/** Bytes of the memory that one step of training is planned in. */
function bytesOfStep(model: Sequential, batchSize: number): number {
  const hasHead = ['softmax', 'sigmoid'].includes(model.finalActivation);
  const loss = lossOf('Sequential.summary', model, hasHead ? 'crossEntropy' : 'meanSquaredError');
  const targets = hasHead && model.finalActivation === 'softmax' ? [] : model.outputShape;
  const shapes = rowShapes(model, loss, model.inputShape, targets);
  const inputs = [
    [batchSize, ...model.inputShape],
    [batchSize, ...shapes.targets],
  ];
  const compute = stepComputation(model, loss, true, 'none');
  // With every layer frozen there is no backward.
  const step = (): number => record(inputs, compute).bytes;
  return model.parameterCount > 0 ? step() : noGrad(step);
}

/** Lines with columns as wide as their longest cell; numbers of parameters to the right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 3 ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd(),
  );
}

/** 12345 → `12,345`. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `21.0 kB`. */
function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  return count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}
