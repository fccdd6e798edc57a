/** The growth part: its laws are those that the numbers were made by, its networks are what it says they are. */
import { describe, expect, it } from 'vitest';
import { dimensions } from '../../benchmarks/growth/dimensions.ts';
import { flopsOf, modelOfSize, parametersOf, sizeText } from '../../benchmarks/growth/networks.ts';
import { exponentsBetween, fitPower, fitUpperPart } from '../../benchmarks/growth/power-fit.ts';
import { threadCounts } from '../../benchmarks/growth/threads.ts';

const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const pointsOf = (law: (x: number) => number) => sizes.map((x) => ({ x, y: law(x) }));

describe('fitPower', () => {
  it('finds exponent and factor of a law', () => {
    const fit = fitPower(pointsOf((x) => 3 * x ** 1.7));
    expect(fit.exponent).toBeCloseTo(1.7, 12);
    expect(fit.factor).toBeCloseTo(3, 12);
    expect(fit).toMatchObject({ from: 1, to: 256, points: 9 });
    expect(fit.rSquared).toBeCloseTo(1, 12);
  });

  it('is the least squares of the logarithms', () => {
    // Worked out by hand: (0, 0), (1, 1), (2, 1) in powers of e have slope 1/2 through (1, 2/3).
    const fit = fitPower([0, 1, 1].map((y, x) => ({ x: Math.exp(x), y: Math.exp(y) })));
    expect(fit.exponent).toBeCloseTo(0.5, 12);
    expect(Math.log(fit.factor)).toBeCloseTo(1 / 6, 12);
    expect(fit.rSquared).toBeCloseTo(0.75, 12);
  });
});

describe('fitUpperPart', () => {
  it('leaves out what a constant cost bends', () => {
    const points = pointsOf((x) => 10 + x);
    expect(fitPower(points).exponent).toBeLessThan(0.7);
    const upper = fitUpperPart(points);
    expect(upper.from).toBeGreaterThan(8);
    expect(upper.exponent).toBeGreaterThan(0.85);
    expect(upper.to).toBe(256);
  });

  it('takes everything where nothing is bent, and the last four where everything is', () => {
    expect(fitUpperPart(pointsOf((x) => 5 * x * x))).toMatchObject({ from: 1, points: 9 });
    expect(fitUpperPart(pointsOf((x) => Math.exp(x / 10)))).toMatchObject({ from: 32, points: 4 });
  });
});

it('exponentsBetween neighbours rise where a law does', () => {
  expect(exponentsBetween([1, 2, 4].map((x) => ({ x, y: x === 4 ? 16 : x }))).map((b) => b.toFixed(6))).toEqual([
    '1.000000',
    '3.000000',
  ]);
});

describe.each(dimensions)('$name', ({ networks }) => {
  it.each(networks)('$name grows, and its short form ends sooner', ({ sizes }) => {
    const counted = sizes.map(({ x }) => x);
    expect(counted).toEqual([...new Set(counted)].sort((a, b) => a - b));
    const short = sizes.filter(({ inQuick }) => inQuick);
    expect(short.length).toBeGreaterThanOrEqual(4);
    expect(short.length).toBeLessThan(sizes.length);
  });
});

it('counts parameters as the model does, and the operations of its products', () => {
  const size = { inputs: 11, hidden: [64, 64], classes: 6, batch: 32 };
  expect(parametersOf(size)).toBe(modelOfSize(size).parameterCount);
  // [32, 11]·[11, 64] forward and once backward; the others three times.
  expect(flopsOf(size)).toBe(2 * 32 * (2 * 11 * 64 + 3 * 64 * 64 + 3 * 64 * 6));
  expect(sizeText(size)).toBe('11-64-64-6');
  expect(sizeText({ ...size, hidden: [8, 8, 8, 8] })).toBe('11-4 x 8-6');
});

it('counts threads in powers of two, as far as there are processors, and two at least', () => {
  expect([1, 2, 3, 4, 9].map((processors) => threadCounts(processors))).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
    [1, 2, 4],
    [1, 2, 4, 8],
  ]);
});
