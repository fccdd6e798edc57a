/**
 * The gradient of softmax with cross-entropy.
 *
 *     p[i, c] = exp(z[i, c]) / Σ_k exp(z[i, k])
 *     L       = −(1/rows) Σ_i log p[i, label[i]]
 *
 * z are the logits of a batch, label[i] the class of row i. Find dz = ∂L/∂z. First take one row and differentiate
 * L = −log p[label] = log Σ_k exp(z[k]) − z[label] by z[c], for c = label and for c ≠ label. The result is short.
 *
 * Beware: exp(89) is larger than any float32. A row keeps its p when one number is subtracted from all of its z.
 *
 * @param z logits in row-major order. Not to be changed.
 * @param labels one class index a row.
 * @returns dz, as z.
 */
export function softmaxCrossEntropyGradient(
  z: Float32Array,
  labels: readonly number[],
  rows: number,
  classes: number,
): Float32Array {
  const dz = new Float32Array(z.length);
  // Your code goes here.
  return dz;
}
