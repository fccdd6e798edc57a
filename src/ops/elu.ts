import { requirePositive } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * Exponential linear unit: the identity for positive values, saturating smoothly at −α for negative ones.
 *
 *     y = x where x > 0, else α · (eˣ − 1)
 *     ∂L/∂x = ∂L/∂y where y > 0, else (y + α) · ∂L/∂y
 *
 * Backward needs the output alone. With α other than 1 the slope jumps from α to 1 at 0.
 *
 * @param alpha α > 0; 1 unless set, as in the paper.
 * @throws RangeError unless alpha is positive.
 * @see Clevert, Unterthiner & Hochreiter, 2016, eq. 15 and 16. https://arxiv.org/abs/1511.07289
 */
export function elu(x: Tensor, alpha = 1): Tensor {
  requirePositive('elu', { alpha });
  return unary(
    {
      name: 'elu',
      reads: 'output',
      constants: [alpha],
      forward: (out, from, n) => kernels.elu(out, from, n, alpha),
      backward: (dx, dy, y, n, adds) => kernels.eluBackward(dx, dy, y, n, alpha, adds),
    },
    x,
  );
}
