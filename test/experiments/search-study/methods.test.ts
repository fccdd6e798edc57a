/** What each way of searching tries. */
import { describe, expect, it } from 'vitest';
import { networkSpace, usualParameters } from '../../../src/experiments/search/network-space.ts';
import { gridValues } from '../../../src/experiments/search-study/grid-values.ts';
import { manualPoints } from '../../../src/experiments/search-study/manual-points.ts';
import { methodNames, methodOf } from '../../../src/experiments/search-study/methods.ts';
import { searchStudySettings } from '../../../src/experiments/search-study/settings.ts';

const space = networkSpace as never;

describe('the list by hand', () => {
  it('begins with what is usual, and has 40 different points of the space', () => {
    const points = manualPoints.map((point) => networkSpace.require('test', point));
    expect(points[0]).toEqual(networkSpace.require('test', usualParameters));
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(40);
    expect(searchStudySettings({ name: 'a', rows: 100 }).trials).toBe(40);
  });
});

describe('the grid', () => {
  it.each([
    [40, { learningRate: 5, units: 4, layers: 2 }],
    [8, { learningRate: 4, units: 2 }],
    [7, { learningRate: 6 }],
    [1, {}],
    [1000, { learningRate: 6, units: 5, layers: 3, dropout: 3 }],
  ])('of at most %i points has %j values', (points, counts) => {
    const values = gridValues(points);
    const several = Object.entries(values).flatMap(([name, list]) => (list.length > 1 ? [[name, list.length]] : []));
    expect(Object.fromEntries(several)).toEqual(counts);
    for (const [name, list] of Object.entries(values)) {
      if (list.length === 1) expect(list[0]).toBe(usualParameters[name as keyof typeof usualParameters]);
    }
    const product = Object.values(counts).reduce((all, count) => all * count, 1);
    const { sampler } = methodOf('grid', { trials: points, epochs: 5 }, 3);
    expect(sampler.count!(space)).toBe(product);
    expect(product).toBeLessThanOrEqual(points);
  });

  it('has the middles of equal parts of a scale', () => {
    const rates = gridValues(40).learningRate as number[];
    rates.forEach((rate, i) => {
      expect(rate / 10 ** (-4 + (3 * (i + 0.5)) / 5)).toBeCloseTo(1, 12);
    });
  });

  it('comes in another order with another seed', () => {
    const order = (seed: number): string[] => {
      const { sampler } = methodOf('grid', { trials: 8, epochs: 5 }, seed);
      const about = { space, seen: [], pending: [], directions: ['minimize' as const] };
      return Array.from({ length: 8 }, (_, number) => JSON.stringify(sampler.propose({ ...about, number })));
    };
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    expect(order(1).sort()).toEqual(order(2).sort());
  });
});

it('gives every method its seed', () => {
  for (const name of methodNames.filter((one) => one !== 'manual')) {
    expect(methodOf(name, { trials: 8, epochs: 9 }, 7).sampler.toJSON()).toMatchObject({ seed: 7 });
  }
  expect(methodOf('halving', { trials: 8, epochs: 81 }, 0).pruner!.toJSON()).toMatchObject({
    minimumBudget: 9,
    reductionFactor: 3,
  });
});

it.each<[string, Parameters<typeof searchStudySettings>[1], RegExp]>([
  ['no seeds', { seeds: [] }, /seeds must not be empty/],
  ['a seed twice', { seeds: [1, 1] }, /seeds must differ, got 1 twice/],
  ['no trial', { trials: 0 }, /trials must be/],
  ['too many trials', { trials: 1001 }, /trials must be at most 1000, got 1001/],
  ['hardly a row', { subset: 10 }, /subset must be/],
  ['more rows than there are', { subset: 101 }, /subset must be at most the 100 rows of a, got 101/],
  ['another option', { epochs: 4 } as never, /epochs/],
])('settings refuse %s', (_, choices, message) => {
  expect(() => searchStudySettings({ name: 'a', rows: 100 }, choices)).toThrow(message);
});
