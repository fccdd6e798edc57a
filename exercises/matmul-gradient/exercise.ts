/**
 * The gradients of a matrix product.
 *
 *     C = A·B        c[i, j] = Σ_p a[i, p] · b[p, j]
 *
 * with A [m, k], B [k, n] and C [m, n]. dC = ∂L/∂C is given, one number for each c. Find dA = ∂L/∂A and dB = ∂L/∂B.
 *
 * Look for all c in which one a[i, p] appears, and with what slope; the chain rule adds them up. Do the same for b[p, j]. What
 * comes out are two matrix products again. A Dense layer does just this with its inputs and its weights.
 *
 * @param dc, a, b in row-major order: a[i, p] is a[i * k + p]. Not to be changed.
 * @returns da as a, db as b.
 */
export function matmulGradient(
  dc: Float32Array,
  a: Float32Array,
  b: Float32Array,
  m: number,
  k: number,
  n: number,
): { da: Float32Array; db: Float32Array } {
  const da = new Float32Array(m * k);
  const db = new Float32Array(k * n);
  // Your code goes here.
  return { da, db };
}
