import { exp, log } from '../../tensor/scalar-math.ts';

const logRootTwoPi = 0.9189385332046728; // ½ ln 2π
const inverseRootTwoPi = 0.3989422804014327; // 1 / √(2π)

/**
 * The logarithm of expected improvement, and its derivatives.
 *
 *     improvement = max(best − f, 0),   f normal with `mean` and `deviation`
 *     EI = deviation · h(z)      z = (best − mean) / deviation      h(z) = φ(z) + z Φ(z)
 *
 * EI itself is 0 in float64 from z = −39 on, and flat long before, so that a search has nothing to climb; its logarithm is finite
 * for every z, and the argument of its maximum is the same. Far from the best, h is a difference of nearly equal numbers, so
 * it is found from Laplace's continued fraction of Mills' ratio instead, in which nothing cancels (t = −z):
 *
 *     Φ(−t) = φ(t) / (t + d)      d = 1 / (t + 2 / (t + 3 / (t + …)))      h(−t) = φ(t) · d / (t + d)      h′/h = 1 / d
 *
 * Relative error of h below 10⁻¹³, of its logarithm's derivative alike.
 *
 * @param deviation at least 0. Where it is 0, the improvement is certain: ln max(best − mean, 0).
 * @returns the value, which is −Infinity only where deviation is 0, and its derivatives by mean and by deviation (0 there).
 * @see S. Ament, S. Daulton, D. Eriksson, M. Balandat, E. Bakshy, Unexpected improvements to expected improvement for Bayesian
 *   optimization, NeurIPS 2023. https://arxiv.org/abs/2310.20708
 * @see Abramowitz & Stegun, Handbook of Mathematical Functions, 1964, 26.2.14.
 */
export function logExpectedImprovement(
  best: number,
  mean: number,
  deviation: number,
): { value: number; byMean: number; byDeviation: number } {
  if (!(deviation > 0)) return { value: log(Math.max(best - mean, 0)), byMean: 0, byDeviation: 0 };
  const z = (best - mean) / deviation;
  const { logarithm, slope } = logImprovement(z);
  // d z / d mean = −1 / deviation,  d z / d deviation = −z / deviation
  return { value: log(deviation) + logarithm, byMean: -slope / deviation, byDeviation: (1 - slope * z) / deviation };
}

/** ln h(z), and h′(z) / h(z) = Φ(z) / h(z). */
export function logImprovement(z: number): { logarithm: number; slope: number } {
  const t = Math.abs(z);
  const density = inverseRootTwoPi * exp(-0.5 * t * t);
  if (t < 1.5) {
    const below = 0.5 + (z < 0 ? -1 : 1) * density * oddSeries(t);
    const h = density + z * below;
    return { logarithm: log(h), slope: below / h };
  }
  const d = fraction(t);
  if (z < 0) return { logarithm: -0.5 * t * t - logRootTwoPi + log(d / (t + d)), slope: 1 / d };
  const tail = density / (t + d);
  const h = z + tail * d;
  return { logarithm: log(h), slope: (1 - tail) / h };
}

/** (Φ(t) − ½) / φ(t) = t + t³/3 + t⁵/(3·5) + … for 0 ≤ t < 1.5: all terms have one sign. */
function oddSeries(t: number): number {
  let [sum, term] = [t, t];
  for (let k = 3; term > 1e-17 * sum; k += 2) {
    term *= (t * t) / k;
    sum += term;
  }
  return sum;
}

/** d = 1 / (t + 2 / (t + 3 / (t + …))) for t ≥ 1.5, from behind: the depth that float64 needs there falls with t². */
function fraction(t: number): number {
  let d = 0;
  for (let k = 20 + Math.ceil(400 / (t * t)); k >= 1; k--) d = k / (t + d);
  return d;
}
