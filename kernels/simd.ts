/** Inlined helpers shared by the kernel families. Not exported from the module. */

/** The four lanes of `value` added to what `address` holds when `adds` is 1, else written over it. */
@inline
export function put(address: usize, value: v128, adds: i32): void {
  v128.store(address, adds ? f32x4.add(v128.load(address), value) : value);
}

/** `put` for a single float32. */
@inline
export function putOne(address: usize, value: f32, adds: i32): void {
  store<f32>(address, adds ? load<f32>(address) + value : value);
}

/** The `left` floats (1 to 3) from `address` on in the first lanes, zeros in the others: the end of an array. */
@inline
export function loadPart(address: usize, left: usize): v128 {
  if (left == 1) return v128.load32_zero(address);
  const pair = v128.load64_zero(address);
  return left == 2 ? pair : v128.load32_lane(address, pair, 2, 8);
}

/** Writes the first `left` lanes (1 to 3). */
@inline
export function storePart(address: usize, value: v128, left: usize): void {
  if (left == 1) {
    v128.store32_lane(address, value, 0);
  } else {
    v128.store64_lane(address, value, 0);
    if (left == 3) v128.store32_lane(address, value, 2, 8);
  }
}

/** `put` for the first `left` lanes (1 to 3). */
@inline
export function putPart(address: usize, value: v128, left: usize, adds: i32): void {
  storePart(address, adds ? f32x4.add(loadPart(address, left), value) : value, left);
}
