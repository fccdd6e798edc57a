/** The loss that a trainer minimises: by name or as a function of one's own, and what it asks of model and targets. */

import type { Rows } from '../data/rows.ts';
import { DataError, requireOneOf, ShapeError, shapeText, valueText } from '../errors.ts';
import { huber } from '../losses/huber.ts';
import { meanAbsoluteError } from '../losses/mean-absolute-error.ts';
import { meanSquaredError } from '../losses/mean-squared-error.ts';
import { sigmoidCrossEntropy } from '../losses/sigmoid-cross-entropy.ts';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import type { Shape } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Model } from './model.ts';

/**
 * A loss of one's own: outputs of the model and targets, both with the batch as first axis, to a scalar to minimise. With
 * class or sample weights it gets one factor a row as third argument.
 */
export type LossFunction = (outputs: Tensor, targets: Tensor, weights?: Tensor) => Tensor;

const elementLosses = { meanSquaredError, meanAbsoluteError, huber };

export type LossName = 'crossEntropy' | keyof typeof elementLosses;

export const lossNames: readonly LossName[] = ['crossEntropy', 'meanSquaredError', 'meanAbsoluteError', 'huber'];

/**
 * What targets mean: the index of one of several classes; a row of probabilities, one for each exclusive class; a row of
 * them that do not exclude each other; or numbers.
 */
export type TargetKind = 'classes' | 'probabilities' | 'labels' | 'numbers';

/** A loss in terms of a model. */
export interface ModelLoss {
  readonly name: string;
  /** Whether it is the library's own, which is known to record faithfully. */
  readonly builtIn: boolean;
  /** Whether it is computed from logits rather than outputs. */
  readonly fromLogits: boolean;
  /** The loss of outputs (or logits) `y`; `targets` have the shape that `targetShape` gives. */
  of(y: Tensor, targets: Tensor, weights: Tensor | undefined): Tensor;
  /** The shape of one row of targets as `of` wants it, from that of outputs and of targets as they come. */
  targetShape(outputs: Shape, targets: Shape): Shape;
  kindOf(outputs: Shape, targets: Shape): TargetKind;
}

/**
 * The loss by name, or as a function of one's own.
 *
 * @throws RangeError listing the names; TypeError for anything else, or for 'crossEntropy' with a model that does not end in
 *   softmax or sigmoid.
 */
export function lossOf(who: string, model: Model, loss: LossName | LossFunction): ModelLoss {
  if (typeof loss === 'function') return ownLoss(who, loss);
  if (loss === undefined) throw new TypeError(`${who}: loss is missing; one of ${lossNames.join(', ')}, or a function`);
  requireOneOf(who, 'loss', loss, lossNames);
  if (loss !== 'crossEntropy') return elementwiseLoss(who, loss, elementLosses[loss]);
  const head = model.finalActivation;
  if (!model.logits || (head !== undefined && head !== 'softmax' && head !== 'sigmoid')) {
    const ends = model.logits ? `ends in '${head}'` : 'has no logits()';
    throw new TypeError(
      `${who}: the loss 'crossEntropy' needs a model that ends in softmax or sigmoid, and this one ${ends}; ` +
        `give the last layer activation: 'softmax' (exclusive classes) or 'sigmoid' (yes or no)`,
    );
  }
  return crossEntropy(who, head);
}

