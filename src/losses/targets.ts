/** Checks that losses share: what stands beside the predictions. */
import { ShapeError, shapeText } from '../errors.ts';
import { requireTensor } from '../ops/operand.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** @throws TypeError unless `value` is a tensor for which no gradient is wanted. */
export function requireConstant(who: string, name: string, value: Tensor): void {
  requireTensor(who, name, value);
  if (!value.requiresGrad) return;
  throw new TypeError(
    `${who}: ${name} of shape ${shapeText(value.shape)} require a gradient, and this loss has none by them; compute them inside noGrad() or copy their values into a tensor`,
  );
}

/** @throws ShapeError unless there is one weight for each sample; TypeError as `requireConstant`. */
export function requireWeights(who: string, weights: Tensor, samples: number): void {
  requireConstant(who, 'weights', weights);
  if (weights.rank === 1 && weights.size === samples) return;
  throw new ShapeError(
    `${who}: weights must be [${samples}], one factor for each sample, got ${shapeText(weights.shape)}`,
  );
}

/** @throws ShapeError unless both shapes are equal: nothing is broadcast, since [n] against [n, 1] would be [n, n]. */
export function requireSameShape(who: string, name: string, values: Tensor, targets: Tensor): void {
  if (sameShape(values.shape, targets.shape)) return;
  const hint = values.size === targets.size ? `; reshape the targets to ${shapeText(values.shape)}` : '';
  throw new ShapeError(
    `${who}: ${name} and targets must have one shape, got ${shapeText(values.shape)} and ${shapeText(targets.shape)}${hint}`,
  );
}
