/**
 * The order in which all sums run, as kernels/sums.ts states it, for any term: blocks of 4,096, in each 16 interleaved
 * float32 partials from +0, folded by halves; block sums added in float64.
 */
export function orderedSum(n: number, term: (i: number) => number): number {
  let sum = 0;
  for (let first = 0; first < n; first += 4096) {
    const partials = new Float32Array(16); // stores round to float32
    for (let i = first; i < Math.min(first + 4096, n); i++) partials[i % 16] += term(i);
    for (let half = 8; half >= 1; half /= 2) {
      for (let j = 0; j < half; j++) partials[j] += partials[j + half];
    }
    sum += partials[0];
  }
  return sum;
}
