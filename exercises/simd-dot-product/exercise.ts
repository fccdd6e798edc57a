/**
 * A dot product, four products at a time.
 *
 *     Σ a[i] · b[i]        for i in [0, n)
 *
 * This file is AssemblyScript: it looks like TypeScript and becomes WebAssembly. An address is a number of bytes, a float32 has
 * four of them: load<f32>(a + 4 * i) is a[i]. A v128 is four float32 side by side, its lanes:
 *
 *     v128.load(address)            four float32 from there on
 *     f32x4.splat(x)                x in all four lanes
 *     f32x4.mul(x, y)               lane by lane; also f32x4.add(x, y)
 *     f32x4.extract_lane(x, 0)      one lane as f32; the number of the lane is a constant, 0 to 3
 *
 * Keep four sums, one in each lane, and add them up at the end. What is left where n is no multiple of four, up to three
 * products, is added one by one. Read nothing outside of the two arrays: behind them may be anything, or nothing at all.
 *
 * @param a, b addresses of n float32 each.
 * @param n any number of at least 0.
 */
export function dot(a: usize, b: usize, n: usize): f32 {
  return 0; // Your code goes here.
}
