/** Var(z) = fanIn · s² · Var(z')/2 equals Var(z') where s² = 2 / fanIn. He et al., 2015, equation 10. */
export function heDeviation(fanIn: number): number {
  return Math.sqrt(2 / fanIn);
}
