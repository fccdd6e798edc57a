import { counted } from '../data/counted.ts';
import type { Finding } from './finding.ts';
import type { Setup } from './setup.ts';

/** Losses that compare outputs and targets number by number. */
const elementLosses = ['meanSquaredError', 'meanAbsoluteError', 'huber'];

/**
 * The last activation beside the loss: what cannot be computed (`head-loss`), and classes learned by the squared error of their
 * probabilities (`softmax-squared-error`): where a class is wrong and sure of itself, its gradient all but vanishes.
 */
export function* headLoss(setup: Setup): Generator<Finding> {
  const { head, loss, outputs, targets, hasLogits } = setup;
  if (loss === 'crossEntropy' && head !== undefined && head !== 'softmax' && head !== 'sigmoid') {
    const ends = head === 'none' ? 'has no last activation' : `ends in '${head}'`;
    const message = `the loss 'crossEntropy' needs a model that ends in softmax or sigmoid, and this one ${ends}: give the last layer activation: 'softmax' (exclusive classes) or 'sigmoid' (yes or no)`;
    yield { severity: 'error', rule: 'head-loss', message };
  } else if (loss === 'crossEntropy' && !hasLogits) {
    const ends = head === undefined ? 'which activation it ends in is not known' : `it ends in '${head}'`;
    const message = `the loss 'crossEntropy' is computed from outputs before softmax or sigmoid, and this model has no logits() to give them (${ends}): add logits(x) and finalActivation to it`;
    yield { severity: 'error', rule: 'head-loss', message };
  } else if (head === 'softmax' && outputs === 1) {
    const message = `softmax over a single output is always 1: give the last layer activation: 'sigmoid', or an output for each class`;
    yield { severity: 'error', rule: 'head-loss', message };
  } else if (head === 'softmax' && elementLosses.includes(loss)) {
    const indices = targets.size === 1;
    const wrong = indices
      ? `compares ${outputs} probabilities with one class index`
      : 'learns little from classes that are wrong for sure';
    const message = `the loss '${loss}' after softmax ${wrong}: use loss: 'crossEntropy'`;
    yield { severity: indices ? 'error' : 'warning', rule: 'softmax-squared-error', message };
  } else if (targets.size !== outputs && !(head === 'softmax' && targets.size === 1) && loss !== 'own') {
    const hint =
      head === 'sigmoid' && targets.size === 1 ? `; for one of several classes use activation: 'softmax'` : '';
    const message = `rows of targets have ${counted(targets.size, 'number')} and rows of outputs ${outputs}: give the last layer ${counted(targets.size, 'unit')}${hint}`;
    yield { severity: 'error', rule: 'target-shape', message };
  }
}
