import type { Tensor } from '../tensor/tensor.ts';
import { type BroadcastBackward, kernels } from '../wasm/kernels.ts';
import { binary } from './binary.ts';

const byB: BroadcastBackward = (out, dy, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds) =>
  kernels.minimumBackward(out, dy, b, a, rows, columns, bRow, bColumn, aRow, aColumn, adds);

/**
 * y = the smaller of a and b, element by element, with NumPy broadcasting.
 *
 *     ∂L/∂a = ∂L/∂y where a < b,  ½ ∂L/∂y where a = b,  else 0      ∂L/∂b likewise with a and b exchanged
 *
 * each summed over the axes along which the operand repeats. Ties give each operand half, as in PyTorch. NaN in either
 * operand gives NaN, and no gradient to either. For the smallest value of one tensor see `min`.
 *
 * @throws ShapeError where the shapes do not broadcast; TypeError for what is neither tensor nor number.
 */
export function minimum(a: Tensor | number, b: Tensor | number): Tensor {
  const gradients = [
    { kernel: kernels.minimumBackward, reads: ['a', 'b'] },
    { kernel: byB, reads: ['a', 'b'] },
  ] as const;
  return binary({ name: 'minimum', kernel: kernels.minimumBroadcast, gradients }, a, b);
}
