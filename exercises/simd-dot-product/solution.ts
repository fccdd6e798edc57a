/** Four sums in the lanes of one vector over n − n mod 4 products, then those that are left. */
export function dot(a: usize, b: usize, n: usize): f32 {
  const end = a + ((n >> 2) << 4); // four float32, 16 bytes, a step
  const last = a + (n << 2);
  let sums = f32x4.splat(0);
  while (a < end) {
    sums = f32x4.add(sums, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  let sum =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    f32x4.extract_lane(sums, 2) +
    f32x4.extract_lane(sums, 3);
  while (a < last) {
    sum += load<f32>(a) * load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}
