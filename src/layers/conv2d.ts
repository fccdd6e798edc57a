import { requireInteger } from '../errors.ts';
import { conv2d } from '../ops/conv2d.ts';
import { type Padding, placeWindows, requirePadding, requireSize2D, type Size2D, sizeText } from '../ops/window.ts';
import type { Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { requireImages } from './images.ts';
import type { BuildContext, ForwardContext, LayerConfig } from './layer.ts';
import { optionsFromConfig, WeightedLayer, type WeightedLayerOptions } from './weighted-layer.ts';

export interface Conv2DLayerOptions extends WeightedLayerOptions {
  /** Pixels from one window to the next: a number, or [down, across]. 1 unless set. */
  readonly stride?: Size2D;
  /** 'valid' unless set: windows lie inside the image. 'same': zeros around it, so that it has ⌈size / stride⌉ windows. */
  readonly padding?: Padding;
}

/**
 * A convolutional layer: the same weighted sum of every window of an image, for each filter, through the activation f.
 *
 *     y[n, i, j, o] = f(b[o] + Σ over ky, kx, c of x[n, i·s + ky − top, j·s + kx − left, c] · W[ky, kx, c, o])
 *
 * Shapes: x [n, height, width, in], W `weight` [kernelHeight, kernelWidth, in, filters], b `bias` [filters],
 * y [n, rows, columns, filters]; how many rows and columns, see `conv2d`. Parameters: kernelHeight · kernelWidth · in · filters +
 * filters. The same in training and evaluation.
 *
 *     new Conv2D(32, 3, { activation: 'relu' })        // 32 filters of 3 x 3
 *
 * @throws RangeError unless `filters`, sizes and strides are whole numbers of at least 1; RangeError, TypeError for other options;
 *   ShapeError, when it is built, for inputs that are not images or smaller than a filter.
 */
export class Conv2D extends WeightedLayer {
  readonly filters: number;
  readonly kernelSize: Size2D;
  readonly stride: Size2D;
  readonly padding: Padding;

  constructor(filters: number, kernelSize: Size2D, options: Conv2DLayerOptions = {}) {
    super('Conv2D', options, ['stride', 'padding']);
    const { stride = 1, padding = 'valid' } = options;
    requireInteger('Conv2D', { filters }, 1);
    requireSize2D('Conv2D', 'kernelSize', kernelSize);
    requireSize2D('Conv2D', 'stride', stride);
    this.filters = filters;
    this.kernelSize = kernelSize;
    this.stride = stride;
    this.padding = requirePadding('Conv2D', padding);
  }

  override get type(): string {
    return 'Conv2D';
  }

  override build(inputShape: Shape, context: BuildContext): Shape {
    const who = `${context.path}: ${this}`;
    requireImages(who, inputShape);
    const [height, width] = requireSize2D(who, 'kernelSize', this.kernelSize);
    const strides = requireSize2D(who, 'stride', this.stride);
    const { rows, columns } = placeWindows(who, [1, ...inputShape], [height, width], strides, this.padding);
    this.declareWeights(context, [height, width, inputShape[2], this.filters]);
    return [rows, columns, this.filters];
  }

  override forward(x: Tensor, _context: ForwardContext): Tensor {
    this.requireBuilt();
    const { bias, stride, padding, activation } = this;
    return conv2d(x, this.weight, { bias, stride, padding, activation });
  }

  override forwardLogits(x: Tensor): Tensor {
    this.requireBuilt();
    const { bias, stride, padding } = this;
    return conv2d(x, this.weight, { bias, stride, padding });
  }

  override config(): LayerConfig {
    const { filters, kernelSize, stride, padding } = this;
    return { filters, kernelSize, stride, padding, ...super.config() };
  }

  static fromConfig({ filters, kernelSize, ...options }: LayerConfig): Conv2D {
    return new Conv2D(filters as number, kernelSize as Size2D, optionsFromConfig(options));
  }

  override toString(): string {
    const { filters, kernelSize, stride, padding, activation } = this;
    const words = [`${filters}`, sizeText(kernelSize)];
    if (stride !== 1) words.push(`stride ${sizeText(stride)}`);
    if (padding !== 'valid') words.push(padding);
    if (activation !== 'none') words.push(activation);
    return `Conv2D(${words.join(', ')})`;
  }
}
