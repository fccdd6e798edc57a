import { expect, it } from 'vitest';
import { normalDensity, normalDistribution, normalMass } from '../../../src/search/tpe/normal-distribution.ts';
import golden from '../../golden/parzen-estimator.json' with { type: 'json' };

it.each(golden.normal)('Φ($x) is $below', ({ x, below }) => {
  expect(Math.abs(normalDistribution(x) / below - 1)).toBeLessThan(1e-12);
});

it.each(golden.between)('Φ($b) − Φ($a) is $mass', ({ a, b, mass }) => {
  if (mass === 0) expect(normalMass(a, b)).toBe(0);
  else expect(Math.abs(normalMass(a, b) / mass - 1)).toBeLessThan(1e-11);
});

it('Φ ends at 0 and 1', () => {
  expect([-40, 40, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map(normalDistribution)).toEqual([0, 1, 0, 1]);
});

it('φ is the density', () => {
  for (const x of [-3, 0, 0.5])
    expect(normalDensity(x)).toBeCloseTo(Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI), 15);
});