function crossEntropy(who: string, head: 'softmax' | 'sigmoid' | undefined): ModelLoss {
  const isSigmoid = (outputs: Shape): boolean => (head ? head === 'sigmoid' : sizeOf(outputs) === 1);
  return {
    name: 'crossEntropy',
    builtIn: true,
    fromLogits: true,
    of: (logits, targets, weights) =>
      isSigmoid(logits.shape.slice(1))
        ? sigmoidCrossEntropy(logits, targets, { weights })
        : softmaxCrossEntropy(logits, targets, { weights }),
    targetShape(outputs, targets) {
      if (isSigmoid(outputs)) {
        const isOne = sizeOf(targets) === 1 && sizeOf(outputs) > 1;
        const hint = isOne ? "; for one of several classes give the last layer activation: 'softmax'" : '';
        return fitting(who, outputs, targets, hint);
      }
      if (outputs.length !== 1) {
        throw new ShapeError(`${who}: 'crossEntropy' expects outputs [batch, classes], got ${batchText(outputs)}`);
      }
      if (outputs[0] === 1) {
        throw new ShapeError(`${who}: softmax over a single output is always 1; use activation: 'sigmoid'`);
      }
      if (sizeOf(targets) === 1) return [];
      return fitting(who, outputs, targets);
    },
    kindOf(outputs, targets) {
      if (isSigmoid(outputs)) return sizeOf(outputs) === 1 ? 'classes' : 'labels';
      return sizeOf(targets) === 1 ? 'classes' : 'probabilities';
    },
  };
}

function elementwiseLoss(who: string, name: LossName, loss: typeof meanSquaredError): ModelLoss {
  return {
    name,
    builtIn: true,
    fromLogits: false,
    of: (outputs, targets, weights) => loss(outputs, targets, { weights }),
    targetShape: (outputs, targets) => fitting(who, outputs, targets),
    kindOf: () => 'numbers',
  };
}

function ownLoss(who: string, loss: LossFunction): ModelLoss {
  return {
    name: loss.name || 'loss',
    builtIn: false,
    fromLogits: false,
    of(outputs, targets, weights) {
      if (weights && loss.length < 3) {
        throw new TypeError(
          `${who}: class and sample weights need a loss (outputs, targets, weights) => …, got one of ${loss.length} arguments`,
        );
      }
      const value: unknown = loss(outputs, targets, weights);
      if (value instanceof Tensor && value.size === 1) return value;
      const came = value instanceof Tensor ? `a tensor ${shapeText(value.shape)}` : valueText(value);
      throw new TypeError(`${who}: the loss function must return a scalar tensor, got ${came}; reduce it with mean()`);
    },
    // A target that is one number a row stands in the same column as a single output.
    targetShape: (outputs, targets) => (sizeOf(outputs) === sizeOf(targets) ? outputs : targets),
    kindOf: (outputs, targets) => (sizeOf(targets) === 1 && sizeOf(outputs) > 1 ? 'classes' : 'numbers'),
  };
}

/** Outputs' shape where the targets have as many numbers a row. */
function fitting(who: string, outputs: Shape, targets: Shape, hint = ''): Shape {
  if (sizeOf(outputs) === sizeOf(targets)) return outputs;
  throw new ShapeError(`${who}: targets ${batchText(targets)} do not fit outputs ${batchText(outputs)}${hint}`);
}

function batchText(shape: Shape): string {
  return `[batch${shape.map((size) => `, ${size}`).join('')}]`;
}

/**
 * @throws DataError naming the first row whose target cannot be: one that is not finite, a class that the model does not
 *   have, or a probability outside [0, 1].
 */
export function requireTargets(who: string, loss: ModelLoss, outputs: Shape, targets: Rows): void {
  targets.requireFinite(`${who}: y`);
  const kind = loss.kindOf(outputs, targets.shape);
  if (kind === 'numbers' || !loss.builtIn) return;
  const classes = Math.max(2, sizeOf(outputs));
  for (let row = 0; row < targets.count; row++) {
    for (let column = 0; column < targets.size; column++) {
      const value = targets.at(row, column);
      if (kind === 'classes' ? Number.isInteger(value) && value >= 0 && value < classes : value >= 0 && value <= 1)
        continue;
      const expected = kind === 'classes' ? `a class index from 0 to ${classes - 1}` : 'a probability from 0 to 1';
      throw new DataError(`${who}: y: ${value} at row ${row + 1} is not ${expected}`, { row: row + 1 });
    }
  }
}
