import { maxPool2d } from '../ops/max-pool2d.ts';
import type { Size2D } from '../ops/window.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerConfig } from './layer.ts';
import { type Pool2DLayerOptions, PoolingLayer } from './pooling-layer.ts';

/**
 * Max pooling: of every window of an image its largest value, each channel on its own.
 *
 *     y[n, i, j, c] = max over ky, kx of x[n, i·s + ky − top, j·s + kx − left, c]
 *
 * Shapes: x [n, height, width, channels], y [n, rows, columns, channels]; how many rows and columns, and which of equals is taken,
 * see `maxPool2d`. No parameters. The same in training and evaluation.
 *
 *     new MaxPool2D()        // windows of 2 x 2, side by side
 *
 * @throws RangeError, TypeError for size and options; ShapeError, when it is built, for inputs that are not images or smaller than a
 *   window.
 */
export class MaxPool2D extends PoolingLayer {
  constructor(size: Size2D = 2, options: Pool2DLayerOptions = {}) {
    super('MaxPool2D', size, options);
  }

  override get type(): string {
    return 'MaxPool2D';
  }

  override forward(x: Tensor): Tensor {
    const { size, stride, padding } = this;
    return maxPool2d(x, { size, stride, padding });
  }

  static fromConfig({ size, ...options }: LayerConfig): MaxPool2D {
    return new MaxPool2D(size as Size2D, options);
  }
}
