import { counted } from '../data/counted.ts';
import { type Rows, type RowsLike, toRows } from '../data/rows.ts';
import { requireInteger, requireKnownOptions, requireOneOf, ShapeError, shapeText, valueText } from '../errors.ts';
import { BatchNorm } from '../layers/batch-norm.ts';
import { Embedding } from '../layers/embedding.ts';
import type { Layer } from '../layers/layer.ts';
import { LayerNorm } from '../layers/layer-norm.ts';
import { sizeOf } from '../tensor/shape.ts';
import { type LossFunction, type LossName, lossNames, lossOf } from '../training/loss-function.ts';
import type { Model } from '../training/model.ts';
import { requireInputShape } from '../training/predict.ts';
import { rowShapes } from '../training/step-computation.ts';
import { bySeverity, type Finding } from './finding.ts';
import { headLoss } from './head-loss.ts';
import { inputIsTarget } from './input-is-target.ts';
import { requireFeatureNames } from './part.ts';
import type { Setup } from './setup.ts';
import { setupLabels } from './setup-labels.ts';
import { setupNumbers } from './setup-numbers.ts';
import { unscaled, unscaledTarget } from './setup-scale.ts';

export interface LintSetupOptions {
  /** As a trainer takes it. */
  readonly model: Model;
  /** As a trainer takes it. A function of someone's own may mean anything by outputs and targets, so that less is found. */
  readonly loss: LossName | LossFunction;
  /** What `fit` would be given to train on: rows of numbers as they go into the model, scaled. */
  readonly x: RowsLike;
  readonly y: RowsLike;
  /** Rows to validate with, as `fit` takes them: their labels and numbers are looked at, too. */
  readonly validationData?: readonly [x: RowsLike, y: RowsLike];
  /** Rows a step; 32 unless set. */
  readonly batchSize?: number;
  /** The names of the columns of x; their numbers, from 1, unless set. */
  readonly featureNames?: readonly string[];
}

/**
 * Looks at a model, its loss and the rows it is to be trained on, without training it.
 *
 * Errors: a last activation that does not go with the loss (`head-loss`; squared error of class indices after softmax:
 * `softmax-squared-error`), shapes that do not fit, labels without an output (`label-range`, `sigmoid-labels`), targets that an
 * activation cannot reach (`target-range`), numbers that are not finite, a single class, an input that is the target. Warnings:
 * squared error of probabilities, inputs or targets that are not scaled, outputs for classes that never occur, batches larger
 * than the data.
 *
 *     const model = new Sequential([new Dense(6, { activation: 'softmax' })], { inputShape: [11] });
 *     lintSetup({ model, loss: 'crossEntropy', x, y: [5, 5, 6, 3, …] });
 *     // error label-range: 3 labels of 4 … outside 0 to 5, the classes of a head of 6 units: 6 at row 3 the first; …
 *
 * @returns errors first, then warnings, then notes.
 * @throws TypeError, RangeError for options; ShapeError, DataError for rows that are none, such as ragged ones.
 */
export function lintSetup(options: LintSetupOptions): Finding[] {
  const who = 'lintSetup';
  requireKnownOptions(who, options ?? null, ['model', 'loss', 'x', 'y', 'validationData', 'batchSize', 'featureNames']);
  const { model, loss, batchSize = 32 } = options;
  if (typeof model?.forward !== 'function' || typeof model.parameters !== 'function') {
    throw new TypeError(`${who}: the model must have forward() and parameters(), got ${valueText(model)}`);
  }
  if (typeof loss !== 'function') requireOneOf(who, 'loss', loss, lossNames);
  requireInteger(who, { batchSize }, 1);
  const inputs = toRows(`${who}: x`, options.x);
  const targets = toRows(`${who}: y`, options.y);
  const columnNames = requireFeatureNames(who, options.featureNames, inputs.size);
  const { validationData } = options;
  if (validationData !== undefined && !(Array.isArray(validationData) && validationData.length === 2)) {
    throw new TypeError(`${who}: validationData must be [x, y], got ${valueText(validationData)}`);
  }
  const validation = validationData?.map((rows, i) => toRows(`${who}: validationData[${i}]`, rows));
  const findings = [...setupFindings(model, loss, inputs, targets, columnNames, batchSize)];
  if (validation) findings.push(...validationFindings(model, loss, validation[0], validation[1], columnNames));
  return bySeverity(findings);
}

