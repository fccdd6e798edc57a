/** The functions of kernels/sin-cos.ts for one value, in float32: they equal it bit for bit. */
import { bitsOf, polynomial, withSign } from './math.ts';

const f = Math.fround;

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
