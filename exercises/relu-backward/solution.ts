/** The gradient passes where x is above 0 and stops elsewhere. */
export function reluBackward(dy: Float32Array, x: Float32Array): Float32Array {
  return dy.map((upstream, i) => (x[i] > 0 ? upstream : 0));
}
