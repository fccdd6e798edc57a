import { describe, expect, test } from 'vitest';
import { DataError } from '../../../src/errors.ts';
import type { Sampler } from '../../../src/search/sampler.ts';
import { GridSampler } from '../../../src/search/samplers/grid-sampler.ts';
import { ManualSampler } from '../../../src/search/samplers/manual-sampler.ts';
import { QuasiRandomSampler } from '../../../src/search/samplers/quasi-random-sampler.ts';
import { RandomSampler } from '../../../src/search/samplers/random-sampler.ts';
import { choice } from '../../../src/search/space/choice.ts';
import { logUniform, uniform } from '../../../src/search/space/continuous.ts';
import { integer } from '../../../src/search/space/integer.ts';
import { type ParameterValues, Space } from '../../../src/search/space/space.ts';
import { when } from '../../../src/search/space/when.ts';
import { thrownBy } from '../../helpers/errors.ts';

const space: Space = new Space({
  rate: logUniform(1e-4, 1),
  optimizer: choice(['sgd', 'adam']),
  momentum: when('optimizer', 'sgd', uniform(0, 0.8)),
  units: integer(1, 3),
});
const propose = (sampler: Sampler, number: number, of = space): ParameterValues =>
  sampler.propose({ space: of, number, seen: [], pending: [], directions: ['minimize'] });
const all = (sampler: Sampler, of = space): ParameterValues[] =>
  Array.from({ length: sampler.count!(of) }, (_, number) => propose(sampler, number, of));

describe('RandomSampler', () => {
  test('draws each trial by itself, evenly on the scale of each parameter', () => {
    const sampler = new RandomSampler({ seed: 3 });
    const points = Array.from({ length: 4000 }, (_, number) => propose(sampler, number));
    expect(propose(new RandomSampler({ seed: 3 }), 17)).toEqual(points[17]);
    expect(propose(new RandomSampler({ seed: 4 }), 17)).not.toEqual(points[17]);
    const share = (holds: (point: ParameterValues) => boolean): number => points.filter(holds).length / points.length;
    // Four standard deviations of a share of 4,000 are 0.032 at most.
    expect(share(({ rate }) => (rate as number) < 1e-2)).toBeCloseTo(0.5, 1);
    expect(Math.abs(share(({ units }) => units === 2) - 1 / 3)).toBeLessThan(0.03);
    expect(Math.abs(share(({ optimizer }) => optimizer === 'sgd') - 0.5)).toBeLessThan(0.032);
    for (const point of points) {
      expect(Object.hasOwn(point, 'momentum')).toBe(point.optimizer === 'sgd');
      expect(space.require('test', point)).toEqual(point);
    }
  });

  test('a parameter added behind changes no other', () => {
    const { rate, optimizer } = propose(new RandomSampler(), 5);
    const shorter = new Space({ rate: logUniform(1e-4, 1), optimizer: choice(['sgd', 'adam']) });
    expect(propose(new RandomSampler(), 5, shorter)).toEqual({ rate, optimizer });
  });
});

describe('GridSampler', () => {
  test('has every combination once, the last parameter changing first', () => {
    const sampler = new GridSampler({ levels: { rate: 3, momentum: 2 } });
    const points = all(sampler);
    expect(points).toHaveLength(3 * (2 + 1) * 3);
    expect(points.slice(0, 4)).toEqual([
      { rate: 1e-4, optimizer: 'sgd', momentum: 0, units: 1 },
      { rate: 1e-4, optimizer: 'sgd', momentum: 0, units: 2 },
      { rate: 1e-4, optimizer: 'sgd', momentum: 0, units: 3 },
      { rate: 1e-4, optimizer: 'sgd', momentum: 0.8, units: 1 },
    ]);
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(points.length);
    expect(points.filter(({ optimizer }) => optimizer === 'adam').map(({ rate }) => rate)).toEqual(
      [1e-4, 1e-2, 1].flatMap((rate) => [rate, rate, rate].map((one) => expect.closeTo(one, 12))),
    );
  });

  test('tries the values that are given, and fewer whole numbers than there are', () => {
    const own = new Space({ units: integer(8, 256, { step: 8 }), rate: uniform(0, 1) });
    const points = all(new GridSampler({ levels: 3, values: { rate: [0.5, 0.1, 0.5] } }), own);
    expect(points.map(({ units, rate }) => [units, rate])).toEqual(
      [8, 136, 256].flatMap((units) => [0.5, 0.1].map((rate) => [units, rate])),
    );
    expect(all(new GridSampler(), own)).toHaveLength(25);
  });

  test('with a seed has the same points in another order', () => {
    const [inOrder, drawn] = [all(new GridSampler()), all(new GridSampler({ seed: 2 }))];
    const texts = (points: readonly ParameterValues[]): string[] => points.map((point) => JSON.stringify(point));
    expect(drawn).not.toEqual(inOrder);
    expect(texts(drawn).sort()).toEqual(texts(inOrder).sort());
    expect(all(new GridSampler({ seed: 2 }))).toEqual(drawn);
  });
});

