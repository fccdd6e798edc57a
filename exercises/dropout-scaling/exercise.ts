/**
 * Dropout in training.
 *
 * Each value is dropped, set to 0, with probability `rate`; the others are scaled so that the expected value of y is x.
 * Work out the scale from that: E[y] = (1 − rate) · scale · x. In evaluation the layer then has nothing to do.
 *
 * `uniform` has a random number in [0, 1) for each value: drop where it is below `rate`.
 *
 * @param x not to be changed.
 * @returns y, as long as x.
 */
export function dropout(x: Float32Array, uniform: Float32Array, rate: number): Float32Array {
  const y = new Float32Array(x.length);
  // Your code goes here.
  return y;
}
