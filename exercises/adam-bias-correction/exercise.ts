/**
 * The bias correction of Adam.
 *
 * Adam keeps two running means, of the gradient and of its square:
 *
 *     m ← β₁m + (1 − β₁)g
 *     v ← β₂v + (1 − β₂)g²
 *
 * Both begin at 0, so after few steps they are too small. Suppose that all gradients so far were g. Work out how large m is
 * after t steps, and by what it must be divided to be g; the same for v. Then return how far the weight moves,
 *
 *     η · m̂ / (√v̂ + ε)
 *
 * @param m, v the running means after step t, uncorrected.
 * @param t the steps so far, this one counted: 1, 2, …
 * @returns what is subtracted from the weight.
 */
export function adamStep(
  m: number,
  v: number,
  t: number,
  { rate, beta1, beta2, epsilon }: { rate: number; beta1: number; beta2: number; epsilon: number },
): number {
  return 0; // Your code goes here.
}
