import { averagePool2d } from '../ops/average-pool2d.ts';
import type { Size2D } from '../ops/window.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { LayerConfig } from './layer.ts';
import { type Pool2DLayerOptions, PoolingLayer } from './pooling-layer.ts';

/**
 * Average pooling: of every window of an image its mean, each channel on its own.
 *
 *     y[n, i, j, c] = Σ over ky, kx of x[n, i·s + ky − top, j·s + kx − left, c] / count
 *
 * where count is the number of pixels of the window that lie inside the image.
 *
 * Shapes: x [n, height, width, channels], y [n, rows, columns, channels]; how many rows and columns, see `maxPool2d`. No parameters.
 * The same in training and evaluation.
 *
 *     new AveragePool2D(3, { stride: 2, padding: 'same' })
 *
 * @throws RangeError, TypeError for size and options; ShapeError, when it is built, for inputs that are not images or smaller than a
 *   window.
 */
export class AveragePool2D extends PoolingLayer {
  constructor(size: Size2D = 2, options: Pool2DLayerOptions = {}) {
    super('AveragePool2D', size, options);
  }

  override get type(): string {
    return 'AveragePool2D';
  }

  override forward(x: Tensor): Tensor {
    const { size, stride, padding } = this;
    return averagePool2d(x, { size, stride, padding });
  }

  static fromConfig({ size, ...options }: LayerConfig): AveragePool2D {
    return new AveragePool2D(size as Size2D, options);
  }
}
