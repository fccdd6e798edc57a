/** The threshold is the best of all there are, by trying every one. */
import { expect, it } from 'vitest';
import { bestThreshold } from '../../../src/experiments/table/threshold.ts';
import { RandomStream } from '../../../src/tensor/random.ts';

const rightWith = (labels: readonly number[], probabilities: readonly number[], threshold: number): number =>
  labels.filter((label, i) => (probabilities[i] >= threshold ? 1 : 0) === label).length;

it.each([1, 2, 3, 10, 57, 200])('is right for as many of %i rows as any other', (rows) => {
  for (let seed = 0; seed < 30; seed++) {
    const stream = new RandomStream(seed, 'threshold');
    // Few distinct probabilities, so that many are equal.
    const probabilities = Array.from({ length: rows }, () => stream.integerBelow(12) / 12);
    const labels = probabilities.map((p) => (stream.uniform() < p * 0.7 ? 1 : 0));
    const every = [0, 0.5, 1.01, ...probabilities.flatMap((p) => [p, p + 1e-9])];
    const inside = every.filter((one) => probabilities.some((p) => p < one) && probabilities.some((p) => p >= one));
    const most = Math.max(...[0.5, ...inside].map((one) => rightWith(labels, probabilities, one)));
    expect(rightWith(labels, probabilities, bestThreshold(labels, probabilities))).toBe(most);
  }
});

it('stays at 0.5 where that is as good as any', () => {
  expect(bestThreshold([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9])).toBe(0.5);
  expect(bestThreshold([1, 0], [0.5, 0.5])).toBe(0.5);
});

it('lies half-way between the probabilities that it separates', () => {
  expect(bestThreshold([0, 0, 0, 1], [0.5, 0.6, 0.7, 0.9])).toBeCloseTo(0.8, 12);
  expect(bestThreshold([0, 1, 1, 1], [0.1, 0.2, 0.3, 0.4])).toBeCloseTo(0.15, 12);
});
