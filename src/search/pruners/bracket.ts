/** One stage of successive halving: so many trials, each of which goes so far. */
export interface Rung {
  readonly trials: number;
  /** The step at which they end. */
  readonly budget: number;
}

/**
 * The rungs of successive halving, the lowest first.
 *
 *     nᵢ = ⌊n / ηⁱ⌋      rᵢ = ⌊R / ηˢ⁻ⁱ⌋      i = 0, …, s
 *
 * @param trials n, at least ηˢ.
 * @param halvings s: the trials are halved so often.
 * @param maximumBudget R, at least ηˢ: of the last rung.
 * @param factor η, a whole number of at least 2, so that all powers are exact.
 */
export function bracket(trials: number, halvings: number, maximumBudget: number, factor: number): readonly Rung[] {
  return Array.from({ length: halvings + 1 }, (_, i) => ({
    trials: Math.floor(trials / wholePower(factor, i)),
    budget: Math.floor(maximumBudget / wholePower(factor, halvings - i)),
  }));
}

/** ⌊log of n / d to the base η⌋ of whole numbers with n ≥ d ≥ 1: how often it can be halved. */
export function halvingsWithin(n: number, d: number, factor: number): number {
  let halvings = 0;
  for (let power = factor; d * power <= n; power *= factor) halvings++;
  return halvings;
}

/** ηⁱ, exact up to 2⁵³. */
export function wholePower(factor: number, i: number): number {
  let power = 1;
  for (; i > 0; i--) power *= factor;
  return power;
}
