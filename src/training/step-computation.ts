/** What one step computes, eagerly or recorded: the loss, the penalty in it, and the predictions that metrics want. */
import { trace } from '../autodiff/record.ts';
import { type ActivationName, activate } from '../ops/activation.ts';
import { add } from '../ops/add.ts';
import { noGrad } from '../tensor/mode.ts';
import type { Shape } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
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

/** What the loss is computed from. */
export function outputsForLoss(model: Model, loss: ModelLoss, x: Tensor, training: boolean): Tensor {
  return loss.fromLogits ? model.logits!(x, { training }) : model.forward(x, { training });
}

/** The final activation of a model with logits. */
function headOf({ finalActivation }: Model, outputShape: Shape): ActivationName {
  return finalActivation ?? (outputShape.length === 1 && outputShape[0] === 1 ? 'sigmoid' : 'softmax');
}

/** Shapes of one row of outputs and of targets as the loss wants them, for rows of x and y. Nothing is computed. */
export function rowShapes(model: Model, loss: ModelLoss, x: Shape, y: Shape): { outputs: Shape; targets: Shape } {
  const { output } = noGrad(() => trace([[2, ...x]], (batch) => outputsForLoss(model, loss, batch, false)));
  const outputs = output.shape.slice(1);
  return { outputs, targets: loss.targetShape(outputs, y) };
}
