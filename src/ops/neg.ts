import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { type UnaryRule, unary } from './unary.ts';

/**
 * y = −x.
 *
 *     ∂L/∂x = −∂L/∂y
 *
 * @throws TypeError unless `x` is a tensor.
 */
export function neg(x: Tensor): Tensor {
  return unary({ name: 'neg', reads: 'nothing', forward: kernels.neg, backward: negated }, x);
}

const negated: UnaryRule['backward'] = (dx, dy, _, n, adds) => kernels.scale(dx, dy, n, -1, adds);
