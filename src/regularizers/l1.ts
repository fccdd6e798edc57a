import { requireBoolean, requireKnownOptions, requireNonNegative } from '../errors.ts';
import { abs } from '../ops/abs.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import { noGrad } from '../tensor/mode.ts';
import { builtIn, type Regularizer } from './regularizer.ts';

export interface L1Options {
  /** Whether optimizers apply it by its proximal operator, so that weights become exactly 0. False unless set. */
  readonly proximal?: boolean;
}

/**
 * L1 penalty (lasso): weights pay for their size, however small, so that some become 0.
 *
 *     P = λ · Σ |w|      ∂P/∂w = λ · sign(w), 0 at w = 0
 *
 * As Keras' L1: the sum over the weight, not its mean, and no half.
 *
 * By its gradient a weight gets near 0 and then jumps over it, from side to side, at every step. With `proximal: true` the
 * penalty counts in the loss as before but has no gradient; instead, each step of an optimizer ends with soft-thresholding, the
 * proximal operator of hλ|w|, and what is not worth its price is exactly 0 and stays so:
 *
 *     w ← sign(w) · max(|w| − h·λ, 0)        h: how far the step moves the weight for each unit of gradient
 *
 * For plain gradient descent h is the learning rate η, and this is ISTA. For rules that scale the gradient, h has the same scale:
 * η / (√v̂ + ε) for Adam, so that a weight stays 0 as long as its averaged gradient is at most λ, whatever the rule, and all of
 * them are after the same minimum. (With plain η, Adam would keep a weight at 0 only while |m̂| / √v̂ ≤ λ, which no small λ
 * brings about.) With momentum h is η(1 − μᵗ)/(1 − μ). Lion, whose steps do not know the size of gradients, and rules of one's
 * own without `stepLength` have h = η.
 *
 * Loops of one's own get it with `optimizer.step(model.parameters())`: nothing else is to be called.
 *
 * @param lambda λ, at least 0.
 * @throws RangeError, TypeError for anything else.
 * @see Tibshirani, 1996. https://doi.org/10.1111/j.2517-6161.1996.tb02080.x
 * @see Yun, Lozano & Yang, Adaptive proximal gradient methods for structured neural networks, 2021: the proximal step is taken
 *   in the metric of the rule. https://arxiv.org/abs/2007.07484
 */
export function l1(lambda: number, options: L1Options = {}): Regularizer {
  const who = 'regularizers.l1';
  requireNonNegative(who, { lambda });
  requireKnownOptions(who, options, ['proximal']);
  const { proximal = false } = options;
  requireBoolean(who, { proximal });
  const penalty: Regularizer['penalty'] = (weight) => mul(sum(abs(weight)), lambda);
  if (!proximal) {
    return builtIn({
      name: 'l1',
      penalty,
      toJSON: () => ({ type: 'l1', lambda }),
      toString: () => `l1(${lambda})`,
    });
  }
  return builtIn({
    name: 'l1',
    proximalL1: lambda,
    penalty: (weight) => noGrad(() => penalty(weight)),
    toJSON: () => ({ type: 'l1', lambda, proximal }),
    toString: () => `l1(${lambda}, proximal)`,
  });
}
