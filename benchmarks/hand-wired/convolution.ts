import { placeWindows, windowNumbers } from '../../src/ops/window.ts';
import { activationCode, kernels, packScratch } from '../../src/wasm/kernels.ts';
import type { Signal, Stage, Wiring } from './wiring.ts';

/** Square filters that lie inside the image, and ReLU. */
export function convolution(
  wiring: Wiring,
  { shape, values: x, gradient: dx }: Signal,
  filters: number,
  size: number,
): Stage {
  const windows = placeWindows('convolution', [wiring.batch, ...shape], [size, size], [1, 1], 'valid');
  const numbers = windowNumbers(windows);
  const count = windows.batch * windows.rows * windows.columns;
  const weight = wiring.parameter();
  const bias = wiring.parameter();
  const output = wiring.signal([windows.rows, windows.columns, filters]);
  const { values: y, gradient: dy } = output;
  return {
    output,
    flops: 2 * count * filters * size * size * windows.channels * (dx === 0 ? 2 : 3),
    forward() {
      kernels.conv2d(y, x, weight.values, ...numbers, filters, bias.values, activationCode.relu, 0, packScratch);
    },
    backward() {
      kernels.reluBackward(dy, dy, y, count * filters, 0);
      kernels.sumAxis(bias.gradient, dy, 1, count, filters, 1, 0, packScratch);
      if (dx !== 0) kernels.conv2dInputGradient(dx, dy, weight.values, ...numbers, filters, 0, packScratch);
      kernels.conv2dWeightGradient(weight.gradient, x, dy, ...numbers, filters, 0, packScratch);
    },
  };
}
