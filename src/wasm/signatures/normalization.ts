import type { Address, Adds } from './address.ts';

/**
 * kernels/batch-norm.ts, layer-norm.ts. x [rows, channels], channels last; statistics are population ones. `scratch` is
 * `sumScratchBytes` of working memory: `packScratch`. In a backward any of dx, dGamma, dBeta may be 0 (not wanted), each
 * has its own adds, and dx may be dy. out may be x.
 */
export interface NormalizationKernels {
  /** Batch statistics into mean and variance [channels], then out = γ·x̂ + β with x̂ = (x − mean)/√(variance + ε). */
  batchNorm(
    out: Address,
    mean: Address,
    variance: Address,
    x: Address,
    gamma: Address,
    beta: Address,
    scratch: Address,
    rows: number,
    channels: number,
    epsilon: number,
  ): void;
  /** running = momentum·running + (1 − momentum)·batch; what falls below 2⁻¹²⁶ becomes 0. */
  batchNormRunning(
    runningMean: Address,
    runningVariance: Address,
    mean: Address,
    variance: Address,
    channels: number,
    momentum: number,
  ): void;
  /** From the mean and variance of `batchNorm`. */
  batchNormBackward: BatchNormBackward;
  /** Evaluation: mean and variance given. */
  batchNormEvaluate(
    out: Address,
    x: Address,
    gamma: Address,
    beta: Address,
    mean: Address,
    variance: Address,
    scratch: Address,
    rows: number,
    channels: number,
    epsilon: number,
  ): void;
  /** The same with mean and variance as constants. */
  batchNormEvaluateBackward: BatchNormBackward;
  /** Each row normalised on its own; mean and inverseDeviation = 1/√(variance + ε) are [rows]. */
  layerNorm(
    out: Address,
    mean: Address,
    inverseDeviation: Address,
    x: Address,
    gamma: Address,
    beta: Address,
    rows: number,
    columns: number,
    epsilon: number,
  ): void;
  layerNormBackward(
    dx: Address,
    dGamma: Address,
    dBeta: Address,
    dy: Address,
    x: Address,
    mean: Address,
    inverseDeviation: Address,
    gamma: Address,
    scratch: Address,
    rows: number,
    columns: number,
    addsX: Adds,
    addsGamma: Adds,
    addsBeta: Adds,
  ): void;
}
export type BatchNormBackward = (
  dx: Address,
  dGamma: Address,
  dBeta: Address,
  dy: Address,
  x: Address,
  mean: Address,
  variance: Address,
  gamma: Address,
  scratch: Address,
  rows: number,
  channels: number,
  epsilon: number,
  addsX: Adds,
  addsGamma: Adds,
  addsBeta: Adds,
) => void;
