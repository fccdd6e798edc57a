/**
 * A learning rate that falls along a cosine.
 *
 * It begins at `initial`, ends at `final` after `steps` steps, and stays there. Between them it follows half a wave of the
 * cosine, flat at both ends and steepest in the middle, where it is the mean of the two. cos(0) = 1 and cos(π) = −1: find
 * the straight line that makes `initial` of 1 and `final` of −1, and what the angle is at a step.
 *
 * @param step 0, 1, 2, …
 * @param initial, final rates, in any order of size.
 * @param steps at least 1.
 * @returns the rate of this step.
 */
export function cosineRate(step: number, initial: number, final: number, steps: number): number {
  return 0; // Your code goes here.
}
