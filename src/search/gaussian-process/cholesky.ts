import { log } from '../../tensor/scalar-math.ts';

/**
 * Symmetric positive definite matrices in float64, factored as L · Lᵀ with L lower triangular.
 *
 * A matrix of n rows is n · n numbers row by row. Only the lower triangle is read and written; what stands above is left as it
 * is. Every inner loop runs along rows, and sums are of four parts, so that the processor need not wait for one addition
 * before the next: the order is fixed, and so are the bits.
 *
 * @see G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition, 2013, section 4.2.
 */

/** Σ a[aStart + k] · b[bStart + k] for k in [0, count). */
export function dot(a: Float64Array, aStart: number, b: Float64Array, bStart: number, count: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let k = 0;
  for (; k + 3 < count; k += 4) {
    sum0 += a[aStart + k] * b[bStart + k];
    sum1 += a[aStart + k + 1] * b[bStart + k + 1];
    sum2 += a[aStart + k + 2] * b[bStart + k + 2];
    sum3 += a[aStart + k + 3] * b[bStart + k + 3];
  }
  for (; k < count; k++) sum0 += a[aStart + k] * b[bStart + k];
  return sum0 + sum1 + (sum2 + sum3);
}

/**
 * L in place of the lower triangle of `a`. About n³ / 6 products.
 *
 * @param from rows before this one hold their part of L already: appending m rows costs m · n² / 2 products.
 * @returns false if `a` is not positive definite, or has what is not a number; it is then half factored.
 */
export function factorCholesky(a: Float64Array, n: number, from = 0): boolean {
  for (let i = from; i < n; i++) {
    for (let j = 0; j < i; j++) {
      a[i * n + j] = (a[i * n + j] - dot(a, i * n, a, j * n, j)) / a[j * n + j];
    }
    const pivot = a[i * n + i] - dot(a, i * n, a, i * n, i);
    if (!(pivot > 0 && pivot < Number.POSITIVE_INFINITY)) return false;
    a[i * n + i] = Math.sqrt(pivot);
  }
  return true;
}

/** What is added to the diagonal, as a share of its mean, one after the other until the matrix can be factored. */
const jitterLadder = [0, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4];

/**
 * L of `a`, or of `a` with the least jitter of a fixed ladder (10⁻¹⁰ to 10⁻⁴ of the mean of the diagonal) on its diagonal that
 * makes it positive definite in float64: two points that are nearly one make rows that are nearly equal. `a` is kept.
 *
 * @returns undefined if not even the largest is enough.
 */
export function choleskyWithJitter(a: Float64Array, n: number): { lower: Float64Array; jitter: number } | undefined {
  let mean = 0;
  for (let i = 0; i < n; i++) mean += a[i * n + i] / n;
  for (const share of jitterLadder) {
    const lower = a.slice();
    const jitter = share * mean;
    for (let i = 0; i < n; i++) lower[i * n + i] += jitter;
    if (factorCholesky(lower, n)) return { lower, jitter };
  }
  return undefined;
}

/** x ← L⁻¹ x, the first n of x, in place. */
export function solveLower(lower: Float64Array, n: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) x[i] = (x[i] - dot(lower, i * n, x, 0, i)) / lower[i * n + i];
}

/** x ← L⁻ᵀ x, in place; after `solveLower`, x is the solution of L Lᵀ x = b. */
export function solveLowerTransposed(lower: Float64Array, n: number, x: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i] / lower[i * n + i];
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] -= lower[i * n + k] * value;
  }
}

/** ln |L Lᵀ| = 2 Σ ln Lᵢᵢ. */
export function logDeterminant(lower: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += log(lower[i * n + i]);
  return 2 * sum;
}

/**
 * The lower triangle of (L Lᵀ)⁻¹ into `inverse`. About n³ / 3 products.
 *
 * Row j of M is column j of L⁻¹, so that both passes run along rows:
 *
 *     Mⱼⱼ = 1 / Lⱼⱼ      Mⱼᵢ = −(Σ_{j ≤ k < i} Lᵢₖ Mⱼₖ) / Lᵢᵢ      (L Lᵀ)⁻¹ᵢⱼ = Σ_{k ≥ i} Mᵢₖ Mⱼₖ      i ≥ j
 *
 * @param m scratch memory of n² numbers.
 */
export function inverseOfFactored(lower: Float64Array, n: number, inverse: Float64Array, m: Float64Array): void {
  for (let j = 0; j < n; j++) {
    m[j * n + j] = 1 / lower[j * n + j];
    for (let i = j + 1; i < n; i++) {
      m[j * n + i] = -dot(lower, i * n + j, m, j * n + j, i - j) / lower[i * n + i];
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) inverse[i * n + j] = dot(m, i * n + i, m, j * n + i, n - i);
  }
}
