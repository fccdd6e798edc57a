/**
 * Backward through batch normalisation, one channel of it.
 *
 *     μ  = (1/n) Σ x[i]           s = 1 / √(σ² + ε)
 *     σ² = (1/n) Σ (x[i] − μ)²    x̂[i] = (x[i] − μ) · s       y[i] = γ · x̂[i] + β
 *
 * dy = ∂L/∂y is given. Find the gradients of β, γ and x. Mind that μ and σ² depend on every x: a change of x[0] moves y[1].
 *
 * @param dy, x the values of the channel, one for each row. Not to be changed.
 * @returns dx as x, dGamma and dBeta.
 */
export function batchNormBackward(
  dy: Float32Array,
  x: Float32Array,
  gamma: number,
  epsilon: number,
): { dx: Float32Array; dGamma: number; dBeta: number } {
  const dx = new Float32Array(x.length);
  // Your code goes here.
  return { dx, dGamma: 0, dBeta: 0 };
}
