import { apply } from '../autodiff/apply.ts';
import { type Run, result, workspace } from '../autodiff/node.ts';
import { requireFraction, requireKnownOptions, requirePositive, ShapeError, shapeText, valueText } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type BatchNormBackward, kernels, packScratch } from '../wasm/kernels.ts';
import { requireTensor } from './operand.ts';

/** Running statistics, [channels] each: start them at 0 and 1. */
export interface RunningStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

export interface BatchNormOptions {
  /** Added to the variance; 1e-3 unless set (Keras; PyTorch has 1e-5). */
  readonly epsilon?: number;
  /** True: normalise by the statistics of this batch and update the running ones. False unless set. */
  readonly training?: boolean;
  /** Needed outside training; updated by each training forward where given. */
  readonly running?: RunningStatistics;
  /** Share of the running statistics that an update keeps, in [0, 1); 0.99 unless set. */
  readonly momentum?: number;
}

/**
 * Batch normalisation: each channel, over all its values in the batch, to mean β and standard deviation γ.
 *
 *     y = γ · x̂ + β,   x̂ = (x − μ) / √(σ² + ε)
 *     ∂L/∂β = Σ ∂L/∂y      ∂L/∂γ = Σ x̂ · ∂L/∂y
 *     ∂L/∂x = γ / √(σ² + ε) · (∂L/∂y − (∂L/∂β + x̂ · ∂L/∂γ) / n)      in training
 *     ∂L/∂x = γ / √(σ² + ε) · ∂L/∂y                                  outside training
 *
 * In training μ and σ² are mean and population variance of the n values of a channel in this batch, and after it
 *
 *     running ← momentum · running + (1 − momentum) · batch      for mean and variance
 *
 * with the population variance again (PyTorch keeps the sample variance there, and calls 1 − momentum its momentum).
 * Outside training μ and σ² are the running ones.
 *
 * Shapes: x [n, …, channels], channels last, at least two axes; γ, β and the running statistics [channels].
 *
 * @throws ShapeError where these do not fit, or training has fewer than 2 values for a channel; RangeError for epsilon
 *   or momentum out of range; TypeError for an unknown option, or outside training without running statistics.
 * @see Ioffe & Szegedy, 2015, Algorithms 1 and 2. https://arxiv.org/abs/1502.03167
 */
export function batchNorm(x: Tensor, gamma: Tensor, beta: Tensor, options: BatchNormOptions = {}): Tensor {
  requireTensor('batchNorm', 'x', x);
  requireKnownOptions('batchNorm', options, ['epsilon', 'training', 'running', 'momentum']);
  const { epsilon = 1e-3, training = false, running, momentum = 0.99 } = options;
  requirePositive('batchNorm', { epsilon });
  requireFraction('batchNorm', { momentum });
  if (typeof training !== 'boolean') {
    throw new TypeError(`batchNorm: training must be true or false, got ${valueText(training)}`);
  }
  if (x.rank < 2) throw new ShapeError(`batchNorm: expected x [batch, …, channels], got ${shapeText(x.shape)}`);
  const channels = x.shape[x.rank - 1];
  requireChannels(x, 'gamma', gamma);
  requireChannels(x, 'beta', beta);
  if (running !== undefined) {
    requireKnownOptions('batchNorm: running', running, ['mean', 'variance']);
    requireStatistic(x, 'running.mean', running.mean);
    requireStatistic(x, 'running.variance', running.variance);
  }
  if (!training) {
    if (running === undefined) {
      throw new TypeError(
        `batchNorm(${channels}): outside training the running statistics are needed: pass { running: { mean, variance } }, or { training: true }`,
      );
    }
    return evaluate(x, gamma, beta, running, epsilon);
  }
  if (x.size / channels < 2) {
    throw new ShapeError(
      `batchNorm(${channels}): training needs at least 2 values per channel, got ${shapeText(x.shape)}; use a larger batch or evaluation mode`,
    );
  }
  return train(x, gamma, beta, running, epsilon, momentum);
}

