/** What the float32 twins of losses have in common, as kernels/losses.ts states it. */
import { flushGradient } from './activations.ts';
import { orderedSum } from './sums.ts';

const f = Math.fround;

export type Floats = ArrayLike<number>;

export function mean(losses: readonly number[]): number {
  return f(orderedSum(losses.length, (i) => losses[i]) / losses.length);
}

/** slope · factor, both flushed. */
export function gradientOf(slope: number, factor: number): number {
  return flushGradient(f(flushGradient(slope) * factor));
}

export function put(gradient: readonly number[], before: Floats | undefined): Float32Array {
  return Float32Array.from(gradient, (value, i) => (before ? f(before[i] + value) : value));
}

export function factorsOf(rows: number, divisor: number, dLoss: number, weights?: Floats): number[] {
  const share = f(dLoss / divisor);
  return Array.from({ length: rows }, (_, r) => (weights ? f(share * weights[r]) : share));
}
