/** What max and average pooling share as layers: windows, and the shape of what comes out. */
import { type Padding, placeWindows, requirePadding, requireSize2D, type Size2D, sizeText } from '../ops/window.ts';
import type { Shape } from '../tensor/shape.ts';
import { requireImages } from './images.ts';
import { type BuildContext, Layer, type LayerConfig, type LayerOptions, requireLayerOptions } from './layer.ts';

export interface Pool2DLayerOptions extends LayerOptions {
  /** Pixels from one window to the next: a number, or [down, across]. The size unless set: windows side by side. */
  readonly stride?: Size2D;
  /** 'valid' unless set: windows lie inside the image. 'same': they reach beyond its edges; there are ⌈size / stride⌉. */
  readonly padding?: Padding;
}

export abstract class PoolingLayer extends Layer {
  /** Of a window. */
  readonly size: Size2D;
  readonly stride: Size2D;
  readonly padding: Padding;

  constructor(who: string, size: Size2D, options: Pool2DLayerOptions) {
    super(requireLayerOptions(who, options, ['stride', 'padding']));
    const { stride = size, padding = 'valid' } = options;
    requireSize2D(who, 'size', size);
    requireSize2D(who, 'stride', stride);
    this.size = size;
    this.stride = stride;
    this.padding = requirePadding(who, padding);
  }

  override build(inputShape: Shape, { path }: BuildContext): Shape {
    const who = `${path}: ${this}`;
    requireImages(who, inputShape);
    const [sizes, strides] = [requireSize2D(who, 'size', this.size), requireSize2D(who, 'stride', this.stride)];
    const { rows, columns, channels } = placeWindows(who, [1, ...inputShape], sizes, strides, this.padding);
    return [rows, columns, channels];
  }

  override config(): LayerConfig {
    const { size, stride, padding } = this;
    return { size, stride, padding };
  }

  override toString(): string {
    const { size, stride, padding } = this;
    const words = [sizeText(size)];
    if (sizeText(stride) !== sizeText(size)) words.push(`stride ${sizeText(stride)}`);
    if (padding !== 'valid') words.push(padding);
    return `${this.type}(${words.join(', ')})`;
  }
}
