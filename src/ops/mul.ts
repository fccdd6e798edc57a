import type { Tensor } from '../tensor/tensor.ts';
import { type BroadcastBackward, kernels } from '../wasm/kernels.ts';
import { binary } from './binary.ts';

const timesB: BroadcastBackward = (out, dy, _a, b, rows, columns, _aRow, _aColumn, bRow, bColumn, adds) =>
  kernels.mulBroadcast(out, dy, b, rows, columns, columns, 1, bRow, bColumn, adds);
const timesA: BroadcastBackward = (out, dy, a, _b, rows, columns, aRow, aColumn, _bRow, _bColumn, adds) =>
  kernels.mulBroadcast(out, dy, a, rows, columns, columns, 1, aRow, aColumn, adds);

/**
 * y = a · b element by element, with NumPy broadcasting.
 *
 *     ∂L/∂a = b · ∂L/∂y      ∂L/∂b = a · ∂L/∂y      each summed over the axes along which the operand repeats
 *
 * @throws ShapeError where the shapes do not broadcast.
 */
export function mul(a: Tensor | number, b: Tensor | number): Tensor {
  const gradients = [
    { kernel: timesB, reads: ['b'] },
    { kernel: timesA, reads: ['a'] },
  ] as const;
  return binary({ name: 'mul', kernel: kernels.mulBroadcast, gradients }, a, b);
}
