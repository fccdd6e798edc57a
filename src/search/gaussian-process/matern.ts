import { exp } from '../../tensor/scalar-math.ts';

/**
 * Matérn's correlation with ν = 5/2: functions that can be differentiated twice, which is as smooth as is safe to assume of a
 * loss over its hyper-parameters.
 *
 *     k(r) = (1 + a + a²/3) e⁻ᵃ      a = √5 · r      r² = Σ_g S_g / ℓ_g²
 *
 * S_g is the squared distance of two points in group g of their coordinates, ℓ_g its length scale. Both functions take r², in
 * which k has no kink at 0.
 *
 * @see C. E. Rasmussen, C. K. I. Williams, Gaussian Processes for Machine Learning, 2006, equation 4.17.
 *   https://gaussianprocess.org/gpml/
 */
export function matern52(squaredDistance: number): number {
  const a = Math.sqrt(5 * squaredDistance);
  return (1 + a + (a * a) / 3) * exp(-a);
}

/**
 * k, and slope = −2 dk / d(r²) = (5/3) (1 + a) e⁻ᵃ, never negative, into `both`. With it
 *
 *     ∂k / ∂ ln ℓ_g = slope · S_g / ℓ_g²      ∂k / ∂xⱼ = −slope · (xⱼ − x′ⱼ) / ℓ²
 */
export function matern52WithSlope(squaredDistance: number, both: Float64Array): void {
  const a = Math.sqrt(5 * squaredDistance);
  const decay = exp(-a);
  both[0] = (1 + a + (a * a) / 3) * decay;
  both[1] = (5 / 3) * (1 + a) * decay;
}
