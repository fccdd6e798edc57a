import type { Address, Adds } from './address.ts';

/**
 * kernels/softmax.ts. `out` may be `x`, dx may be dy or y. Gradients are flushed to 0 below 2⁻⁸⁰, probabilities below
 * 2⁻¹²⁶.
 */
export interface SoftmaxKernels {
  softmax(out: Address, x: Address, rows: number, columns: number): void;
  softmaxBackward(dx: Address, dy: Address, y: Address, rows: number, columns: number, adds: Adds): void;
  logSoftmax(out: Address, x: Address, rows: number, columns: number): void;
  logSoftmaxBackward(dx: Address, dy: Address, y: Address, rows: number, columns: number, adds: Adds): void;
}

/** kernels/softmax-cross-entropy.ts, element-losses.ts. `weights` and `probabilities` are 0 for none. */
export interface LossKernels {
  /**
   * Mean over rows of −Σ q log softmax(logits), q from class indices labels [rows] smoothed by `smoothing`
   * (q = (1 − s)·onehot + s/columns). Writes out[0] and, where not 0, probabilities [rows, columns], which may be
   * `logits`. Returns the first row whose label is not a whole number in [0, columns) and then writes nothing, else −1.
   */
  softmaxCrossEntropyIndices(
    out: Address,
    probabilities: Address,
    logits: Address,
    labels: Address,
    weights: Address,
    rows: number,
    columns: number,
    smoothing: number,
  ): number;
  /** The same with rows of target probabilities, labels [rows, columns]. */
  softmaxCrossEntropyRows(
    out: Address,
    probabilities: Address,
    logits: Address,
    labels: Address,
    weights: Address,
    rows: number,
    columns: number,
    smoothing: number,
  ): void;
  /** dLogits (+)= dLoss[0]/rows · weight · (p·Σq − q), flushed to 0 below 2⁻⁸⁰; dLogits may be `probabilities`. */
  softmaxCrossEntropyIndicesBackward: LossBackwardFromProbabilities;
  softmaxCrossEntropyRowsBackward: LossBackwardFromProbabilities;
  /** Mean over all elements of max(z, 0) − z·t + log(1 + e^−|z|). */
  sigmoidCrossEntropy: ElementLoss;
  /** dLogits (+)= dLoss[0]/n · weight · (sigmoid(z) − t), flushed to 0 below 2⁻⁸⁰. */
  sigmoidCrossEntropyBackward: ElementLossBackward;
  squaredError: ElementLoss;
  squaredErrorBackward: ElementLossBackward;
  absoluteError: ElementLoss;
  absoluteErrorBackward: ElementLossBackward;
  /** `parameter` is delta. */
  huber: ElementLoss;
  huberBackward: ElementLossBackward;
}
export type LossBackwardFromProbabilities = (
  dLogits: Address,
  dLoss: Address,
  probabilities: Address,
  labels: Address,
  weights: Address,
  rows: number,
  columns: number,
  smoothing: number,
  adds: Adds,
) => void;
/** out[0] = mean over rows·columns elements; weights is 0 or one factor a row. */
export type ElementLoss = (
  out: Address,
  predictions: Address,
  targets: Address,
  weights: Address,
  rows: number,
  columns: number,
  parameter: number,
) => void;
/**
 * By the predictions, flushed to 0 below 2⁻⁸⁰; swap predictions and targets for the gradient by the targets (not
 * sigmoidCrossEntropy). dPredictions may be `predictions` or `targets`.
 */
export type ElementLossBackward = (
  dPredictions: Address,
  dLoss: Address,
  predictions: Address,
  targets: Address,
  weights: Address,
  rows: number,
  columns: number,
  parameter: number,
  adds: Adds,
) => void;
