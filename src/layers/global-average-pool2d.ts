import { globalAveragePool2d } from '../ops/global-average-pool2d.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { requireImages } from './images.ts';
import { type BuildContext, Layer, type LayerConfig, type LayerOptions, requireLayerOptions } from './layer.ts';

/**
 * Global average pooling: of every channel its mean over the whole image, between images and dense layers.
 *
 *     y[n, c] = Σ over i, j of x[n, i, j, c] / (height · width)
 *
 * Shapes: x [n, height, width, channels], y [n, channels]. No parameters. The same in training and evaluation.
 *
 * @throws TypeError for unknown options; ShapeError, when it is built, for inputs that are not images.
 */
export class GlobalAveragePool2D extends Layer {
  constructor(options: LayerOptions = {}) {
    super(requireLayerOptions('GlobalAveragePool2D', options, []));
  }

  override get type(): string {
    return 'GlobalAveragePool2D';
  }

  override build(inputShape: Shape, { path }: BuildContext): Shape {
    requireImages(`${path}: ${this}`, inputShape);
    return inputShape.slice(-1);
  }

  override forward(x: Tensor): Tensor {
    return globalAveragePool2d(x);
  }

  override config(): LayerConfig {
    return {};
  }

  static fromConfig(config: LayerConfig): GlobalAveragePool2D {
    return new GlobalAveragePool2D(config);
  }
}
