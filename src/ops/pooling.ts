/** What max and average pooling share: options, and where the windows lie. */
import { requireKnownOptions } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { requireTensor } from './operand.ts';
import { type Padding, placeWindows, requirePadding, requireSize2D, type Size2D, type Windows } from './window.ts';

export interface Pool2dOptions {
  /** Of a window: a number, or [height, width]. */
  readonly size: Size2D;
  /** Pixels from one window to the next: a number, or [down, across]. The size unless set: windows side by side. */
  readonly stride?: Size2D;
  /** 'valid' unless set: windows lie inside the image. 'same': they reach beyond its edges; there are ⌈size / stride⌉. */
  readonly padding?: Padding;
}

/** @throws TypeError, RangeError for options; ShapeError unless x are images into which, if valid, a window fits. */
export function placePooling(who: string, x: Tensor, options: Pool2dOptions): Windows {
  requireTensor(who, 'x', x);
  requireKnownOptions(who, options, ['size', 'stride', 'padding']);
  const { size, stride = size, padding = 'valid' } = options ?? {};
  const sizes = requireSize2D(who, 'size', size);
  const strides = requireSize2D(who, 'stride', stride);
  return placeWindows(who, x.shape, sizes, strides, requirePadding(who, padding));
}

/** The numbers that shapes do not tell: `constants` of a node. */
export function windowConstants({ windowHeight, windowWidth, strideY, strideX, top, left }: Windows): number[] {
  return [windowHeight, windowWidth, strideY, strideX, top, left];
}