function requireChannels(x: Tensor, name: string, value: Tensor): void {
  requireTensor('batchNorm', name, value);
  const channels = x.shape[x.rank - 1];
  if (value.rank === 1 && value.size === channels) return;
  throw new ShapeError(
    `batchNorm(${channels}): ${name} must be [${channels}], one value for each channel of x ${shapeText(x.shape)}, got ${shapeText(value.shape)}`,
  );
}

function requireStatistic(x: Tensor, name: string, value: Tensor): void {
  requireChannels(x, name, value);
  if (!value.requiresGrad) return;
  throw new TypeError(`batchNorm: ${name} must not require a gradient: it is written by training, not learned`);
}

/** Backward of both modes: its two kernels differ in whether the statistics depend on x. */
function gradients(
  kernel: BatchNormBackward,
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  y: Tensor,
  mean: Tensor,
  variance: Tensor,
  epsilon: number,
): (run: Run) => void {
  const channels = gamma.size;
  const rows = x.size / channels;
  return (run) => {
    const dx = run.gradient(x);
    const dGamma = run.gradient(gamma);
    const dBeta = run.gradient(beta);
    // Asked in the order in which the kernel writes, so that one tensor may be both gamma and beta.
    const addsBeta = dBeta !== 0 ? run.adds(beta) : 0;
    const addsGamma = dGamma !== 0 ? run.adds(gamma) : 0;
    const addsX = dx !== 0 ? run.adds(x) : 0;
    kernel(
      dx,
      dGamma,
      dBeta,
      run.gradient(y),
      run.address(x),
      run.address(mean),
      run.address(variance),
      run.address(gamma),
      packScratch,
      rows,
      channels,
      epsilon,
      addsX,
      addsGamma,
      addsBeta,
    );
  };
}

function train(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  running: RunningStatistics | undefined,
  epsilon: number,
  momentum: number,
): Tensor {
  const channels = gamma.size;
  const rows = x.size / channels;
  const y = result(x.shape);
  const mean = workspace([channels]);
  const variance = workspace([channels]);
  return apply({
    name: 'batchNorm',
    inputs: [x, gamma, beta],
    output: y,
    saved: [mean, variance],
    state: running ? [running.mean, running.variance] : [],
    constants: [epsilon, momentum],
    backwardReads: [x, gamma, mean, variance],
    forward(run) {
      const mu = run.address(mean);
      const sigma2 = run.address(variance);
      const g = run.address(gamma);
      const b = run.address(beta);
      kernels.batchNorm(run.address(y), mu, sigma2, run.address(x), g, b, packScratch, rows, channels, epsilon);
      if (!running) return;
      const runningMean = run.address(running.mean);
      const runningVariance = run.address(running.variance);
      kernels.batchNormRunning(runningMean, runningVariance, mu, sigma2, channels, momentum);
    },
    backward: gradients(kernels.batchNormBackward, x, gamma, beta, y, mean, variance, epsilon),
  });
}

function evaluate(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  { mean, variance }: RunningStatistics,
  epsilon: number,
): Tensor {
  const channels = gamma.size;
  const rows = x.size / channels;
  const y = result(x.shape);
  return apply({
    name: 'batchNorm',
    inputs: [x, gamma, beta, mean, variance],
    output: y,
    constants: [epsilon],
    backwardReads: [x, gamma, mean, variance],
    forward(run) {
      const mu = run.address(mean);
      const sigma2 = run.address(variance);
      const g = run.address(gamma);
      const b = run.address(beta);
      const out = run.address(y);
      kernels.batchNormEvaluate(out, run.address(x), g, b, mu, sigma2, packScratch, rows, channels, epsilon);
    },
    backward: gradients(kernels.batchNormEvaluateBackward, x, gamma, beta, y, mean, variance, epsilon),
  });
}
