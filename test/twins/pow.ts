/** The functions of kernels/pow.ts for one element, in float64 in the same order: they equal it bit for bit. */
const f = Math.fround;

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);

/** ln x for finite x > 0 that are float32. */
function log(x: number): number {
  double[0] = x;
  const k = Number((bits[0] - 0x3fe6a09e667f3bcdn) >> 52n);
  bits[0] -= BigInt(k) << 52n;
  const m = double[0];
  const s = (m - 1) / (2 + (m - 1));
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const p01 = 2 / 3 + (2 / 5) * z;
  const p23 = 2 / 7 + (2 / 9) * z;
  const p45 = 2 / 11 + (2 / 13) * z;
  const p67 = 2 / 15 + (2 / 17) * z;
  const p = p01 + p23 * z2 + (p45 + p67 * z2 + (2 / 19) * z4) * z4;
  return k * ln2High + (2 * s + (s * (p * z) + k * ln2Low));
}

function exp(t: number): number {
  const n = t * 1.4426950408889634 + 6755399441055744 - 6755399441055744;
  const r = t - n * ln2High - n * ln2Low;
  const r2 = r * r;
  const r4 = r2 * r2;
  const p01 = 1 + r;
  const p23 = 1 / 2 + (1 / 6) * r;
  const p45 = 1 / 24 + (1 / 120) * r;
  const p67 = 1 / 720 + (1 / 5040) * r;
  const p89 = 1 / 40320 + (1 / 362880) * r;
  const pAB = 1 / 3628800 + (1 / 39916800) * r;
  const p = p01 + p23 * r2 + (p45 + p67 * r2 + (p89 + pAB * r2) * r4) * r4;
  bits[0] = BigInt(n + 1023) << 52n;
  return p * double[0];
}

function byMultiplication(x: number, n: number): number {
  let result = 1;
  let factor = x;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= factor;
    factor *= factor;
  }
  return result;
}

/** x to the power p in float64, before it is rounded to float32. */
export function power(x: number, p: number): number {
  const size = Math.abs(p);
  if (size <= 1024 && Number.isInteger(p)) {
    const result = byMultiplication(x, size);
    return p < 0 ? 1 / result : result;
  }
  if (size <= 512 && Number.isInteger(2 * p)) {
    const root = x === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : Math.sqrt(x + 0);
    const result = byMultiplication(root, 2 * size);
    return p < 0 ? 1 / result : result;
  }
  // The special cases are those of Math.pow, and exact in it.
  if (x === 0 || !Number.isFinite(x) || !Number.isFinite(p)) return Math.pow(x, p);
  if (x < 0 && !Number.isInteger(p)) return Number.NaN;
  const value = exp(Math.min(Math.max(log(Math.abs(x)) * p, -110), 100));
  return x < 0 && p % 2 !== 0 ? -value : value;
}

export function pow(x: number, p: number): number {
  return f(power(x, p));
}
export function powBackward(dy: number, x: number, p: number): number {
  return p === 0 ? 0 : f(dy * p * power(x, p - 1));
}
