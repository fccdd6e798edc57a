/**
 * The value as a float32, and +0 where that is below 2⁻¹²⁶, the smallest normal number.
 *
 * The moments of a weight whose gradient has died shrink towards zero for ever. Below 2⁻¹²⁶ float32 numbers are
 * "denormal", and arithmetic on them is many times slower, at every later step. Nothing is lost: beside ε they are 0.
 */
export function flushTiny(value: number): number {
  const x = Math.fround(value);
  return Math.abs(x) < 2 ** -126 ? 0 : x;
}
