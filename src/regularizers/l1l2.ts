import { add } from '../ops/add.ts';
import { type L1Options, l1 } from './l1.ts';
import { l2 } from './l2.ts';
import { builtIn, type Regularizer } from './regularizer.ts';

/**
 * Both penalties (elastic net): L1 picks weights, L2 keeps weights that belong together alike.
 *
 *     P = λ₁ · Σ |w| + λ₂ · Σ w²      ∂P/∂w = λ₁ · sign(w) + 2λ₂w
 *
 * With `proximal: true` optimizers apply the L1 part as they do that of `l1`, so that weights become exactly 0; the L2 part
 * keeps its gradient.
 *
 * @param lambda1 λ₁, at least 0.
 * @param lambda2 λ₂, at least 0.
 * @throws RangeError, TypeError for anything else.
 * @see Zou & Hastie, 2005. https://doi.org/10.1111/j.1467-9868.2005.00503.x
 */
export function l1l2(lambda1: number, lambda2: number, options: L1Options = {}): Regularizer {
  const first = l1(lambda1, options);
  const second = l2(lambda2);
  const { proximalL1 } = first;
  return builtIn({
    name: 'l1l2',
    ...(proximalL1 !== undefined && { proximalL1 }),
    penalty: (weight) => add(first.penalty(weight), second.penalty(weight)),
    toJSON: () => ({ type: 'l1l2', lambda1, lambda2, ...(proximalL1 !== undefined && { proximal: true }) }),
    toString: () => `l1l2(${lambda1}, ${lambda2}${proximalL1 === undefined ? '' : ', proximal'})`,
  });
}
