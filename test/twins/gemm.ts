/**
 * The matrix product as three plain loops in float32: what kernels/gemm.ts equals bit for bit. Activations are a pass
 * of their own, see test/twins/activations.ts.
 */
import { mulAdd } from './mul-add.ts';

const f = Math.fround;

export interface ProductSizes {
  m: number;
  n: number;
  k: number;
}

/** Where a[i, p] and b[p, j] are, for each of the three kernels. */
export const variants = {
  gemmNN: { transposesA: false, transposesB: false },
  gemmNT: { transposesA: false, transposesB: true },
  gemmTN: { transposesA: true, transposesB: false },
} as const;
export type Variant = keyof typeof variants;

/** start + a·b + bias, [m, n]. `start` is C where the product adds, else undefined; `bias` may be undefined. */
export function product(
  variant: Variant,
  a: Float32Array,
  b: Float32Array,
  { m, n, k }: ProductSizes,
  start?: Float32Array,
  bias?: Float32Array,
): Float32Array {
  const { transposesA, transposesB } = variants[variant];
  const c = new Float32Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = start ? start[i * n + j] : 0;
      for (let p = 0; p < k; p++) {
        sum = mulAdd(a[transposesA ? p * m + i : i * k + p], b[transposesB ? j * k + p : p * n + j], sum);
      }
      c[i * n + j] = bias ? f(sum + bias[j]) : sum;
    }
  }
  return c;
}
