import { exp } from '../../tensor/scalar-math.ts';
import {
  dot,
  factorCholesky,
  inverseOfFactored,
  logDeterminant,
  solveLower,
  solveLowerTransposed,
} from './cholesky.ts';
import type { DifferentiableFunction } from './lbfgs.ts';
import { matern52WithSlope } from './matern.ts';
import { groupCount, type Points } from './points.ts';

const logTwoPi = 1.8378770664093453;

/**
 * Minus the log marginal likelihood of targets at points, as a function of the logarithms of the kernel's parameters.
 *
 *     θ = [ln ℓ₀, …, ln ℓ_{G−1}, ln σ², ln τ²]      K = σ² k + τ² I = L Lᵀ      α = K⁻¹ y
 *     f = ½ yᵀα + Σ ln Lᵢᵢ + n/2 · ln 2π           ∂f/∂θ = −½ Σᵢⱼ (αᵢαⱼ − K⁻¹ᵢⱼ) ∂Kᵢⱼ/∂θ
 *     ∂K/∂ ln ℓ_g = σ² slope(r²) S_g / ℓ_g²         ∂K/∂ ln σ² = σ² k      ∂K/∂ ln τ² = τ² I
 *
 * `slope` is that of `matern52WithSlope`, S_g the squared distance in group g. The value is Infinity where K has no Cholesky factor in float64.
 * One evaluation costs n³ / 2 products and n² / 2 exponentials; G · n² / 2 distances are kept.
 *
 * @see C. E. Rasmussen, C. K. I. Williams, Gaussian Processes for Machine Learning, 2006, equations 5.8 and 5.9.
 */
export function negativeLogLikelihood(points: Points, targets: ArrayLike<number>): DifferentiableFunction {
  const n = points.count;
  const groups = groupCount(points);
  const distances = pairDistances(points, groups);
  const k = new Float64Array(n * n);
  const slopes = new Float64Array(n * n);
  const lower = new Float64Array(n * n);
  const inverse = new Float64Array(n * n);
  const scratch = new Float64Array(n * n);
  const alpha = new Float64Array(n);
  const weights = new Float64Array(groups);
  const both = new Float64Array(2);

  return (theta, gradient) => {
    for (let g = 0; g < groups; g++) weights[g] = exp(-2 * theta[g]);
    const [signal, noise] = [exp(theta[groups]), exp(theta[groups + 1])];
    for (let i = 0, pair = 0; i < n; i++) {
      for (let j = 0; j < i; j++, pair++) {
        let distance = 0;
        for (let g = 0; g < groups; g++) distance += distances[pair * groups + g] * weights[g];
        matern52WithSlope(distance, both);
        k[i * n + j] = signal * both[0];
        slopes[i * n + j] = signal * both[1];
      }
      k[i * n + i] = signal + noise;
    }
    lower.set(k);
    if (!factorCholesky(lower, n)) return Number.POSITIVE_INFINITY;
    for (let i = 0; i < n; i++) alpha[i] = targets[i];
    solveLower(lower, n, alpha);
    const fit = dot(alpha, 0, alpha, 0, n);
    solveLowerTransposed(lower, n, alpha);
    inverseOfFactored(lower, n, inverse, scratch);

    gradient.fill(0);
    for (let i = 0, pair = 0; i < n; i++) {
      for (let j = 0; j < i; j++, pair++) {
        // Both halves of a symmetric matrix, so that ½ falls away.
        const weight = inverse[i * n + j] - alpha[i] * alpha[j];
        const sloped = weight * slopes[i * n + j];
        for (let g = 0; g < groups; g++) gradient[g] += sloped * distances[pair * groups + g];
        gradient[groups] += weight * k[i * n + j];
      }
      const onDiagonal = 0.5 * (inverse[i * n + i] - alpha[i] * alpha[i]);
      gradient[groups] += onDiagonal * signal;
      gradient[groups + 1] += onDiagonal * noise;
    }
    for (let g = 0; g < groups; g++) gradient[g] *= weights[g];
    return 0.5 * (fit + logDeterminant(lower, n) + n * logTwoPi);
  };
}

/** For i > j, row by row: the squared distance of points i and j in each group. */
function pairDistances({ count, width, rows, groups }: Points, groupTotal: number): Float64Array {
  const distances = new Float64Array(((count * (count - 1)) / 2) * groupTotal);
  for (let i = 0, at = 0; i < count; i++) {
    for (let j = 0; j < i; j++, at += groupTotal) {
      for (let c = 0; c < width; c++) {
        const step = rows[i * width + c] - rows[j * width + c];
        distances[at + groups[c]] += step * step;
      }
    }
  }
  return distances;
}
