/** dx = γs · (dy − dβ/n − x̂ · dγ/n): the parts of dy along 1 and along x̂ are taken out. Ioffe & Szegedy, 2015, section 3. */
export function batchNormBackward(
  dy: Float32Array,
  x: Float32Array,
  gamma: number,
  epsilon: number,
): { dx: Float32Array; dGamma: number; dBeta: number } {
  const n = x.length;
  const mean = x.reduce((sum, value) => sum + value, 0) / n;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const inverse = 1 / Math.sqrt(variance + epsilon);
  const normalised = Array.from(x, (value) => (value - mean) * inverse);
  const dBeta = dy.reduce((sum, upstream) => sum + upstream, 0);
  const dGamma = dy.reduce((sum, upstream, i) => sum + upstream * normalised[i], 0);
  const dx = dy.map((upstream, i) => gamma * inverse * (upstream - dBeta / n - (normalised[i] * dGamma) / n));
  return { dx, dGamma, dBeta };
}
