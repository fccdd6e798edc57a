/**
 * The functions of kernels/broadcast.ts for one element, (a, b) or (dy, a, b), in float32: they equal it bit for bit.
 * Sums, differences, products and quotients need no twin of their own: they are Math.fround of the float64 operation.
 */
const f = Math.fround;

export function divBackwardDivisor(dy: number, a: number, b: number): number {
  return -f(f(dy / b) * f(a / b));
}
export function maximumBackward(dy: number, a: number, b: number): number {
  return a > b ? dy : a === b ? f(dy * 0.5) : 0;
}
export function minimumBackward(dy: number, a: number, b: number): number {
  return a < b ? dy : a === b ? f(dy * 0.5) : 0;
}
export function where(condition: number, a: number, b: number): number {
  return condition !== 0 ? a : b;
}
