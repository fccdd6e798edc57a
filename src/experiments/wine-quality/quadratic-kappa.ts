import { meanAndDeviation } from '../mean-and-deviation.ts';

/**
 * Cohen's kappa with quadratic weights: how far two gradings agree beyond chance, 1 for the same, 0 for as good as chance.
 *
 *     κ = 1 − Σ(t − p)² / n  ÷  (var(t) + var(p) + (mean(t) − mean(p))²)
 *
 * The divisor is the mean of (t − p)² over all pairs of a true and a predicted grade, whichever rows they are of; variances are
 * of the population. 0 where all grades of both are one.
 *
 * @see Cohen, Weighted kappa, Psychological Bulletin 70(4), 1968. https://doi.org/10.1037/h0026256
 */
export function quadraticKappa(truth: readonly number[], predicted: readonly number[]): number {
  const n = truth.length;
  const [t, p] = [momentsOf(truth), momentsOf(predicted)];
  const chance = t.variance + p.variance + (t.mean - p.mean) * (t.mean - p.mean);
  if (chance === 0) return 0;
  const observed = truth.reduce((sum, grade, i) => sum + (grade - predicted[i]) * (grade - predicted[i]), 0) / n;
  return 1 - observed / chance;
}

function momentsOf(grades: readonly number[]): { mean: number; variance: number } {
  const { mean } = meanAndDeviation(grades);
  return { mean, variance: grades.reduce((sum, grade) => sum + (grade - mean) * (grade - mean), 0) / grades.length };
}
