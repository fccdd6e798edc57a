import { expect, test } from 'vitest';
import {
  choice,
  DataError,
  QuasiRandomSampler,
  type SearchStudy,
  type SpaceDefinition,
  search,
  uniform,
  when,
} from '../../src/index.ts';

const shares = (study: SearchStudy<unknown>): Record<string, number> =>
  Object.fromEntries(study.importance().map(({ name, share }) => [name, share]));
const study = <const D extends SpaceDefinition>(
  space: D,
  objective: Parameters<typeof search<D>>[0]['objective'],
  trials = 80,
) => search({ space, objective, trials, sampler: new QuasiRandomSampler({ seed: 1 }) });

test('of a sum are the shares of its variance, and nothing of what it does not depend on', async () => {
  const space = { a: uniform(-1, 1), b: uniform(-1, 1), c: uniform(-1, 1) };
  const found = await study(space, ({ a, b }) => 3 * a + b);
  // Var(3a) : Var(b) = 9 : 1.
  expect(shares(found).a).toBeCloseTo(0.9, 1);
  expect(shares(found).b).toBeCloseTo(0.1, 1);
  expect(shares(found).c).toBeLessThan(0.01);
  expect(found.importance().map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test('of a product count for what the parameters do together', async () => {
  const space = { a: uniform(-1, 1), b: uniform(-1, 1) };
  const { a, b } = shares(await study(space, (point) => point.a * point.b));
  // Neither does anything alone: both have all of the variance.
  expect([a, b].map((share) => Math.abs(share - 1) < 0.1)).toEqual([true, true]);
});

test('know choices and conditions', async () => {
  const space = { kind: choice(['x', 'y', 'z']), depth: when('kind', 'x', uniform(0, 1)), idle: choice([1, 2]) };
  const { kind, depth, idle } = shares(
    await study(space, ({ kind: one, depth: own = 0 }) => (one === 'x' ? 1 + own / 4 : one === 'y' ? 0 : 0.2)),
  );
  expect(kind).toBeGreaterThan(0.9);
  expect([depth < 0.1, idle < 0.01]).toEqual([true, true]);
});

test('of an objective that never changes are 0', async () => {
  expect(shares(await study({ a: uniform(0, 1) }, () => 7, 10))).toEqual({ a: 0 });
});

test('want trials with values', async () => {
  const few = await study({ a: uniform(0, 1) }, ({ a }) => a, 4);
  expect(() => few.importance()).toThrow(new DataError('importance: at least 5 trials with values are needed, got 4'));
  const none = await study({ a: uniform(0, 1) }, () => Number.NaN, 9);
  expect(() => none.importance()).toThrow('importance: at least 5 trials with values are needed, got 0');
});
