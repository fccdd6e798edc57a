import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels, packScratch } from '../wasm/kernels.ts';
import { type Pool2dOptions, placePooling, windowConstants } from './pooling.ts';
import { type Windows, windowNumbers } from './window.ts';

/**
 * Average pooling: the mean of every window of an image, each channel on its own.
 *
 *     y[n, i, j, c] = Σ over ky, kx of x[n, i·s + ky − top, j·s + kx − left, c] / count
 *     ∂L/∂x = Σ ∂L/∂y / count over the windows in which x is
 *
 * where count is the number of pixels of the window that lie inside the image, as in Keras and in PyTorch with
 * count_include_pad=False. Shapes as in `maxPool2d`.
 *
 * A window is summed in row order from +0, each sum rounded to float32, then divided. A pixel of several windows sums their
 * gradients in row order, from +0. The mean of whole images is more exact, and faster, by `globalAveragePool2d`.
 *
 *     averagePool2d(x, { size: 3, stride: 1, padding: 'same' })        // blurs
 *
 * @throws ShapeError unless x are images, or where a window is larger; RangeError, TypeError for options; RangeError where a window
 *   has more than 2²⁴ pixels inside the image, which float32 does not count.
 */
export function averagePool2d(x: Tensor, options: Pool2dOptions): Tensor {
  const windows = placePooling('averagePool2d', x, options);
  requireCountable(windows);
  const { batch, rows, columns, channels } = windows;
  const numbers = windowNumbers(windows);
  const y = result([batch, rows, columns, channels]);
  return apply({
    name: 'averagePool2d',
    inputs: [x],
    output: y,
    constants: windowConstants(windows),
    forward(run) {
      kernels.averagePool(run.address(y), run.address(x), ...numbers, packScratch);
    },
    backward(run) {
      kernels.averagePoolBackward(run.gradient(x), run.gradient(y), ...numbers, run.adds(x), packScratch);
    },
  });
}

const mostPixels = 2 ** 24;

function requireCountable({ height, width, windowHeight, windowWidth }: Windows): void {
  const [down, across] = [Math.min(height, windowHeight), Math.min(width, windowWidth)];
  if (down * across <= mostPixels) return;
  throw new RangeError(
    `averagePool2d: a window may have up to ${mostPixels} pixels inside the image, got ${down} × ${across}; the mean of whole images is globalAveragePool2d(x)`,
  );
}
