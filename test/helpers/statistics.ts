/** Tests of distribution. Samples are seeded, so a test passes always or never; bounds are chosen at about 1 in 10⁵. */

/** Mean, variance, skewness and excess kurtosis, by two passes in float64. */
export function momentsOf(values: ArrayLike<number>): Record<'mean' | 'variance' | 'skewness' | 'kurtosis', number> {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i] / n;
  let [second, third, fourth] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const d = values[i] - mean;
    second += (d * d) / n;
    third += (d * d * d) / n;
    fourth += (d * d * d * d) / n;
  }
  return { mean, variance: second, skewness: third / second ** 1.5, kurtosis: fourth / second ** 2 - 3 };
}

/** √n times the largest distance between the values' distribution and the given one: above 2.3 once in 20,000. */
export function kolmogorovSmirnov(values: ArrayLike<number>, distribution: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const p = distribution(x);
    distance = Math.max(distance, (i + 1) / n - p, p - i / n);
  });
  return Math.sqrt(n) * distance;
}

/** How often chance gives a Kolmogorov–Smirnov statistic at least this large: 2 Σ (−1)ᵏ⁻¹ e^(−2k²s²). */
export function kolmogorovProbability(statistic: number): number {
  let sum = 0;
  for (let k = 1; k < 50; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * statistic * statistic);
  return Math.min(1, sum);
}

/**
 * Pearson's χ² of counts that should be equal, as a standard normal value (Wilson & Hilferty's cube root), so that
 * about ±4 is as far as chance goes.
 */
export function chiSquare(counts: ArrayLike<number>): number {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0);
  const expected = total / counts.length;
  const statistic = Array.from(counts).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const freedom = counts.length - 1;
  return (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
}

/** √n times the correlation of two samples: standard normal where they are independent. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length;
  const [x, y] = [momentsOf(a), momentsOf(b)];
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (a[i] - x.mean) * (b[i] - y.mean);
  return sum / Math.sqrt(n * x.variance * y.variance);
}

/** Φ(x) by its Maclaurin series, to 1e-14 for |x| < 6. */
export function normalDistribution(x: number): number {
  if (Math.abs(x) > 6) return x > 0 ? 1 : 0;
  let [sum, term] = [x, x];
  for (let k = 1; Math.abs(term) > 1e-17; k++) {
    term *= -(x * x) / (2 * k);
    sum += term / (2 * k + 1);
  }
  return 0.5 + sum / Math.sqrt(2 * Math.PI);
}
