/**
 * Gradient descent with momentum, one step of it.
 *
 *     v ← μv + g
 *     θ ← θ − ηv
 *
 * θ is the weight, g its gradient, v the velocity, which is 0 before the first step and is kept from step to step.
 *
 * @param theta weights, overwritten.
 * @param g their gradients, not to be changed.
 * @param v their velocities, overwritten.
 * @param rate η
 * @param momentum μ in [0, 1)
 */
export function momentumStep(
  theta: Float32Array,
  g: Float32Array,
  v: Float32Array,
  rate: number,
  momentum: number,
): void {
  // Your code goes here.
}
