/** Inputs for kernel tests: the values that break things, and samples of all float32 numbers. */

/** ±0, ±Infinity, NaN, denormals, the ends of the normal range, ±100 and other magnitudes on both sides. */
export const specialFloats: readonly number[] = [
  0,
  1.401298464324817e-45, // the smallest denormal
  1e-40,
  1.1754942106924411e-38, // the largest denormal
  1.1754943508222875e-38, // the smallest normal number
  1e-30,
  1e-10,
  0.25,
  0.5,
  0.99999994,
  1,
  1.0000001,
  2,
  Math.PI,
  16777216,
  100,
  88.72283,
  88.72284,
  1e10,
  1e20,
  3.4028234663852886e38, // the largest
  Number.POSITIVE_INFINITY,
]
  .flatMap((x) => [x, -x])
  .concat(Number.NaN)
  .map(Math.fround);

/** Every pair of special values. */
export const specialPairs: readonly (readonly [number, number])[] = specialFloats.flatMap((a) =>
  specialFloats.map((b) => [a, b] as const),
);

/** All float32 numbers, stepping `stride` in their bits: both signs, denormals, infinities and NaN among them. */
export function sampleFloats(stride: number): Float32Array {
  const bits = new Uint32Array(Math.ceil(2 ** 32 / stride));
  for (let i = 0; i < bits.length; i++) bits[i] = i * stride;
  return new Float32Array(bits.buffer);
}

/** n floats without order between −limit and limit, the same for the same seed (a 32-bit linear congruence). */
export function someFloats(n: number, limit = 5, seed = 1): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * limit;
  });
}

/** Array lengths around several blocks of 4, 8 and 16. */
export const lengths: readonly number[] = [0, 1, 3, 4, 5, 15, 16, 17, 100, 1001];
