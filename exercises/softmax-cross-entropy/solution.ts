/** dz = (p − 1[c = label]) / rows. The largest logit of a row is subtracted first, so that no exp exceeds 1. */
export function softmaxCrossEntropyGradient(
  z: Float32Array,
  labels: readonly number[],
  rows: number,
  classes: number,
): Float32Array {
  const dz = new Float32Array(z.length);
  for (let i = 0; i < rows; i++) {
    const row = z.subarray(i * classes, (i + 1) * classes);
    const largest = Math.max(...row);
    const powers = Array.from(row, (value) => Math.exp(value - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    for (let c = 0; c < classes; c++) {
      const hit = c === labels[i] ? 1 : 0;
      dz[i * classes + c] = (powers[c] / total - hit) / rows;
    }
  }
  return dz;
}
