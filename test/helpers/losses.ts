/** What the tests of loss kernels share. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { someFloats } from './floats.ts';
import { KernelMemory } from './memory.ts';

export const upstream = 0.75;

/** Runs a loss kernel with all its arrays in memory of its own. */
export function arena(
  given: { logits: ArrayLike<number>; labels: ArrayLike<number>; weights?: ArrayLike<number> },
  dLoss = upstream,
) {
  const memory = new KernelMemory();
  const weights = given.weights && memory.array(given.weights);
  return {
    memory,
    x: memory.array(given.logits),
    labels: memory.array(given.labels),
    weights: weights ? weights.address : 0,
    probabilities: memory.array(given.logits.length),
    loss: memory.array([-1]),
    dLoss: memory.array([dLoss]),
  };
}

export const weightsOf = (rows: number) => someFloats(rows, 2, rows).map((w, r) => (r % 5 === 3 ? 0 : Math.abs(w)));

/** Losses and gradients by PyTorch in float64: test/golden/losses.py. */
interface Golden {
  rows: number;
  columns: number;
  upstream: number;
  cases: {
    name: string;
    predictions: number[];
    targets: number[];
    weights: number[] | null;
    smoothing?: number;
    parameter?: number;
    loss: number;
    gradient: number[];
  }[];
  sigmoidExtremes: { z: number; t: number; loss: number; slope: number }[];
}
export const golden = JSON.parse(readFileSync(new URL('../golden/losses.json', import.meta.url), 'utf8')) as Golden;

/** Compares a loss and its gradient with PyTorch's. */
export function expectGolden(loss: number, gradient: Float32Array, expected: Golden['cases'][number]): void {
  expect(Math.abs(loss - expected.loss)).toBeLessThanOrEqual(3e-7 * Math.max(1, expected.loss));
  const largest = Math.max(1, ...expected.gradient.map(Math.abs));
  gradient.forEach((value, i) => {
    expect(Math.abs(value - expected.gradient[i])).toBeLessThanOrEqual(2e-7 * largest);
  });
}
