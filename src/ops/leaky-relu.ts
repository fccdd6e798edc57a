import { requireNonNegative } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';
import { unary } from './unary.ts';

/**
 * Leaky rectified linear unit: like `relu`, with a small slope where that is flat, so that no unit stops learning.
 *
 *     y = x where x > 0, else slope · x
 *     ∂L/∂x = ∂L/∂y where x > 0, else slope · ∂L/∂y      (the slope at the kink)
 *
 * @param slope at least 0; 0.01 unless set, as in the paper.
 * @throws RangeError for a negative slope: with one, a value no longer says on which side it came from.
 * @see Maas, Hannun & Ng, 2013, section 2. https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf
 */
export function leakyRelu(x: Tensor, slope = 0.01): Tensor {
  requireNonNegative('leakyRelu', { slope });
  return unary(
    {
      name: 'leakyRelu',
      reads: 'output',
      constants: [slope],
      forward: (out, from, n) => kernels.leakyRelu(out, from, n, slope),
      backward: (dx, dy, y, n, adds) => kernels.leakyReluBackward(dx, dy, y, n, slope, adds),
    },
    x,
  );
}
