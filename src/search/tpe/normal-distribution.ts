import { exp } from '../../tensor/scalar-math.ts';

const inverseRootTwoPi = 0.3989422804014327; // 1 / √(2π)
const inverseRootPi = 0.5641895835477563; // 1 / √π

/** φ(x) = e^(−x²/2) / √(2π): the density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return inverseRootTwoPi * exp(-0.5 * x * x);
}

/** Φ(x) = ½ erfc(−x / √2): how likely a standard normal value is below x. Relative error below 10⁻¹² down to x = −37, beyond which it is near 0. */
export function normalDistribution(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/**
 * Φ(b) − Φ(a) for a ≤ b, to a relative error of about 10⁻¹¹ wherever it is above 10⁻³⁰⁰: in the tail in which the numbers are small, and
 * where the interval is so narrow that little would be left of their difference, by Gauss–Legendre quadrature of φ over three points.
 */
export function normalMass(a: number, b: number): number {
  const width = b - a;
  if (width * Math.max(1, -a, b) < 0.1) {
    const middle = 0.5 * (a + b);
    const aside = 0.3872983346207417 * width; // ½ √(3/5)
    const sides = normalDensity(middle - aside) + normalDensity(middle + aside);
    return (width / 18) * (5 * sides + 8 * normalDensity(middle));
  }
  return a > 0 ? normalDistribution(-a) - normalDistribution(-b) : normalDistribution(b) - normalDistribution(a);
}

/**
 * erfc(x) = 2/√π ∫ₓ^∞ e^(−t²) dt by Cody's rational approximations: erf(x) = x · R₁(x²) for |x| ≤ ½, erfc(x) = e^(−x²) · R₂(x) up to 4, and
 * e^(−x²)/x · (1/√π − R₃(1/x²)/x²) beyond.
 *
 * @see W. J. Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation 23, 1969.
 *   https://doi.org/10.1090/S0025-5718-1969-0247736-4
 */
function erfc(x: number): number {
  const y = Math.abs(x);
  if (y <= 0.46875) return 1 - x * erfOverX(y * y);
  const value = exp(-y * y) * (y <= 4 ? middleRatio(y) : farRatio(y));
  return x < 0 ? 2 - value : value;
}

function erfOverX(z: number): number {
  const above =
    (((0.18577770618460315 * z + 3.1611237438705655) * z + 113.86415415105016) * z + 377.485237685302) * z +
    3209.3775891384694;
  const below = (((z + 23.601290952344122) * z + 244.02463793444417) * z + 1282.6165260773723) * z + 2844.236833439171;
  return above / below;
}

const middleAbove = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const middleBelow = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];

function middleRatio(y: number): number {
  return polynomial(middleAbove, y) / polynomial(middleBelow, y);
}

const farAbove = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378,
];
const farBelow = [
  1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
];

function farRatio(y: number): number {
  const z = 1 / (y * y);
  return (inverseRootPi - (z * polynomial(farAbove, z)) / polynomial(farBelow, z)) / y;
}

/** By Horner's rule, the highest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}
