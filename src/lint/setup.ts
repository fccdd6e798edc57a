import type { Rows } from '../data/rows.ts';
import type { ActivationName } from '../ops/activation.ts';

/** What the rules about a model and its data look at. */
export interface Setup {
  /** The last activation; undefined for a model that does not say. */
  readonly head: ActivationName | undefined;
  /** Whether the model gives outputs before its last activation. */
  readonly hasLogits: boolean;
  /** The name of the loss, or 'own' for a function of someone's own. */
  readonly loss: string;
  /** Numbers a row of outputs. */
  readonly outputs: number;
  readonly inputs: Rows;
  readonly targets: Rows;
  /** The names of the columns of inputs. */
  readonly columnNames: readonly string[];
}

/** Whether targets are the index of one of several classes, for each row. */
export function hasClassIndices({ head, loss, outputs, targets }: Setup): boolean {
  return loss === 'crossEntropy' && head === 'softmax' && outputs > 1 && targets.size === 1;
}

/** Whether outputs are probabilities, for each row one or several, that do not depend on each other. */
export function hasYesOrNo({ head, loss, outputs, targets }: Setup): boolean {
  return loss === 'crossEntropy' && head === 'sigmoid' && targets.size === outputs;
}
