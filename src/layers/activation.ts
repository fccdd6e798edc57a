import { requireNonNegative, requirePositive } from '../errors.ts';
import { type ActivationName, type ActivationParameters, activate, requireActivation } from '../ops/activation.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions, requireLayerOptions } from './layer.ts';

/** The activations that take a number. */
const owners: Readonly<Record<keyof ActivationParameters, ActivationName>> = { slope: 'leakyRelu', alpha: 'elu' };

export interface ActivationLayerOptions extends LayerOptions, ActivationParameters {}

/**
 * An activation as a layer of its own: where something stands between it and the layer before, such as batch
 * normalisation, or where it takes a number.
 *
 *     y = f(x), element by element; softmax and logSoftmax along the last axis
 *
 * Shapes stay. No parameters. A `Dense` with `activation` computes the same bits.
 *
 *     new Activation('leakyRelu', { slope: 0.2 })
 *
 * @throws RangeError listing the names unless it is one of them; RangeError, TypeError for slope or alpha, or for one that the
 *   activation does not have.
 */
export class Activation extends Layer {
  readonly activation: ActivationName;
  readonly parameters: ActivationParameters;

  constructor(activation: ActivationName, options: ActivationLayerOptions = {}) {
    super(requireLayerOptions('Activation', options, ['slope', 'alpha']));
    this.activation = requireActivation('Activation', activation);
    for (const [parameter, owner] of Object.entries(owners)) {
      if (owner === activation || options[parameter as keyof ActivationParameters] === undefined) continue;
      throw new TypeError(`Activation: ${parameter} is a number of '${owner}'; '${activation}' has none of that name`);
    }
    const { slope = 0.01, alpha = 1 } = options;
    requireNonNegative('Activation', { slope });
    requirePositive('Activation', { alpha });
    this.parameters = activation === 'leakyRelu' ? { slope } : activation === 'elu' ? { alpha } : {};
  }

  override get type(): string {
    return 'Activation';
  }

  override forward(x: Tensor): Tensor {
    return activate(x, this.activation, this.parameters);
  }

  override get finalActivation(): ActivationName {
    return this.activation;
  }

  override forwardLogits(x: Tensor): Tensor {
    return x;
  }

  override config(): LayerConfig {
    return { activation: this.activation, ...this.parameters };
  }

  static fromConfig({ activation, ...options }: LayerConfig): Activation {
    return new Activation(activation as ActivationName, options);
  }

  override toString(): string {
    return `Activation(${this.activation})`;
  }
}
