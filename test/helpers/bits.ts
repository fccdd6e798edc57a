/** Bitwise comparison of float32 arrays: NaN equals NaN whatever its payload, +0 differs from −0. */
const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

/** The bits of a float32, NaN canonicalised. */
export function bitsOf(value: number): number {
  float[0] = value;
  return Number.isNaN(float[0]) ? 0x7fc00000 : word[0];
}

/** Throws naming the first place where two arrays differ in bits. */
export function expectSameBits(actual: ArrayLike<number>, expected: ArrayLike<number>, what = 'values'): void {
  if (actual.length !== expected.length)
    throw new Error(`${what}: ${actual.length} values, expected ${expected.length}`);
  for (let i = 0; i < actual.length; i++) {
    if (bitsOf(actual[i]) !== bitsOf(expected[i])) {
      throw new Error(
        `${what}: [${i}] is ${actual[i]} (0x${bitsOf(actual[i]).toString(16)}), expected ${expected[i]} (0x${bitsOf(expected[i]).toString(16)})`,
      );
    }
  }
}

/** Distance in units in the last place between two float32 values; NaN to NaN is 0, NaN to a number Infinity. */
export function ulpsBetween(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Number.POSITIVE_INFINITY;
  return Math.abs(orderOf(a) - orderOf(b));
}

/** Float32 values in order as integers, so that neighbours differ by 1 and −0 equals +0. */
function orderOf(value: number): number {
  float[0] = value;
  const bits = word[0];
  return bits >= 0x80000000 ? 0x80000000 - bits : bits;
}
