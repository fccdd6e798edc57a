import type { Tensor } from '../tensor/tensor.ts';
import { type BroadcastBackward, kernels } from '../wasm/kernels.ts';
import { binary } from './binary.ts';

const overB: BroadcastBackward = (out, dy, _a, b, rows, columns, _aRow, _aColumn, bRow, bColumn, adds) =>
  kernels.divBroadcast(out, dy, b, rows, columns, columns, 1, bRow, bColumn, adds);

/**
 * y = a / b element by element, with NumPy broadcasting.
 *
 *     ∂L/∂a = ∂L/∂y / b      ∂L/∂b = −∂L/∂y · a / b²      each summed over the axes along which the operand repeats
 *
 * As in IEEE arithmetic: x/0 is ±Infinity with the signs of both, 0/0 is NaN, and so are the gradients there.
 *
 * @throws ShapeError where the shapes do not broadcast; TypeError for what is neither tensor nor number.
 */
export function div(a: Tensor | number, b: Tensor | number): Tensor {
  const gradients = [
    { kernel: overB, reads: ['b'] },
    { kernel: kernels.divBackwardDivisor, reads: ['a', 'b'] },
  ] as const;
  return binary({ name: 'div', kernel: kernels.divBroadcast, gradients }, a, b);
}
