import { describe, expect, test } from 'vitest';
import { Embedding } from '../../../src/search/bayesian/embedding.ts';
import { choice } from '../../../src/search/space/choice.ts';
import { uniform } from '../../../src/search/space/continuous.ts';
import { integer } from '../../../src/search/space/integer.ts';
import { Space } from '../../../src/search/space/space.ts';
import { when } from '../../../src/search/space/when.ts';

const space = new Space({
  rate: uniform(0, 2),
  layers: integer(1, 4),
  fixed: integer(3, 3),
  optimizer: choice(['sgd', 'adam', 'rmsProp']),
  momentum: when('optimizer', ['sgd', 'rmsProp'], uniform(0, 1)),
  nesterov: when('optimizer', 'sgd', choice([true, false])),
});
const embedding = new Embedding(space);
const sgd = { rate: 1, layers: 2, fixed: 3, optimizer: 'sgd', momentum: 0, nesterov: true };
const adam = { rate: 1, layers: 2, fixed: 3, optimizer: 'adam' };

/** Squared distances in the groups of the embedding. */
function apart(a: Record<string, string | number | boolean>, b: Record<string, string | number | boolean>): number[] {
  const [x, y] = [a, b].map((one) => embedding.place(space.units(one)));
  const distances = new Array(5).fill(0) as number[];
  for (const [j, group] of embedding.groups.entries()) distances[group] += (x[j] - y[j]) * (x[j] - y[j]);
  return distances.map((one) => Math.round(one * 1e12) / 1e12);
}

describe('the embedding of a space', () => {
  test('has a group for each parameter that can vary', () => {
    expect(embedding.groups).toEqual([0, 1, 2, 2, 2, 3, 3, 4, 4]);
    expect(embedding.width).toBe(9);
  });

  test('puts scales at their places, and integers at the middle of their cells', () => {
    expect([...embedding.place(space.units(sgd))].slice(0, 2)).toEqual([0.5, 0.375]);
  });

  test('has distances from 0 to 1', () => {
    expect(apart(sgd, sgd)).toEqual([0, 0, 0, 0, 0]);
    expect(apart(sgd, { ...sgd, rate: 2, momentum: 1 })).toEqual([0.25, 0, 0, 1, 0]); // both ends of the arc
    expect(apart(sgd, { ...sgd, nesterov: false })).toEqual([0, 0, 0, 0, 1]);
    expect(apart(sgd, adam)).toEqual([0, 0, 1, 1, 0.5]);
    expect(apart({ ...sgd, momentum: 0.7 }, adam)).toEqual([0, 0, 1, 1, 0.5]); // whatever its value
    expect(apart(adam, { ...adam, rate: 0 })).toEqual([0.25, 0, 0, 0, 0]); // what both leave out makes no difference
    expect(apart(sgd, { ...adam, optimizer: 'rmsProp', momentum: 0 })).toEqual([0, 0, 1, 0, 0.5]);
  });

  test('has the derivatives of differences', () => {
    const weights = Float64Array.from(embedding.groups, (_, j) => 0.3 + j * j);
    const value = (units: Float64Array) => {
      let sum = 0;
      for (const [j, x] of embedding.place(units).entries()) sum += weights[j] * x;
      return sum;
    };
    const units = space.units({ ...sgd, momentum: 0.3 });
    const slopes = new Float64Array(6);
    embedding.derivatives(units, weights, slopes);
    for (const i of [0, 1, 4]) {
      const moved = (step: number) => value(units.map((u, k) => (k === i ? u + step : u)));
      expect(Math.abs(slopes[i] - (moved(1e-5) - moved(-1e-5)) / 2e-5)).toBeLessThan(1e-8);
    }
    expect([slopes[2], slopes[3], slopes[5]]).toEqual([0, 0, 0]);
    embedding.derivatives(space.units(adam), weights, slopes);
    expect(slopes[4]).toBe(0);
  });
});
