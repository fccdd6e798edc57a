import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * Sigmoid linear unit, also called swish: x times its own sigmoid.
 *
 *     y = x · σ(x),   σ(x) = 1 / (1 + e⁻ˣ)
 *     ∂L/∂x = σ(x) · (1 + x · (1 − σ(x))) · ∂L/∂y
 *
 * @see Elfwing, Uchibe & Doya, 2018, eq. 13 and 14. https://arxiv.org/abs/1702.03118
 */
export function silu(x: Tensor): Tensor {
  return unary({ name: 'silu', reads: 'input', forward: kernels.silu, backward: kernels.siluBackwardFromInput }, x);
}
