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
