import { requireNonNegative } from '../errors.ts';
import { mul } from '../ops/mul.ts';
import { square } from '../ops/square.ts';
import { sum } from '../ops/sum.ts';
import { builtIn, type Regularizer } from './regularizer.ts';

/**
 * L2 penalty (ridge): large weights pay most, so that the weights share the work.
 *
 *     P = λ · Σ w²      ∂P/∂w = 2λw
 *
 * As Keras' L2: no half, so λ here is half of what PyTorch and the papers call weight decay. Under plain gradient descent
 * the two are then the same; under Adam they are not, which is why AdamW exists (Loshchilov & Hutter, 2019,
 * https://arxiv.org/abs/1711.05101).
 *
 * @param lambda λ, at least 0.
 * @throws RangeError, TypeError for anything else.
 * @see Hoerl & Kennard, 1970. https://doi.org/10.1080/00401706.1970.10488634
 */
export function l2(lambda: number): Regularizer {
  requireNonNegative('regularizers.l2', { lambda });
  return builtIn({
    name: 'l2',
    penalty: (weight) => mul(sum(square(weight)), lambda),
    toJSON: () => ({ type: 'l2', lambda }),
    toString: () => `l2(${lambda})`,
  });
}
