import { requireFraction } from '../errors.ts';
import { dropout } from '../ops/dropout.ts';
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

/**
 * Dropout: in training, each value is set to 0 with probability `rate` and the others are divided by 1 − rate; in
 * evaluation everything passes.
 *
 *     y = mask ∘ x / (1 − rate) in training,   y = x in evaluation
 *
 * Shapes stay. No parameters. The mask is a function of the model's seed, the layer's path and the model's count of
 * training forwards: every step has another, and the same seed gives the same ones.
 *
 * @param rate the share that is dropped, in [0, 1).
 * @throws RangeError, TypeError for any other rate.
 * @see Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov, 2014. https://jmlr.org/papers/v15/srivastava14a.html
 */
export class Dropout extends Layer {
  readonly rate: number;

  constructor(rate: number, options: LayerOptions = {}) {
    super(requireLayerOptions('Dropout', options, []));
    requireFraction('Dropout', { rate });
    this.rate = rate;
  }

  override get type(): string {
    return 'Dropout';
  }

  override build(inputShape: Shape, _context: BuildContext): Shape {
    return inputShape;
  }

  override forward(x: Tensor, { training, seed, counter }: ForwardContext): Tensor {
    this.requireBuilt();
    return dropout(x, this.rate, { training, seed, counter, stream: `dropout/${this.path}` });
  }

  override config(): LayerConfig {
    return { rate: this.rate };
  }

  static fromConfig({ rate, ...options }: LayerConfig): Dropout {
    return new Dropout(rate as number, options);
  }

  override toString(): string {
    return `Dropout(${this.rate})`;
  }
}
