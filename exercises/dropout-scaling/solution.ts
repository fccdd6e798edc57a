/** E[y] = (1 − rate) · scale · x is x where scale = 1 / (1 − rate). */
export function dropout(x: Float32Array, uniform: Float32Array, rate: number): Float32Array {
  const scale = 1 / (1 - rate);
  return x.map((value, i) => (uniform[i] < rate ? 0 : value * scale));
}
