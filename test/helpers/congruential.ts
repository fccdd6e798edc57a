/** Numbers that a Python script makes by the same formula, so that goldens need not carry data and initial weights. */
import type { Sequential } from '../../src/training/sequential.ts';

/** A linear congruential generator: its upper 24 bits, as multiples of 2⁻²⁴ in [−½, ½), exact in float32. */
export function congruential(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24 - 0.5;
  };
}

/**
 * Sets weights of two and more axes, in the order of the model's parameters, to numbers uniform in ±√(6 / rows), where rows are all
 * axes but the last; vectors stay as they began.
 */
export function setCongruentialWeights(model: Sequential): void {
  const next = congruential(1);
  const matrices = Object.entries(model.weights()).filter(([, { rank }]) => rank >= 2);
  model.setWeights(
    Object.fromEntries(
      matrices.map(([name, { shape, size }]) => {
        const bound = 2 * Math.sqrt(6 / (size / shape[shape.length - 1]));
        return [name, Float32Array.from({ length: size }, () => next() * bound)];
      }),
    ),
  );
}
