import { reshape } from '../ops/reshape.ts';
import type { Shape } from '../tensor/shape.ts';
import { sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions, requireLayerOptions } from './layer.ts';

/**
 * Each sample as one row of values, in row-major order: between images and dense layers.
 *
 * Shapes: x [n, a, b, …], y [n, a · b · …]. No parameters. (The operation `flatten` is another thing: it folds the batch
 * axis, too.)
 */
export class Flatten extends Layer {
  constructor(options: LayerOptions = {}) {
    super(requireLayerOptions('Flatten', options, []));
  }

  override get type(): string {
    return 'Flatten';
  }

  override build(inputShape: Shape): Shape {
    return [sizeOf(inputShape)];
  }

  override forward(x: Tensor): Tensor {
    return x.rank === 2 ? x : reshape(x, [x.shape[0], sizeOf(x.shape.slice(1))]);
  }

  override config(): LayerConfig {
    return {};
  }

  static fromConfig(config: LayerConfig): Flatten {
    return new Flatten(config);
  }
}
