import { describe, expect, test } from 'vitest';
import { fitGaussianProcess } from '../../../src/search/gaussian-process/fit-gaussian-process.ts';
import { GaussianProcess } from '../../../src/search/gaussian-process/gaussian-process.ts';
import { minimizeInBox } from '../../../src/search/gaussian-process/lbfgs.ts';
import { negativeLogLikelihood } from '../../../src/search/gaussian-process/marginal-likelihood.ts';
import { matern52, matern52WithSlope } from '../../../src/search/gaussian-process/matern.ts';
import type { Points } from '../../../src/search/gaussian-process/points.ts';
import { RandomStream } from '../../../src/tensor/random.ts';
import golden from '../../golden/gaussian-process.json' with { type: 'json' };

function pointsOf(rows: readonly (readonly number[])[], groups = rows[0].map((_, j) => j)): Points {
  return { count: rows.length, width: groups.length, rows: Float64Array.from(rows.flat()), groups };
}

function drawn(count: number, width: number, seed = 3): number[][] {
  const random = new RandomStream(seed, 'test/points');
  return Array.from({ length: count }, () => Array.from({ length: width }, () => random.uniform()));
}

test('the slope of the kernel is its derivative, and 5/3 where points meet', () => {
  const both = new Float64Array(2);
  matern52WithSlope(0, both);
  expect([...both]).toEqual([1, 5 / 3]);
  for (const square of [0.01, 0.3, 1, 4, 25]) {
    matern52WithSlope(square, both);
    expect(both[0]).toBe(matern52(square));
    const difference = (matern52(square + 1e-6) - matern52(square - 1e-6)) / 2e-6;
    expect(Math.abs(-2 * difference - both[1])).toBeLessThan(1e-8);
  }
});

describe.each(golden.cases)('beside scikit-learn, scales $lengthScales', (one) => {
  const points = pointsOf(one.x);
  const parameters = { lengthScales: one.lengthScales, signal: one.signal, noise: one.noise };
  const process = GaussianProcess.at(points, one.y, parameters);

  test('mean and variance', () => {
    for (const [i, query] of one.queries.entries()) {
      const { mean, variance } = process.predict(query);
      expect(Math.abs(mean - one.mean[i])).toBeLessThan(1e-9);
      expect(Math.abs(variance - one.variance[i])).toBeLessThan(1e-9);
    }
  });

  test('likelihood and its gradient', () => {
    expect(Math.abs(process.logLikelihood - one.logLikelihood)).toBeLessThan(1e-9);
    const gradient = new Float64Array(points.width + 2);
    const theta = Float64Array.from([...one.lengthScales, one.signal, one.noise], Math.log);
    const value = negativeLogLikelihood(points, one.y)(theta, gradient);
    expect(Math.abs(value + one.logLikelihood)).toBeLessThan(1e-9);
    const [signal, ...rest] = one.gradient;
    const expected = [...rest.slice(0, -1), signal, rest.at(-1)!];
    for (const [i, slope] of expected.entries()) {
      expect(Math.abs(gradient[i] + slope)).toBeLessThan(1e-7 * Math.max(1, Math.abs(slope)));
    }
  });

  test('the most likely parameters are as likely', () => {
    const bounds = Math.log(1e5); // scikit-learn's
    const n = points.width + 2;
    const found = [-2, 0].map(
      (scale) =>
        minimizeInBox(
          negativeLogLikelihood(points, one.y),
          Array.from({ length: n }, (_, i) => (i < n - 2 ? scale : i === n - 2 ? 0 : -4)),
          { lower: new Array(n).fill(-bounds), upper: new Array(n).fill(bounds), evaluations: 400 },
        ).value,
    );
    expect(-Math.min(...found)).toBeGreaterThan(one.bestLogLikelihood - 1e-3);
  });
});

