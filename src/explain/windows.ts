import type { Size2D } from '../ops/window.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Values, valuesOf } from './values.ts';

/** A window of an image, and what a layer makes of it. */
export interface ExplainedWindow {
  /** Of the output, from 0. */
  readonly row: number;
  readonly column: number;
  readonly window: Values;
  readonly result: number;
}

/** The windows of the first image, whose one channel is x[0, :, :, 0], that lie inside it. */
export function windowsOf(x: Tensor, y: Tensor, size: Size2D, stride: Size2D): ExplainedWindow[] {
  const [height, width] = pair(size);
  const [down, across] = pair(stride);
  const [, rows, columns] = y.shape;
  const columnsIn = x.shape[2];
  const [pixels, results] = [valuesOf(x).values, valuesOf(y).values];
  return Array.from({ length: rows * columns }, (_, place) => {
    const [row, column] = [Math.floor(place / columns), place % columns];
    const values = Array.from({ length: height * width }, (__, i) => {
      const [ky, kx] = [Math.floor(i / width), i % width];
      return pixels[(row * down + ky) * columnsIn + column * across + kx];
    });
    return { row, column, window: { shape: [height, width], values }, result: results[place] };
  });
}

function pair(size: Size2D): readonly [number, number] {
  return typeof size === 'number' ? [size, size] : [size[0], size[1]];
}