test('ManualSampler has its points in their order, checked by the space', () => {
  const points = [
    { rate: 0.1, optimizer: 'adam', units: 2 },
    { units: 1, rate: 1, momentum: 0.5, optimizer: 'sgd' },
  ];
  const sampler = new ManualSampler(points);
  expect(all(sampler)).toEqual(points);
  const error = thrownBy(() => new ManualSampler([...points, { ...points[0], units: 4 }]).count(space));
  expect(error).toBeInstanceOf(DataError);
  expect(error.message).toBe('ManualSampler: point 2: units must be a whole number from 1 to 3, got 4');
});

test('what tells samplers apart is plain data', () => {
  const samplers = [
    new RandomSampler({ seed: 2 }),
    new GridSampler({ levels: 3, seed: 1 }),
    new ManualSampler([{ a: 1 }]),
  ];
  expect(JSON.parse(JSON.stringify(samplers))).toEqual([
    { name: 'random', seed: 2 },
    { name: 'grid', levels: 3, values: {}, seed: 1 },
    { name: 'manual', points: [{ a: 1 }] },
  ]);
});

test.each<[string, () => unknown, typeof RangeError | typeof TypeError, string]>([
  [
    'a random seed below 0',
    () => new RandomSampler({ seed: -1 }),
    RangeError,
    'RandomSampler: seed must be a whole number of at least 0, got -1',
  ],
  [
    'a misspelt option',
    () => new RandomSampler({ sede: 1 } as never),
    TypeError,
    "RandomSampler: unknown option 'sede'; did you mean 'seed'?",
  ],
  [
    'one level',
    () => new GridSampler({ levels: 1 }),
    RangeError,
    'GridSampler: levels must be a whole number of at least 2, got 1',
  ],
  [
    'one level of a parameter',
    () => new GridSampler({ levels: { rate: 0 } }),
    RangeError,
    'GridSampler: levels.rate must be a whole number of at least 2, got 0',
  ],
  [
    'no values',
    () => new GridSampler({ values: { rate: [] } }),
    TypeError,
    'GridSampler: values.rate must be a list of values, got an array of 0',
  ],
  [
    'levels of what is not there',
    () => new GridSampler({ levels: { rat: 3 } }).count(space),
    RangeError,
    "GridSampler: the space has no parameter 'rat'; did you mean 'rate'?",
  ],
  [
    'values that cannot be',
    () => new GridSampler({ values: { rate: [2] } }).count(space),
    RangeError,
    'GridSampler: values.rate must be from 0.0001 to 1, got 2',
  ],
  [
    'too many points',
    () => new GridSampler({ levels: 300 }).count(new Space({ a: uniform(0, 1), b: uniform(0, 1), c: uniform(0, 1) })),
    RangeError,
    'GridSampler: there may be 200,000 points at most',
  ],
  [
    'no points',
    () => new ManualSampler([]),
    RangeError,
    'ManualSampler: there must be a point to try, got an empty list',
  ],
  [
    'points that are no list',
    () => new ManualSampler({ a: 1 } as never),
    TypeError,
    'ManualSampler: expected a list of parameters by name, got',
  ],
])('%s is refused', (_, call, kind, message) => {
  const error = thrownBy(call);
  expect(error).toBeInstanceOf(kind);
  expect(error.message).toContain(message);
});

test('QuasiRandomSampler has one of the first 2^k points in each of 2^k parts of every scale', () => {
  const own = new Space({ rate: logUniform(1e-3, 1), width: uniform(-2, 6) });
  const points = Array.from({ length: 64 }, (_, number) => propose(new QuasiRandomSampler({ seed: 9 }), number, own));
  for (const { name, dimension } of own.entries) {
    const parts = points.map((point) => Math.floor(64 * dimension.unit(point[name]!) + 1e-9));
    expect(new Set(parts).size).toBe(64);
  }
  expect(propose(new QuasiRandomSampler({ seed: 9 }), 5, own)).toEqual(points[5]);
  expect(propose(new QuasiRandomSampler({ seed: 8 }), 5, own)).not.toEqual(points[5]);
  const wide = new Space(Object.fromEntries(Array.from({ length: 102 }, (_, i) => [`p${i}`, uniform(0, 1)])));
  const error = thrownBy(() => new QuasiRandomSampler().count(wide));
  expect(error.message).toBe('SobolPoints: dimensions must be at most 101, got 102');
});
