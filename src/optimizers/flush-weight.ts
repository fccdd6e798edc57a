/**
 * The value as a float32, and +0 where that is below 2⁻⁸⁰ (8.3e-25).
 *
 * Weights that only a penalty pulls at shrink for ever. Products with them, of an input and a weight, or of a weight and λ, get
 * below 2⁻¹²⁶ long before the weight does; such "denormal" numbers are many times slower, and a gradient that is one is lost, so
 * that the weight would stay there. The same bound as for gradients of losses; a sum of ordinary products does not notice.
 */
export function flushWeight(value: number): number {
  const x = Math.fround(value);
  return Math.abs(x) < 2 ** -80 ? 0 : x;
}
