/**
 * The functions of kernels/math.ts for one value, in float32 by rounding every operation with Math.fround, in the
 * order of the kernel: they equal it bit for bit.
 */
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

/** The nearest whole number, ties to even, for |x| < 2²². */
function roundToWhole(x: number): number {
  return f(f(x + 12582912) - 12582912);
}

/** x with the sign of another: −0 counts as negative. */
function withSign(x: number, sign: number): number {
  return sign < 0 || Object.is(sign, -0) ? -x : x;
}

const ln2High = f(0.693359375);
const ln2Low = f(-2.12194442e-4);
export const flushBelow = f(-87.3365402);

function exponentAndRest(x: number): { n: number; r: number } {
  const n = roundToWhole(f(x * f(1.44269502)));
  return { n, r: f(f(x - f(n * ln2High)) - f(n * ln2Low)) };
}

/** (e^r − 1) / r */
function expm1OverR(r: number): number {
  return polynomial(r, 1.38368329e-3, 8.36710352e-3, 4.1667752e-2, 0.16666539, 0.49999997, 1);
}

export function exp(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const { n, r } = exponentAndRest(Math.min(Math.max(x, -104), 89));
  const reduced = f(f(expm1OverR(r) * r) + 1);
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

/** π with 256 bits after the point, by Machin's formula π/4 = 4·atan(1/5) − atan(1/239). */
function piBits(): bigint {
  const one = 1n << 320n;
  const arcTangentOfInverse = (m: bigint) => {
    let sum = 0n;
    let power = one / m;
    for (let k = 1n; power > 0n; k += 2n) {
      sum += k % 4n === 1n ? power / k : -power / k;
      power /= m * m;
    }
    return sum;
  };
  return (4n * (4n * arcTangentOfInverse(5n) - arcTangentOfInverse(239n))) >> 64n;
}
/** The first 216 bits of 2/π after the point. */
const twoOverPiBits = (2n << (216n + 256n)) / piBits();

/** a·2/π modulo 4 in units of 2⁻⁶², from 96 bits of 2/π that start at a byte: truncated as the kernel truncates. */
function hugeQuadrants(a: number): bigint {
  const bits = bitsOf(a);
  const first = (bits >>> 23) - 144;
  const m = BigInt(((bits & 0x7fffff) | 0x800000) * 2 ** (first & 7));
  // 8 zero bits stand before the point's 216; the window's 96 start at bit 8·⌊first / 8⌋.
  const window = (twoOverPiBits >> BigInt(224 - 96 - 8 * (first >> 3))) & ((1n << 96n) - 1n);
  const high = m * (window >> 64n);
  const middle = m * ((window >> 32n) & 0xffffffffn);
  const low = m * (window & 0xffffffffn);
  return BigInt.asUintN(64, (high << 32n) + middle + (low >> 32n));
}

/** sin(a + phase·π/2) for a ≥ 0 */
function sinWithPhase(a: number, phase: number): number {
  if (!(a < Number.POSITIVE_INFINITY)) return Number.NaN;
  let remainder: number;
  let quadrant: number;
  if (a <= 1048576) {
    const n = a * 0.6366197723675814 + 6755399441055744 - 6755399441055744;
    remainder = a - n * 1.5707963267341256 - n * 6.077100506506192e-11;
    quadrant = n;
  } else {
    const position = hugeQuadrants(a);
    quadrant = Number((position + (1n << 61n)) >> 62n);
    remainder = Number(BigInt.asIntN(64, position - (BigInt(quadrant) << 62n))) * 3.4061215800304516e-19;
  }
  const r = f(remainder);
  const low = f(remainder - r);
  const z = f(r * r);
  const at = (quadrant + phase) % 4;
  let value: number;
  if (at % 2 === 0) {
    const s = polynomial(z, -1.95182831e-4, 8.33218917e-3, -0.166666552);
    value = f(r + f(f(r * f(s * z)) + low));
  } else {
    const c = polynomial(z, 2.44323273e-5, -1.38873095e-3, 4.16666456e-2);
    const half = f(z * 0.5);
    const main = f(1 - half);
    const lost = f(f(1 - main) - half);
    value = f(main + f(lost + f(f(c * z) * z)));
  }
  return at >= 2 ? -value : value;
}

export function sin(x: number): number {
  const value = sinWithPhase(Math.abs(x), 0);
  return withSign(1, x) * value;
}

export function cos(x: number): number {
  return sinWithPhase(Math.abs(x), 1);
}

export function tanh(x: number): number {
  const a = Math.abs(x);
  if (a < 0.625) {
    const atLeast = Math.max(a, 2 ** -20);
    const z = f(atLeast * atLeast);
    const factor = polynomial(z, -5.69229666e-3, 2.06281673e-2, -5.37365153e-2, 0.133314058, -0.333332807, 1);
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
    const p = polynomial(
      z,
      7.80690389e-5,
      -7.9978531e-4,
      5.1871622e-3,
      -2.68533472e-2,
      0.112835787,
      -0.37612626,
      0.128379166,
    );
    return withSign(f(f(p * a) + a), x);
  }
  const q = polynomial(a, -2.10189421e-4, 3.18315858e-3, -2.27861702e-2, 0.105096743, 0.635846376, 0.128475577);
  return withSign(f(1 - exp(-f(f(q * a) + a))), x);
}
