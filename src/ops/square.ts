import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * y = x².
 *
 *     ∂L/∂x = 2x · ∂L/∂y
 *
 * Infinity from |x| = 1.85e19 on; 0 below 2⁻⁶³ (1.1e-19), whose squares would be denormal numbers, which are slow.
 *
 * @throws TypeError unless `x` is a tensor.
 */
export function square(x: Tensor): Tensor {
  return unary({ name: 'square', reads: 'input', forward: kernels.square, backward: kernels.squareBackward }, x);
}
