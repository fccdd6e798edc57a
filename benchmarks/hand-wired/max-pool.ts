import { placeWindows, windowNumbers } from '../../src/ops/window.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { kernels, packScratch } from '../../src/wasm/kernels.ts';
import type { Signal, Stage, Wiring } from './wiring.ts';

/** Square windows side by side. */
export function maxPool(wiring: Wiring, { shape, values: x, gradient: dx }: Signal, size: number): Stage {
  const windows = placeWindows('maxPool', [wiring.batch, ...shape], [size, size], [size, size], 'valid');
  const numbers = windowNumbers(windows);
  const output = wiring.signal([windows.rows, windows.columns, windows.channels]);
  const { values: y, gradient: dy } = output;
  const positions = wiring.take(wiring.batch * sizeOf(output.shape));
  return {
    output,
    flops: 0,
    forward: () => kernels.maxPool(y, positions, x, ...numbers, packScratch),
    backward: () => kernels.maxPoolBackward(dx, dy, positions, ...numbers, 0, packScratch),
  };
}
