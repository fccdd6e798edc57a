/** What a trainer needs of a model. `Sequential` is one; anything with `forward` and `parameters` is another. */
import type { ActivationName } from '../ops/activation.ts';
import type { Counter } from '../tensor/random.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';

export interface ForwardOptions {
  /** Whether to behave as in training; false unless set. */
  readonly training?: boolean;
}

/** A model of one's own. Only the first two are needed. */
export interface Model {
  /** Outputs for a batch: probabilities where it ends in softmax or sigmoid. */
  forward(x: Tensor, options?: ForwardOptions): Tensor;
  /** The tensors to learn. */
  parameters(): readonly Tensor[];
  /** Outputs before the final activation: needed for the loss 'crossEntropy'. */
  logits?(x: Tensor, options?: ForwardOptions): Tensor;
  /** A scalar added to the loss. */
  penalty?(): Tensor;
  /** The final activation; with `logits` but without this, softmax, or sigmoid for a single output. */
  readonly finalActivation?: ActivationName;
  /** Of one sample; checked where it is given. */
  readonly inputShape?: Shape;
  /** False where `penalty()` is known to be 0. */
  readonly hasPenalty?: boolean;
  /** What training changes beside the parameters (running statistics), so that a failed step can put it back. */
  states?(): readonly Tensor[];
  /** All weights by name, for messages and for callbacks that keep the best; parameters and states unless given. */
  weights?(): Readonly<Record<string, Tensor>>;
  /** Training forwards so far, put back likewise. */
  readonly counter?: Counter;
  /** Chooses the order of batches where `fit` is given no seed. */
  readonly seed?: number;
  /** True where every operation is known to record faithfully, so that the trainer need not compare two recordings. */
  readonly recordsFaithfully?: boolean;
}
