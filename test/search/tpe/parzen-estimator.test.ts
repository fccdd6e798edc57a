import { describe, expect, it } from 'vitest';
import { integer } from '../../../src/search/space/integer.ts';
import { ChoiceEstimator, NumberEstimator } from '../../../src/search/tpe/parzen-estimator.ts';
import { RandomStream } from '../../../src/tensor/random.ts';
import golden from '../../golden/parzen-estimator.json' with { type: 'json' };
import { chiSquare, kolmogorovSmirnov } from '../../helpers/statistics.ts';

function expectRelative(found: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(found[i] - value), `${i}: ${found[i]} and ${value}`).toBeLessThanOrEqual(
      tolerance * Math.abs(value),
    );
  }
}

describe('NumberEstimator', () => {
  it.each(golden.numbers)('is a mixture of truncated normal distributions, as in Optuna (%#)', (one) => {
    const estimator = new NumberEstimator(one.observations, one.prior);
    expectRelative(estimator.deviations, one.deviations, 1e-12);
    expectRelative(estimator.weights, one.weights, 1e-12);
    expectRelative(
      one.places.map((place) => estimator.likelihood(place)),
      one.density,
      1e-11,
    );
    expectRelative(
      one.places.map((place) => estimator.score(place)),
      one.score,
      1e-9,
    );
    const cell = (place: number) => [one.edges[place], one.edges[place + 1]] as const;
    const cells = new NumberEstimator(one.observations, one.prior, cell);
    // SciPy's differences have lost digits where cells are narrow.
    expectRelative(
      one.mass.map((_, i) => cells.likelihood(i)),
      one.mass,
      1e-7,
    );
  });

  it.each(golden.integers)('has the probability of cells of whole numbers, as in Optuna (%#)', (one) => {
    const dimension = integer(one.low, one.high, { step: one.step });
    const places = one.observations.map((value) => dimension.unit(value));
    const estimator = new NumberEstimator(places, 1, (place) => dimension.cell(place));
    expectRelative(
      one.values.map((value) => estimator.likelihood(dimension.unit(value))),
      one.likelihood,
      1e-9,
    );
  });

  it('gives all cells of logarithms a sum of 1', () => {
    const dimension = integer(1, 1000, { log: true });
    const places = [1, 3, 3, 20, 700, 1000].map((value) => dimension.unit(value));
    const estimator = new NumberEstimator(places, 1, (place) => dimension.cell(place));
    let sum = 0;
    for (let value = 1; value <= 1000; value++) sum += estimator.likelihood(dimension.unit(value));
    expect(sum).toBeCloseTo(1, 12);
  });

  it('draws from the density that it gives', () => {
    const estimator = new NumberEstimator([0.02, 0.03, 0.3, 0.95, 1], 1);
    const random = new RandomStream(1, 'test');
    const drawn = Array.from({ length: 4000 }, () => estimator.draw(random));
    expect(drawn.every((place) => place >= 0 && place < 1)).toBe(true);
    // One cell from 0 to x has the integral of the density.
    const integral = new NumberEstimator([0.02, 0.03, 0.3, 0.95, 1], 1, (x) => [0, x]);
    expect(kolmogorovSmirnov(drawn, (x) => integral.likelihood(x))).toBeLessThan(2.3);
  });

  it('scores whole numbers by the mixture that it scores a scale by', () => {
    const places = [0.1, 0.11, 0.4, 0.9];
    const scale = new NumberEstimator(places, 1);
    const width = 1e-6;
    const cells = new NumberEstimator(places, 1, (place) => [place - width / 2, place + width / 2]);
    for (const place of [0.1, 0.3, 0.95]) expectRelative([cells.score(place) / width], [scale.score(place)], 1e-8);
  });

  it('stays above 0 far from all observations', () => {
    const estimator = new NumberEstimator(new Float64Array(1000).fill(0), 1);
    expect(estimator.likelihood(1)).toBeGreaterThan(1e-4);
  });
});

describe('ChoiceEstimator', () => {
  const places = (observations: readonly number[], size: number): number[] => observations.map((i) => (i + 0.5) / size);

  it.each(golden.choices)('counts, as Optuna does (%#)', ({ size, prior, observations, probabilities }) => {
    const estimator = new ChoiceEstimator(places(observations, size), prior, size);
    expectRelative(estimator.probabilities, probabilities, 1e-12);
    expectRelative(
      probabilities.map((_, i) => estimator.likelihood((i + 0.5) / size)),
      probabilities,
      1e-12,
    );
  });

  it('draws values as often as it says', () => {
    const estimator = new ChoiceEstimator(places([0, 0, 1], 3), 1, 3);
    const random = new RandomStream(2, 'test');
    const counts = [0, 0, 0];
    for (let i = 0; i < 6000; i++) counts[Math.floor(estimator.draw(random) * 3)]++;
    const evened = counts.map((count, i) => count / estimator.probabilities[i] / 3);
    expect(Math.abs(chiSquare(evened))).toBeLessThan(4);
  });
});
