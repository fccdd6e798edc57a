import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { binary } from './binary.ts';

/**
 * y = a − b, with NumPy broadcasting.
 *
 *     ∂L/∂a = ∂L/∂y      ∂L/∂b = −∂L/∂y      each summed over the axes along which the operand repeats
 *
 * @throws ShapeError where the shapes do not broadcast; TypeError for what is neither tensor nor number.
 */
export function sub(a: Tensor | number, b: Tensor | number): Tensor {
  return binary({ name: 'sub', kernel: kernels.subBroadcast, gradients: [{ sign: 1 }, { sign: -1 }] }, a, b);
}
