import { shapeText, valueText } from '../errors.ts';
import { Tensor } from '../tensor/tensor.ts';

/** How a regularizer is written down: its name and factors. `regularizers.fromJSON` reads it. */
export interface RegularizerJson {
  readonly type: string;
  readonly [factor: string]: unknown;
}

/** A price on the size of a weight, added to the loss. One's own is an object with `name` and `penalty`. */
export interface Regularizer {
  readonly name: string;
  /**
   * λ of an L1 penalty that optimizers apply after each step, in place of a gradient: `penalty` then only says how large it is.
   * Given to the weight as its `proximalL1`.
   */
  readonly proximalL1?: number;
  /** The penalty of one weight: a scalar, differentiable by the weight. */
  penalty(weight: Tensor): Tensor;
  /** Needed where a model that has it is saved. */
  toJSON?(): RegularizerJson;
  toString(): string;
}

const known = new WeakSet<Regularizer>();

/** Marks one of the library's own: its penalty is known to record the same operations every time. */
export function builtIn(regularizer: Regularizer): Regularizer {
  known.add(regularizer);
  return regularizer;
}

export function isBuiltIn(regularizer: Regularizer): boolean {
  return known.has(regularizer);
}

/** @throws TypeError unless it is a tensor of one value. */
export function requirePenalty(who: string, penalty: unknown): Tensor {
  if (penalty instanceof Tensor && penalty.size === 1) return penalty;
  const came = penalty instanceof Tensor ? `a tensor ${shapeText(penalty.shape)}` : valueText(penalty);
  throw new TypeError(`${who} must return a scalar tensor, got ${came}; reduce it with sum()`);
}
