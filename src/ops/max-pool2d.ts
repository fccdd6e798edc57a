import { apply } from '../autodiff/apply.ts';
import { result, workspace } from '../autodiff/node.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels, packScratch } from '../wasm/kernels.ts';
import { type Pool2dOptions, placePooling, windowConstants } from './pooling.ts';
import { windowNumbers } from './window.ts';

/**
 * Max pooling: the largest value of every window of an image, each channel on its own.
 *
 *     y[n, i, j, c] = max over ky, kx of x[n, i·s + ky − top, j·s + kx − left, c]
 *     ∂L/∂x = Σ ∂L/∂y over the windows of which x is the largest; of equals, the first in row order
 *
 * Shapes: x [n, height, width, channels], y [n, rows, columns, channels], where along an axis of size d with a window of k and
 * stride s there are ⌊(d − k) / s⌋ + 1 windows ('valid') or ⌈d / s⌉ ('same', with half of the padding, rounded down, before the
 * image, as in TensorFlow). What is beside the image is never the largest.
 *
 * NaN counts as largest: a window with NaN gives NaN, and the gradient goes to the first. Of −0 and +0, which are equal, the first
 * is taken. A pixel of several windows sums their gradients in row order, from +0.
 *
 *     maxPool2d(x, { size: 2 })        // halves height and width
 *
 * @throws ShapeError unless x are images, or where a window is larger; RangeError, TypeError for options.
 */
export function maxPool2d(x: Tensor, options: Pool2dOptions): Tensor {
  const windows = placePooling('maxPool2d', x, options);
  const { batch, rows, columns, channels } = windows;
  const numbers = windowNumbers(windows);
  const y = result([batch, rows, columns, channels]);
  const positions = x.requiresGrad ? workspace(y.shape) : undefined;
  const saved = positions ? [positions] : [];
  return apply({
    name: 'maxPool2d',
    inputs: [x],
    output: y,
    saved,
    constants: windowConstants(windows),
    backwardReads: saved,
    forward(run) {
      const at = positions ? run.address(positions) : 0;
      kernels.maxPool(run.address(y), at, run.address(x), ...numbers, packScratch);
    },
    backward(run) {
      const at = run.address(positions!);
      kernels.maxPoolBackward(run.gradient(x), run.gradient(y), at, ...numbers, run.adds(x), packScratch);
    },
  });
}
