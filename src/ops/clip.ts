import { valueText } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * y = x held between two bounds: min(max(x, low), high).
 *
 *     ∂L/∂x = ∂L/∂y where low ≤ x ≤ high, else 0
 *
 * ±Infinity leaves a side open. NaN gives NaN, and no gradient.
 *
 * @throws TypeError unless `x` is a tensor and both bounds are numbers; RangeError unless low ≤ high.
 */
export function clip(x: Tensor, low: number, high: number): Tensor {
  if (typeof low !== 'number' || typeof high !== 'number') {
    throw new TypeError(`clip: low and high must be numbers, got ${valueText(low)} and ${valueText(high)}`);
  }
  if (!(low <= high)) throw new RangeError(`clip: low must be at most high, got ${low} and ${high}`);
  return unary(
    {
      name: 'clip',
      reads: 'input',
      constants: [low, high],
      forward: (out, from, n) => kernels.clip(out, from, n, low, high),
      backward: (dx, dy, from, n, adds) => kernels.clipBackward(dx, dy, from, n, low, high, adds),
    },
    x,
  );
}
