/**
 * The functions of kernels/math.ts for one value, in float32 by rounding every operation with Math.fround, in the
 * order of the kernel: they equal it bit for bit.
 */
import { mulAdd } from './mul-add.ts';

const f = Math.fround;

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);
const words = new BigUint64Array(1);
const double = new Float64Array(words.buffer);

export function bitsOf(x: number): number {
  float[0] = x;
  return word[0];
}

export function fromBits(bits: number): number {
  word[0] = bits;
  return float[0];
}

/** 2ⁿ for whole n from −1022 to 1023. */
function powerOfTwo(n: number): number {
  words[0] = BigInt(n + 1023) << 52n;
  return double[0];
}

/** A polynomial by Horner's rule, the highest coefficient first, rounded after each operation. */
export function polynomial(x: number, ...coefficients: number[]): number {
  let p = f(coefficients[0]);
  for (const c of coefficients.slice(1)) p = f(f(p * x) + f(c));
  return p;
}

/** The same with `mulAdd`. */
export function mulAddPolynomial(x: number, ...coefficients: number[]): number {
  let p = f(coefficients[0]);
  for (const c of coefficients.slice(1)) p = mulAdd(p, x, f(c));
  return p;
}

/** The nearest whole number to x·y, ties to even, for |x·y| < 2²². */
function roundToWhole(x: number, y: number): number {
  return f(mulAdd(x, y, 12582912) - 12582912);
}

/** x with the sign of another: −0 counts as negative. */
export function withSign(x: number, sign: number): number {
  return sign < 0 || Object.is(sign, -0) ? -x : x;
}

const ln2High = f(0.693359375);
const ln2Low = f(-2.12194442e-4);
export const flushBelow = f(-87.3365402);

function exponentAndRest(x: number): { n: number; r: number } {
  const n = roundToWhole(x, f(1.44269502));
  return { n, r: mulAdd(-n, ln2Low, mulAdd(-n, ln2High, x)) };
}

/** (e^r − 1) / r */
function expm1OverR(r: number): number {
  return mulAddPolynomial(r, 1.38368329e-3, 8.36710352e-3, 4.1667752e-2, 0.16666539, 0.49999997, 1);
}

export function exp(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const { n, r } = exponentAndRest(Math.min(Math.max(x, -104), 89));
  const reduced = mulAdd(expm1OverR(r), r, 1);
  const half = Math.floor(n / 2);
  return f(f(reduced * powerOfTwo(half)) * powerOfTwo(n - half));
}

/** e^x for x ≤ 87.3365, +0 below 2⁻¹²⁶. */
export function expFlushed(x: number): number {
  return x < flushBelow ? 0 : exp(x);
}

/** For x ≤ 0. */
export function expm1(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const { n, r } = exponentAndRest(Math.max(x, -17.5));
  const power = powerOfTwo(n);
  return f(f(f(expm1OverR(r) * r) * power) - f(1 - power));
}

export function log(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x > 0)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const denormal = x < 2 ** -126;
  const bits = bitsOf(denormal ? x * 2 ** 23 : x);
  const k = (bits - 0x3f3504f3) >> 23;
  const n = denormal ? k - 23 : k;
  const fraction = f(fromBits(bits - k * 2 ** 23) - 1);
  const s = f(fraction / f(fraction + 2));
  const z = f(s * s);
  const p = f(polynomial(z, 0.29870829, 0.399775833, 0.666667759) * z);
  const halfSquare = f(f(fraction * fraction) * 0.5);
  const low = f(f(s * f(halfSquare + p)) + f(n * ln2Low));
  return f(f(fraction - f(halfSquare - low)) + f(n * ln2High));
}

export function tanh(x: number): number {
  const a = Math.abs(x);
  if (a < 0.625) {
    const atLeast = Math.max(a, 2 ** -20);
    const z = f(atLeast * atLeast);
    const factor = mulAddPolynomial(z, -5.69229666e-3, 2.06281673e-2, -5.37365153e-2, 0.133314058, -0.333332807, 1);
    return withSign(f(factor * a), x);
  }
  const e = exp(Math.min(f(a + a), f(18.1)));
  return withSign(f(1 - f(2 / f(e + 1))), x);
}

export function sigmoid(x: number): number {
  if (x < flushBelow) return 0;
  return f(1 / f(exp(Math.max(-x, flushBelow)) + 1));
}

export function erf(x: number): number {
  const a = Math.min(Math.abs(x), 4);
  if (a <= 1) {
    const z = f(a * a);
    const p = mulAddPolynomial(
      z,
      7.80690389e-5,
      -7.9978531e-4,
      5.1871622e-3,
      -2.68533472e-2,
      0.112835787,
      -0.37612626,
      0.128379166,
    );
    return withSign(mulAdd(p, a, a), x);
  }
  const q = mulAddPolynomial(a, -2.10189421e-4, 3.18315858e-3, -2.27861702e-2, 0.105096743, 0.635846376, 0.128475577);
  return withSign(f(1 - exp(-mulAdd(q, a, a))), x);
}
