/** The velocity first, then the weight by the new velocity. */
export function momentumStep(
  theta: Float32Array,
  g: Float32Array,
  v: Float32Array,
  rate: number,
  momentum: number,
): void {
  for (let i = 0; i < theta.length; i++) {
    v[i] = momentum * v[i] + g[i];
    theta[i] -= rate * v[i];
  }
}
