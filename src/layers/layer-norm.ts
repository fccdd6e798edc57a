import { requirePositive, ShapeError } from '../errors.ts';
import { layerNorm } from '../ops/layer-norm.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type BuildContext, Layer, type LayerConfig, type LayerOptions, requireLayerOptions } from './layer.ts';

export interface LayerNormLayerOptions extends LayerOptions {
  /** Added to the variance; 1e-5 unless set (PyTorch; Keras has 1e-3). */
  readonly epsilon?: number;
}

/**
 * Layer normalisation: each row along the last axis, on its own, to mean β and standard deviation γ, both learned.
 *
 *     y = γ · (x − μ) / √(σ² + ε) + β,   μ and σ² of the row (population variance)
 *
 * Shapes: x and y [n, …, columns]; `gamma`, `beta` [columns], from 1 and 0. Parameters: 2 · columns. The same in training
 * and evaluation: no row knows of another.
 *
 * @throws RangeError, TypeError unless epsilon is positive.
 * @see Ba, Kiros & Hinton, 2016. https://arxiv.org/abs/1607.06450
 */
export class LayerNorm extends Layer {
  readonly epsilon: number;
  gamma!: Tensor;
  beta!: Tensor;

  constructor(options: LayerNormLayerOptions = {}) {
    super(requireLayerOptions('LayerNorm', options, ['epsilon']));
    const { epsilon = 1e-5 } = options;
    requirePositive('LayerNorm', { epsilon });
    this.epsilon = epsilon;
  }

  override get type(): string {
    return 'LayerNorm';
  }

  override build(inputShape: Shape, context: BuildContext): Shape {
    if (inputShape.length === 0) {
      throw new ShapeError(`${context.path}: LayerNorm expects inputs [batch, …, columns], got one number a sample`);
    }
    const shape = inputShape.slice(-1);
    this.gamma = context.parameter('gamma', shape, { initializer: 'ones' });
    this.beta = context.parameter('beta', shape);
    return inputShape;
  }

  override forward(x: Tensor): Tensor {
    this.requireBuilt();
    return layerNorm(x, this.gamma, this.beta, { epsilon: this.epsilon });
  }

  override config(): LayerConfig {
    return { epsilon: this.epsilon };
  }

  static fromConfig(config: LayerConfig): LayerNorm {
    return new LayerNorm(config);
  }

  override toString(): string {
    return `LayerNorm(${this.inputShape ? this.inputShape[this.inputShape.length - 1] : ''})`;
  }
}