function* setupFindings(
  model: Model,
  loss: LossName | LossFunction,
  inputs: Rows,
  targets: Rows,
  columnNames: readonly string[],
  batchSize: number,
): Generator<Finding> {
  const setup = setupOf(model, loss, inputs, targets, columnNames);
  if ('rule' in setup) {
    yield setup;
    return;
  }
  const numbers = [...setupNumbers(setup)];
  yield* numbers;
  yield* headLoss(setup);
  if (numbers.length === 0) {
    yield* setupLabels(setup);
    yield* inputIsTarget(setup);
    yield* unscaledTarget(setup);
  }
  if (!scalesItself(model)) yield* unscaled(setup);
  if (batchSize > inputs.count) {
    const message = `batches of ${batchSize} rows, and there are only ${inputs.count}: every epoch is a single step; take a smaller batchSize`;
    yield { severity: 'warning', rule: 'batch-size', message };
  }
}

/** What the rows to validate with share with those to train on: they must be numbers, and labels that the outputs can be. */
function* validationFindings(
  model: Model,
  loss: LossName | LossFunction,
  inputs: Rows,
  targets: Rows,
  columnNames: readonly string[],
): Generator<Finding> {
  const setup = setupOf(model, loss, inputs, targets, columnNames);
  let found: Finding[];
  if ('rule' in setup) found = [setup];
  else {
    found = [...setupNumbers(setup)];
    if (found.length === 0)
      found = [...setupLabels(setup)].filter(({ rule }) => rule !== 'one-class' && rule !== 'unused-classes');
  }
  for (const finding of found) {
    yield { ...finding, message: `of the rows to validate with: ${finding.message}`, part: 'validation' };
  }
}

/** Model and rows together, or why they do not go together. */
function setupOf(
  model: Model,
  loss: LossName | LossFunction,
  inputs: Rows,
  targets: Rows,
  columnNames: readonly string[],
): Setup | Finding {
  if (inputs.count !== targets.count) {
    const message = `x has ${counted(inputs.count, 'row')} and y has ${targets.count}: each row needs a target of its own`;
    return { severity: 'error', rule: 'row-count', message, row: Math.min(inputs.count, targets.count) + 1 };
  }
  const outputs = outputsOf(model, inputs, targets);
  if (typeof outputs === 'string') {
    const message = `the model does not take rows of shape ${shapeText(inputs.shape)}: ${outputs}`;
    return { severity: 'error', rule: 'input-shape', message };
  }
  const head = model.finalActivation ?? (model.logits && (outputs === 1 ? 'sigmoid' : 'softmax'));
  const hasLogits = model.logits !== undefined;
  return { head, hasLogits, loss: typeof loss === 'function' ? 'own' : loss, outputs, inputs, targets, columnNames };
}

/** Numbers a row of outputs, or why the model does not take such rows. */
function outputsOf(model: Model, inputs: Rows, targets: Rows): number | string {
  try {
    requireInputShape('lintSetup', model, inputs.shape);
    const anyLoss = lossOf('lintSetup', model, (outputs) => outputs); // whatever the loss: it is not computed here
    return sizeOf(rowShapes(model, anyLoss, inputs.shape, targets.shape).outputs);
  } catch (error) {
    if (error instanceof ShapeError) return error.message.replace(/^lintSetup: /, '');
    throw error;
  }
}

/** Whether the first layer brings inputs to scale, or reads them as indices. */
function scalesItself(model: Model): boolean {
  const first = (model as { layers?: readonly Layer[] }).layers?.[0];
  return first instanceof BatchNorm || first instanceof LayerNorm || first instanceof Embedding;
}
