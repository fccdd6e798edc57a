/**
 * The gradient of relu.
 *
 *     y = max(x, 0)
 *
 * Somebody has computed dy = ∂L/∂y, one number for each y. Find dx = ∂L/∂x: by the chain rule dx[i] is dy[i] times the
 * slope of y at x[i]. At x = 0 there is a kink; take the slope 0 there.
 *
 * @param dy, x of one length. Neither is to be changed.
 * @returns dx, of the same length.
 */
export function reluBackward(dy: Float32Array, x: Float32Array): Float32Array {
  const dx = new Float32Array(x.length);
  // Your code goes here.
  return dx;
}
