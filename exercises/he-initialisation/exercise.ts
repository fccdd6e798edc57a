/**
 * How large initial weights should be before relu.
 *
 * A unit has fanIn inputs x[k] and weights w[k], all independent; the weights have mean 0 and variance s².
 *
 *     z = Σ_k w[k] · x[k]        so  Var(z) = fanIn · s² · E[x²]
 *
 * The inputs came out of a relu themselves: x = max(z', 0), where z' has mean 0 and is symmetric, so E[x²] is half of
 * Var(z'). Choose s so that Var(z) = Var(z'): then a signal neither grows nor dies from layer to layer.
 *
 * @param fanIn inputs of a unit.
 * @returns s, the standard deviation of the weights.
 */
export function heDeviation(fanIn: number): number {
  return 0; // Your code goes here.
}
