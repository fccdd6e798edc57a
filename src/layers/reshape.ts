import { ShapeError, shapeText, valueText } from '../errors.ts';
import { reshape } from '../ops/reshape.ts';
import { requireShape, type Shape, sizeOf } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type BuildContext, Layer, type LayerConfig, type LayerOptions, requireLayerOptions } from './layer.ts';

/**
 * The values of each sample, in row-major order, under another shape.
 *
 * Shapes: x [n, …], y [n, …shape]. No parameters.
 *
 *     new Reshape([28, 28, 1])
 *
 * @throws ShapeError, TypeError for what is no shape; ShapeError, when it is built, unless the inputs have as many values.
 */
export class Reshape extends Layer {
  readonly shape: Shape;

  /** @param shape of one sample, without the batch axis. */
  constructor(shape: Shape, options: LayerOptions = {}) {
    super(requireLayerOptions('Reshape', options, []));
    if (Array.isArray(shape) && shape.includes(-1)) {
      throw new ShapeError(`Reshape: sizes must be given, got ${shapeText(shape)}; −1 is for the operation reshape`);
    }
    this.shape = [...requireShape('Reshape', shape)];
  }

  override get type(): string {
    return 'Reshape';
  }

  override build(inputShape: Shape, { path }: BuildContext): Shape {
    if (sizeOf(inputShape) === sizeOf(this.shape)) return this.shape;
    throw new ShapeError(
      `${path}: ${this} needs ${sizeOf(this.shape)} values a sample, got ${sizeOf(inputShape)} of shape ${shapeText(inputShape)}`,
    );
  }

  override forward(x: Tensor): Tensor {
    return reshape(x, [x.shape[0], ...this.shape]);
  }

  override config(): LayerConfig {
    return { shape: this.shape };
  }

  static fromConfig({ shape, ...options }: LayerConfig): Reshape {
    if (!Array.isArray(shape)) throw new TypeError(`Reshape: shape must be an array of sizes, got ${valueText(shape)}`);
    return new Reshape(shape, options);
  }

  override toString(): string {
    return `Reshape(${shapeText(this.shape)})`;
  }
}
