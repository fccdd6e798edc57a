/** What one step computes, eagerly or recorded: the loss, the penalty in it, and the predictions that metrics want. */
import { trace } from '../autodiff/record.ts';
import { RecordingError, ShapeError, shapeText, valueText } from '../errors.ts';
import { type ActivationName, activate } from '../ops/activation.ts';
import { add } from '../ops/add.ts';
import { zeros } from '../tensor/create.ts';
import { noGrad } from '../tensor/mode.ts';
import type { Shape } from '../tensor/shape.ts';
import { Tensor, tensor } from '../tensor/tensor.ts';
import type { ModelLoss } from './loss-function.ts';
import type { Model } from './model.ts';

/** What is wanted of the outputs: nothing, what the loss is computed from (perhaps logits), or outputs proper. */
export type Predictions = 'none' | 'asInLoss' | 'outputs';

/** A step as a function: (x, y[, weights]) to [loss with penalty, penalty, predictions?]. */
export type StepComputation = (x: Tensor, y: Tensor, weights?: Tensor) => Tensor[];

/**
 *     loss = lossOf(model.logits(x, { training }), y) + model.penalty()
 *
 * with `forward` in place of `logits` for losses that are not computed from logits. `y` has the shape of `batchShapes`.
 */
export function stepComputation(
  model: Model,
  loss: ModelLoss,
  training: boolean,
  predictions: Predictions,
): StepComputation {
  const hasPenalty = model.penalty !== undefined && model.hasPenalty !== false;
  return (x, y, weights) => {
    const outputs = outputsForLoss(model, loss, x, training);
    const data = loss.of(outputs, y, weights);
    const penalty = hasPenalty ? model.penalty!() : undefined;
    const results = [penalty ? add(data, penalty) : data, penalty ?? tensor(0)];
    if (predictions === 'none') return results;
    const isLogits = predictions === 'outputs' && loss.fromLogits;
    return [...results, isLogits ? activate(outputs, headOf(model, outputs.shape.slice(1))) : outputs];
  };
}

/** What the loss is computed from. @throws TypeError if the model returns no tensor. */
export function outputsForLoss(model: Model, loss: ModelLoss, x: Tensor, training: boolean): Tensor {
  const outputs: unknown = loss.fromLogits ? model.logits!(x, { training }) : model.forward(x, { training });
  if (outputs instanceof Tensor) return outputs;
  const method = loss.fromLogits ? 'logits' : 'forward';
  throw new TypeError(`${method}() of the model must return a tensor, got ${valueText(outputs)}`);
}

/** The final activation of a model with logits. */
function headOf({ finalActivation }: Model, outputShape: Shape): ActivationName {
  return finalActivation ?? (outputShape.length === 1 && outputShape[0] === 1 ? 'sigmoid' : 'softmax');
}

/**
 * Shapes of one row of outputs and of targets as the loss wants them, for rows of x and y. Nothing is computed, unless the
 * model reads values on the way; it then runs once, on zeros.
 *
 * @throws TypeError, ShapeError for a model that does not give one row of outputs for each of inputs; ShapeError for targets
 *   that do not fit.
 */
export function rowShapes(model: Model, loss: ModelLoss, x: Shape, y: Shape): { outputs: Shape; targets: Shape } {
  const batch = [rows, ...x];
  const { shape } = outputsOf(model, loss, batch);
  if (shape[0] !== rows) {
    throw new ShapeError(
      `outputs of the model must have one row for each of inputs, got ${shapeText(shape)} for ${shapeText(batch)}`,
    );
  }
  const outputs = shape.slice(1);
  return { outputs, targets: loss.targetShape(outputs, y) };
}

/** Of the batch with which shapes are found: a number that is not easily met by chance. */
const rows = 5;

function outputsOf(model: Model, loss: ModelLoss, shape: Shape): Tensor {
  const run = (x: Tensor): Tensor => outputsForLoss(model, loss, x, false);
  return noGrad(() => {
    try {
      return trace([shape], run).output;
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      return run(zeros(shape));
    }
  });
}
