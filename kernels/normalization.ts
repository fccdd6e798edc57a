/**
 * What batch-norm.ts and layer-norm.ts have in common.
 *
 * Statistics are mean and population variance by two passes, as in kernels/reduce.ts; all sums run in the order of
 * kernels/sums.ts. The inverse deviation is 1 / √(variance + ε) in float32, and x̂ = (x − mean) · inverse; the mean is
 * rounded to float32, which moves all x̂ by up to 2⁻²⁴·|mean| · inverse. `scratch` is working memory of 8,192 bytes.
 * rows, channels and columns are at least 1, epsilon is positive.
 */
import { loadPart, mulAdd } from './simd';

/** 1 / √(variance + ε) */
@inline
export function inverseDeviation(variance: v128, epsilon: f32): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, f32x4.splat(epsilon))));
}

/** x̂ */
@inline
export function normalised(x: v128, mean: v128, inverse: v128): v128 {
  return f32x4.mul(f32x4.sub(x, mean), inverse);
}

/** γ · x̂ + β for `lanes` neighbours, γ and β from their addresses. */
@inline
export function scaledAndShifted(normal: v128, gamma: usize, beta: usize, lanes: usize): v128 {
  return mulAdd(normal, loadPart(gamma, lanes), loadPart(beta, lanes));
}
