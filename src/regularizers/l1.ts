import { requireNonNegative } from '../errors.ts';
import { abs } from '../ops/abs.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import { builtIn, type Regularizer } from './regularizer.ts';

/**
 * L1 penalty (lasso): weights pay for their size, however small, so that some become 0.
 *
 *     P = λ · Σ |w|      ∂P/∂w = λ · sign(w), 0 at w = 0
 *
 * As Keras' L1: the sum over the weight, not its mean, and no half.
 *
 * @param lambda λ, at least 0.
 * @throws RangeError, TypeError for anything else.
 * @see Tibshirani, 1996. https://doi.org/10.1111/j.2517-6161.1996.tb02080.x
 */
export function l1(lambda: number): Regularizer {
  requireNonNegative('regularizers.l1', { lambda });
  return builtIn({
    name: 'l1',
    penalty: (weight) => mul(sum(abs(weight)), lambda),
    toJSON: () => ({ type: 'l1', lambda }),
    toString: () => `l1(${lambda})`,
  });
}
