import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { binary } from './binary.ts';

/**
 * y = a + b, with NumPy broadcasting.
 *
 *     ∂L/∂a = ∂L/∂y      ∂L/∂b = ∂L/∂y      each summed over the axes along which the operand repeats
 *
 * @throws ShapeError where the shapes do not broadcast.
 */
export function add(a: Tensor | number, b: Tensor | number): Tensor {
  return binary({ name: 'add', kernel: kernels.addBroadcast, gradients: [{ sign: 1 }, { sign: 1 }] }, a, b);
}
