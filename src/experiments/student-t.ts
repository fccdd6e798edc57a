import { requireInteger } from '../errors.ts';
import { cos, sin } from '../tensor/scalar-math.ts';

/**
 * The number below which Student's t with `degrees` degrees of freedom lies with `probability`.
 *
 * For a whole number ν of degrees the probability has a closed form in the angle θ = arctan(t / √ν):
 *
 *     P(|T| < t) = (2/π) (θ + sin θ (cos θ + 2/3 cos³θ + 2·4/(3·5) cos⁵θ + … cos^(ν−2) θ))       ν odd (2θ/π for ν = 1)
 *     P(|T| < t) = sin θ (1 + 1/2 cos²θ + 1·3/(2·4) cos⁴θ + … cos^(ν−2) θ)                       ν even
 *
 * It grows with θ, so halving the interval [0, π/2] finds the angle, and t = √ν · tan θ. Within 10⁻¹² of the true value for
 * probabilities from 0.0005 to 0.9995 (checked up to 1,000 degrees); the same bits everywhere. Cost: 30 · ν.
 *
 *     studentTQuantile(0.975, 4); // 2.7764: half the width of a 95 % interval from 5 values, in standard errors
 *
 * @throws RangeError unless the probability is in (0, 1) and `degrees` is a whole number of at least 1.
 * @see Abramowitz & Stegun, Handbook of Mathematical Functions, 1964, 26.7.3 and 26.7.4.
 */
export function studentTQuantile(probability: number, degrees: number): number {
  const who = 'studentTQuantile';
  requireInteger(who, { degrees }, 1);
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`${who}: probability must be in (0, 1), got ${probability}`);
  }
  const within = Math.abs(2 * probability - 1); // P(|T| < |t|)
  let low = 0;
  let high = Math.PI / 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (probabilityWithin(middle, degrees) < within) low = middle;
    else high = middle;
  }
  const t = (Math.sqrt(degrees) * sin(low)) / cos(low);
  return probability < 0.5 ? -t : t;
}

/** P(|T| < √ν · tan θ). */
function probabilityWithin(theta: number, degrees: number): number {
  const sine = sin(theta);
  const cosine = cos(theta);
  const odd = degrees % 2 === 1;
  let sum = 0;
  let term = odd ? cosine : 1;
  for (let power = odd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= ((power + 1) / (power + 2)) * cosine * cosine;
  }
  return odd ? (2 / Math.PI) * (theta + sine * sum) : sine * sum;
}
