/**
 * After t steps with one gradient, m = (1 − β₁)(1 + β₁ + … + β₁ᵗ⁻¹)·g = (1 − β₁ᵗ)·g, by the sum of a geometric series. Likewise
 * v = (1 − β₂ᵗ)·g².
 */
export function adamStep(
  m: number,
  v: number,
  t: number,
  { rate, beta1, beta2, epsilon }: { rate: number; beta1: number; beta2: number; epsilon: number },
): number {
  const mean = m / (1 - beta1 ** t);
  const variance = v / (1 - beta2 ** t);
  return (rate * mean) / (Math.sqrt(variance) + epsilon);
}
