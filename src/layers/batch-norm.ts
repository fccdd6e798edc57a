import { requireFraction, requirePositive, ShapeError } from '../errors.ts';
import { batchNorm } from '../ops/batch-norm.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import {
  type BuildContext,
  type ForwardContext,
  Layer,
  type LayerConfig,
  type LayerOptions,
  requireLayerOptions,
} from './layer.ts';

export interface BatchNormLayerOptions extends LayerOptions {
  /** Share of the running statistics that a step keeps, in [0, 1); 0.99 unless set. PyTorch calls 1 − momentum so. */
  readonly momentum?: number;
  /** Added to the variance; 1e-3 unless set (Keras; PyTorch has 1e-5). */
  readonly epsilon?: number;
}

/**
 * Batch normalisation: each channel to mean β and standard deviation γ, both learned.
 *
 *     y = γ · (x − μ) / √(σ² + ε) + β
 *
 * In training, μ and σ² are those of the batch (population variance), and the running ones follow:
 * running ← momentum · running + (1 − momentum) · batch. In evaluation they are the running ones, so that a row does not
 * depend on the others. A frozen one (`trainable = false`) always evaluates, as in Keras.
 *
 * Shapes: x and y [n, …, channels]; `gamma`, `beta`, `runningMean`, `runningVariance` [channels], from 1, 0, 0, 1.
 * Parameters: 2 · channels; the running statistics are saved, not learned.
 *
 * With momentum 0.99 the running statistics need some hundred steps to leave their start. Validation figures before that
 * say little; for short runs choose 0.9.
 *
 * @throws RangeError, TypeError for momentum outside [0, 1) or epsilon that is not positive; ShapeError, in training, for
 *   fewer than 2 values a channel.
 * @see Ioffe & Szegedy, 2015. https://arxiv.org/abs/1502.03167
 */
export class BatchNorm extends Layer {
  readonly momentum: number;
  readonly epsilon: number;
  gamma!: Tensor;
  beta!: Tensor;
  runningMean!: Tensor;
  runningVariance!: Tensor;

  constructor(options: BatchNormLayerOptions = {}) {
    super(requireLayerOptions('BatchNorm', options, ['momentum', 'epsilon']));
    const { momentum = 0.99, epsilon = 1e-3 } = options;
    requireFraction('BatchNorm', { momentum });
    requirePositive('BatchNorm', { epsilon });
    this.momentum = momentum;
    this.epsilon = epsilon;
  }

  override get type(): string {
    return 'BatchNorm';
  }

  override build(inputShape: Shape, context: BuildContext): Shape {
    if (inputShape.length === 0) {
      throw new ShapeError(`${context.path}: BatchNorm expects inputs [batch, …, channels], got one number a sample`);
    }
    const shape = inputShape.slice(-1);
    this.gamma = context.parameter('gamma', shape, { initializer: 'ones' });
    this.beta = context.parameter('beta', shape);
    this.runningMean = context.state('runningMean', shape);
    this.runningVariance = context.state('runningVariance', shape, { initializer: 'ones' });
    return inputShape;
  }

  override forward(x: Tensor, { training }: ForwardContext): Tensor {
    this.requireBuilt();
    const { gamma, beta, momentum, epsilon } = this;
    const running = { mean: this.runningMean, variance: this.runningVariance };
    return batchNorm(x, gamma, beta, { training: training && this.trainable, running, momentum, epsilon });
  }

  override config(): LayerConfig {
    return { momentum: this.momentum, epsilon: this.epsilon };
  }

  static fromConfig(config: LayerConfig): BatchNorm {
    return new BatchNorm(config);
  }

  override toString(): string {
    return `BatchNorm(${this.inputShape ? this.inputShape[this.inputShape.length - 1] : ''})`;
  }
}
