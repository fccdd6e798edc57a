/** The common part of losses that are a mean over all elements of a function of prediction and target. */
import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import { requireTensor } from '../ops/operand.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { ElementLoss, ElementLossBackward } from '../wasm/kernels.ts';
import { requireConstant, requireSameShape, requireWeights } from './targets.ts';

/** The option of all losses over elements. */
export interface LossOptions {
  /** One factor for each sample, that is for each index of the first axis; the divisor stays the number of elements. */
  readonly weights?: Tensor;
}

export interface ElementLossRule {
  readonly name: string;
  /** What the first argument is called in messages. */
  readonly argument: 'predictions' | 'logits';
  readonly forward: ElementLoss;
  readonly backward: ElementLossBackward;
  /** Whether exchanging predictions and targets leaves the loss as it is, so that targets may have a gradient. */
  readonly symmetric: boolean;
  /** The loss's number, 0 for most. */
  readonly parameter: number;
}

/** @throws ShapeError for shapes that differ, weights that do not fit; TypeError for what is no tensor. */
export function elementLoss(
  rule: ElementLossRule,
  predictions: Tensor,
  targets: Tensor,
  weights: Tensor | undefined,
): Tensor {
  const { name, argument, symmetric, parameter } = rule;
  requireTensor(name, argument, predictions);
  if (symmetric) requireTensor(name, 'targets', targets);
  else requireConstant(name, 'targets', targets);
  requireSameShape(name, argument, predictions, targets);
  const rows = predictions.rank === 0 ? 1 : predictions.shape[0];
  const columns = predictions.size / rows;
  if (weights !== undefined) requireWeights(name, weights, rows);
  const y = result([]);
  const operands = weights ? [predictions, targets, weights] : [predictions, targets];

  return apply({
    name,
    inputs: operands,
    output: y,
    constants: [parameter],
    backwardReads: operands,
    forward(run) {
      const w = weights ? run.address(weights) : 0;
      rule.forward(run.address(y), run.address(predictions), run.address(targets), w, rows, columns, parameter);
    },
    backward(run) {
      const dLoss = run.gradient(y);
      const p = run.address(predictions);
      const t = run.address(targets);
      const w = weights ? run.address(weights) : 0;
      const dPredictions = run.gradient(predictions);
      if (dPredictions !== 0) {
        rule.backward(dPredictions, dLoss, p, t, w, rows, columns, parameter, run.adds(predictions));
      }
      if (!symmetric) return;
      const dTargets = run.gradient(targets);
      if (dTargets !== 0) rule.backward(dTargets, dLoss, t, p, w, rows, columns, parameter, run.adds(targets));
    },
  });
}
