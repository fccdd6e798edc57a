import type { Tensor } from '../tensor/tensor.ts';
import { type BroadcastBackward, kernels } from '../wasm/kernels.ts';
import { binary } from './binary.ts';

const byB: BroadcastBackward = (out, dy, a, b, rows, columns, aRow, aColumn, bRow, bColumn, adds) =>
  kernels.maximumBackward(out, dy, b, a, rows, columns, bRow, bColumn, aRow, aColumn, adds);

/**
 * y = the larger of a and b, element by element, with NumPy broadcasting.
 *
 *     ∂L/∂a = ∂L/∂y where a > b,  ½ ∂L/∂y where a = b,  else 0      ∂L/∂b likewise with a and b exchanged
 *
 * each summed over the axes along which the operand repeats. Ties give each operand half, as in PyTorch. NaN in either
 * operand gives NaN, and no gradient to either. For the largest value of one tensor see `max`.
 *
 * @throws ShapeError where the shapes do not broadcast; TypeError for what is neither tensor nor number.
 */
export function maximum(a: Tensor | number, b: Tensor | number): Tensor {
  const gradients = [
    { kernel: kernels.maximumBackward, reads: ['a', 'b'] },
    { kernel: byB, reads: ['a', 'b'] },
  ] as const;
  return binary({ name: 'maximum', kernel: kernels.maximumBroadcast, gradients }, a, b);
}
