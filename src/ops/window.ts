/** Where the windows of convolutions and poolings lie on an image. */
import { requireInteger, requireOneOf, requireWithin, ShapeError, shapeText, valueText } from '../errors.ts';
import type { Shape } from '../tensor/shape.ts';
import type { WindowNumbers } from '../wasm/kernels.ts';

/** One number for both axes, or [height, width]. */
export type Size2D = number | readonly [height: number, width: number];

/** 'valid': windows lie inside the image. 'same': they reach beyond its edges, so that there are ⌈size / stride⌉ of them. */
export type Padding = 'valid' | 'same';

/** Windows over images of one size: window (row, column) begins at pixel (row · strideY − top, column · strideX − left). */
export interface Windows {
  readonly batch: number;
  /** Of the images. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Of a window. */
  readonly windowHeight: number;
  readonly windowWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  /** Rows and columns of padding before the image. What is needed behind it follows from the other numbers. */
  readonly top: number;
  readonly left: number;
  /** How many windows there are along each axis. */
  readonly rows: number;
  readonly columns: number;
}

/** Kernels work out places as int32, of which sizes and strides must leave some. */
const mostPixels = 2 ** 24;

/** @throws TypeError unless it is one or two numbers; RangeError unless they are whole, at least 1 and at most 2²⁴. */
export function requireSize2D(who: string, name: string, size: unknown): readonly [number, number] {
  if (typeof size === 'number') {
    requirePixels(who, { [name]: size });
    return [size, size];
  }
  if (!Array.isArray(size) || size.length !== 2) {
    throw new TypeError(`${who}: ${name} must be a whole number, or [height, width], got ${valueText(size)}`);
  }
  const [height, width] = size;
  requirePixels(who, { [`height of ${name}`]: height, [`width of ${name}`]: width });
  return [height, width];
}

function requirePixels(who: string, values: Readonly<Record<string, unknown>>): void {
  requireInteger(who, values, 1);
  requireWithin(who, values, 1, mostPixels);
}

/** `3 × 3`. */
export function sizeText(size: Size2D): string {
  const [height, width] = typeof size === 'number' ? [size, size] : size;
  return `${height} × ${width}`;
}

/** @throws RangeError unless it is one of the two. */
export function requirePadding(who: string, padding: unknown): Padding {
  return requireOneOf(who, 'padding', padding, ['valid', 'same']);
}

/**
 * Along each axis, for n pixels, windows of k and stride s:
 *
 *     valid: ⌊(n − k) / s⌋ + 1 windows        same: ⌈n / s⌉ windows over n + p pixels, p = max(0, (⌈n / s⌉ − 1)·s + k − n)
 *
 * of which ⌊p / 2⌋ are before the image, as in TensorFlow and Keras.
 *
 * @throws ShapeError unless `shape` is [n, height, width, channels] and, if valid, a window fits in.
 */
export function placeWindows(
  who: string,
  shape: Shape,
  [windowHeight, windowWidth]: readonly [number, number],
  [strideY, strideX]: readonly [number, number],
  padding: Padding,
): Windows {
  if (shape.length !== 4) {
    throw new ShapeError(
      `${who}: expected images [batch, height, width, channels], got ${shapeText(shape)}; reshape one grey image to [1, height, width, 1]`,
    );
  }
  const [batch, height, width, channels] = shape;
  if (padding === 'valid' && (height < windowHeight || width < windowWidth)) {
    throw new ShapeError(
      `${who}: windows of ${windowHeight} × ${windowWidth} do not fit into images of ${height} × ${width}, got ${shapeText(shape)}; with padding 'same' they may reach beyond the edges`,
    );
  }
  const [rows, top] = placeAlong(height, windowHeight, strideY, padding);
  const [columns, left] = placeAlong(width, windowWidth, strideX, padding);
  return { batch, height, width, channels, windowHeight, windowWidth, strideY, strideX, top, left, rows, columns };
}

/** How many windows there are, and how much padding comes before the first pixel. */
function placeAlong(pixels: number, window: number, stride: number, padding: Padding): [number, number] {
  if (padding === 'valid') return [Math.floor((pixels - window) / stride) + 1, 0];
  const windows = Math.ceil(pixels / stride);
  return [windows, Math.floor(Math.max(0, (windows - 1) * stride + window - pixels) / 2)];
}

/** The numbers in the order in which kernels take them. */
export function windowNumbers(w: Windows): WindowNumbers {
  return [
    w.batch,
    w.height,
    w.width,
    w.channels,
    w.windowHeight,
    w.windowWidth,
    w.strideY,
    w.strideX,
    w.top,
    w.left,
    w.rows,
    w.columns,
  ];
}
