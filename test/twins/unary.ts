/**
 * The functions of kernels/unary.ts for one element, and their gradients from (dy, what they read), in float32: they
 * equal it bit for bit. What is one operation needs no twin of its own: it is Math.fround of the float64 operation.
 */
const f = Math.fround;

/** +0 where x² would be denormal. */
export function square(x: number): number {
  return Math.abs(x) < 2 ** -63 ? 0 : f(x * x);
}
export function absBackward(dy: number, x: number): number {
  return x > 0 ? dy : x < 0 ? -dy : 0;
}
export function sqrtBackward(dy: number, y: number): number {
  return f(dy / f(y + y));
}
export function squareBackward(dy: number, x: number): number {
  return f(f(x + x) * dy);
}
export function clip(x: number, low: number, high: number): number {
  return x < low ? low : x > high ? high : x;
}
export function clipBackward(dy: number, x: number, low: number, high: number): number {
  return x >= low && x <= high ? dy : 0;
}
