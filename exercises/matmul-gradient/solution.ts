/**
 * a[i, p] is in c[i, j] for all j, with the slope b[p, j]: dA = dC·Bᵀ. b[p, j] is in c[i, j] for all i, with the slope a[i, p]:
 * dB = Aᵀ·dC.
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
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const upstream = dc[i * n + j];
      for (let p = 0; p < k; p++) {
        da[i * k + p] += upstream * b[p * n + j];
        db[p * n + j] += upstream * a[i * k + p];
      }
    }
  }
  return { da, db };
}