describe('a process', () => {
  const rows = drawn(14, 4);
  const targets = rows.map(([a, b, c, d]) => Math.sin(4 * a) + b * c - d);
  // The last two coordinates share a length scale.
  const points = pointsOf(rows, [0, 1, 2, 2]);
  const process = GaussianProcess.at(points, targets, { lengthScales: [0.4, 1, 0.7], signal: 1.3, noise: 1e-3 });

  test('has the gradients of differences', () => {
    const [byMean, byVariance] = [new Float64Array(4), new Float64Array(4)];
    for (const query of drawn(3, 4, 8)) {
      const found = process.predictWithGradient(query, byMean, byVariance);
      expect(found).toEqual(process.predict(query));
      for (let j = 0; j < 4; j++) {
        const moved = (step: number) => process.predict(query.map((x, i) => (i === j ? x + step : x)));
        const [up, down] = [moved(1e-5), moved(-1e-5)];
        expect(Math.abs(byMean[j] - (up.mean - down.mean) / 2e-5)).toBeLessThan(1e-7);
        expect(Math.abs(byVariance[j] - (up.variance - down.variance) / 2e-5)).toBeLessThan(1e-7);
      }
    }
  });

  test('has the gradient of the likelihood of differences, with shared length scales', () => {
    const f = negativeLogLikelihood(points, targets);
    const theta = Float64Array.of(-0.9, 0.1, -0.3, 0.2, -5);
    const gradient = new Float64Array(5);
    const unused = new Float64Array(5);
    f(theta, gradient);
    for (let i = 0; i < 5; i++) {
      const moved = (step: number) =>
        f(
          theta.map((x, k) => (k === i ? x + step : x)),
          unused,
        );
      const expected = (moved(1e-5) - moved(-1e-5)) / 2e-5;
      expect(Math.abs(gradient[i] - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
    }
  });

  test('believes its own means: what is measured there teaches the means nothing', () => {
    const more = drawn(3, 4, 9);
    const believing = process.believing(pointsOf(more, [0, 1, 2, 2]));
    const anew = GaussianProcess.at(
      pointsOf([...rows, ...more], [0, 1, 2, 2]),
      [...targets, ...more.map((row) => process.predict(row).mean)],
      process.parameters,
    );
    for (const query of [...drawn(3, 4, 10), more[0]]) {
      expect(believing.predict(query).mean).toBeCloseTo(process.predict(query).mean, 12);
      expect(believing.predict(query).mean).toBeCloseTo(anew.predict(query).mean, 10);
      expect(believing.predict(query).variance).toBeCloseTo(anew.predict(query).variance, 10);
      expect(believing.predict(query).variance).toBeLessThan(process.predict(query).variance + 1e-12);
    }
    expect(believing.predict(more[0]).variance).toBeLessThan(1.1e-3);
  });

  test('gets along with points that are there many times, and believes at them', () => {
    const same = pointsOf([...rows.slice(0, 3), ...rows.slice(0, 3), ...rows.slice(0, 3)], [0, 1, 2, 2]);
    const noiseless = { lengthScales: [1, 1, 1], signal: 1, noise: 0 };
    const repeated = GaussianProcess.at(same, [1, 2, 3, 1, 2, 3, 1, 2, 3], noiseless);
    expect(repeated.jitter).toBeGreaterThan(0);
    expect(repeated.predict(rows[1]).mean).toBeCloseTo(2, 5);
    const once = GaussianProcess.at(pointsOf(rows.slice(0, 3), [0, 1, 2, 2]), [1, 2, 3], noiseless);
    const twice = once.believing(pointsOf(rows.slice(0, 3), [0, 1, 2, 2]));
    expect(twice.jitter).toBeGreaterThan(0);
    expect(twice.predict(rows[1]).mean).toBeCloseTo(2, 5);
  });

  test('refuses what is not a number', () => {
    expect(() =>
      GaussianProcess.at(
        pointsOf([
          [Number.NaN, 1],
          [1, 2],
        ]),
        [1, 2],
        { lengthScales: [1, 1], signal: 1, noise: 1 },
      ),
    ).toThrow('the covariance of the points cannot be factored');
  });
});

describe('fitGaussianProcess', () => {
  test('finds the coordinate that matters, and predicts', () => {
    const rows = drawn(40, 3);
    const targets = rows.map(([a]) => Math.sin(6 * a));
    const process = fitGaussianProcess(pointsOf(rows), targets);
    const { lengthScales, noise } = process.parameters;
    expect(lengthScales[1]).toBeGreaterThan(3 * lengthScales[0]);
    expect(lengthScales[2]).toBeGreaterThan(3 * lengthScales[0]);
    expect(noise).toBeLessThan(1e-4);
    for (const query of drawn(5, 3, 11)) expect(process.predict(query).mean).toBeCloseTo(Math.sin(6 * query[0]), 1);
  });

  test('finds noise', () => {
    const random = new RandomStream(1, 'test/noise');
    const rows = drawn(60, 1);
    const deviation = 0.3 * Math.sqrt(12);
    const targets = rows.map(([a]) => Math.sin(6 * a) + deviation * (random.uniform() - 0.5));
    const { noise } = fitGaussianProcess(pointsOf(rows), targets).parameters;
    expect(noise).toBeGreaterThan(0.05);
    expect(noise).toBeLessThan(0.14); // 0.09 was drawn
  });

  test('stays sane with two points, equal targets, and one point many times', () => {
    for (const [rows, targets] of [
      [
        [
          [0.2, 0.3],
          [0.9, 0.1],
        ],
        [1, -1],
      ],
      [drawn(10, 2), new Array(10).fill(0)],
      [new Array(10).fill([0.5, 0.5]), [1, -1, 1, -1, 1, -1, 1, -1, 1, -1]],
    ] as [number[][], number[]][]) {
      const process = fitGaussianProcess(pointsOf(rows), targets);
      const { mean, variance } = process.predict([0.4, 0.6]);
      expect(Number.isFinite(mean) && Number.isFinite(variance)).toBe(true);
      for (const scale of Array.from(process.parameters.lengthScales)) {
        expect(scale).toBeGreaterThan(0.05);
        expect(scale).toBeLessThan(50);
      }
    }
  });

  test('has the same bits each time, also where it fits with fewer points', () => {
    const rows = drawn(170, 2);
    const targets = rows.map(([a, b]) => Math.sin(3 * a) * b);
    const [first, again] = [0, 1].map(() => fitGaussianProcess(pointsOf(rows), targets));
    expect(again.parameters).toEqual(first.parameters);
    expect(first.count).toBe(170);
    expect(first.predict([0.3, 0.4]).mean).toBeCloseTo(Math.sin(0.9) * 0.4, 2);
  });
});
