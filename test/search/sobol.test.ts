import { describe, expect, it } from 'vitest';
import { SobolPoints } from '../../src/search/sobol.ts';
import golden from '../golden/sobol.json' with { type: 'json' };
import { chiSquare, correlation, kolmogorovSmirnov } from '../helpers/statistics.ts';

const whole = (point: Float64Array): number[] => Array.from(point, (x) => x * 2 ** 32);
const firstPoints = (points: SobolPoints, count: number): Float64Array[] =>
  Array.from({ length: count }, (_, i) => points.at(i));

/** Whether each cell of a grid has one point of as many. */
function onePerCell(points: readonly Float64Array[], cellOf: (point: Float64Array) => number): boolean {
  return new Set(points.map(cellOf)).size === points.length;
}

describe('Sobol points', () => {
  const points = new SobolPoints(101);

  it.each(golden.points)('number $index is that of SciPy', ({ index, x }) => {
    expect(whole(points.at(index))).toEqual(x);
  });

  // The Gray code of 2ᵏ − 1 is 2ᵏ⁻¹.
  it.each(golden.directions)('number 2^$k − 1 is direction $k of SciPy', ({ k, v }) => {
    expect(whole(points.at(2 ** k - 1))).toEqual(v);
  });

  it('do not depend on how many dimensions there are, nor on what was asked for before', () => {
    for (const seed of [undefined, 5]) {
      const [many, few] = [new SobolPoints(9, { seed }), new SobolPoints(3, { seed })];
      const later = few.at(1000);
      expect(many.at(1000).subarray(0, 3)).toEqual(later);
      few.at(2);
      expect(few.at(1000)).toEqual(later);
    }
  });
});

describe.each([undefined, 0, 1, 2 ** 53 - 1])('Sobol points with seed %s', (seed) => {
  it('have one in each of 2^k intervals of each coordinate, of 2^k from a multiple of 2^k on', () => {
    const points = new SobolPoints(101, { seed });
    for (const [k, start] of [
      [1, 0],
      [4, 48],
      [6, 0],
    ]) {
      const some = Array.from({ length: 2 ** k }, (_, i) => points.at(start + i));
      for (let j = 0; j < 101; j++) {
        expect(onePerCell(some, (point) => Math.floor(point[j] * 2 ** k))).toBe(true);
      }
    }
  });

  // A (0, 2)-sequence: t is 0 for the first two dimensions.
  it('have one in each rectangle of area 2^−8 of the first two coordinates, whatever its sides', () => {
    const some = firstPoints(new SobolPoints(2, { seed }), 256);
    for (let a = 0; a <= 8; a++) {
      const cell = ([x, y]: Float64Array) => Math.floor(x * 2 ** a) * 2 ** (8 - a) + Math.floor(y * 2 ** (8 - a));
      expect(onePerCell(some, cell)).toBe(true);
    }
  });
});

describe('scrambled Sobol points', () => {
  const count = 3000;
  const bySeed = Array.from({ length: count }, (_, seed) => new SobolPoints(3, { seed }));

  it.each([0, 1, 5])('have point %i anywhere, over seeds', (index) => {
    const some = bySeed.map((points) => points.at(index));
    for (let j = 0; j < 3; j++) {
      const coordinate = some.map((point) => point[j]);
      expect(kolmogorovSmirnov(coordinate, (x) => x)).toBeLessThan(2.3);
      const last = new Uint32Array(16);
      for (const x of coordinate) last[(x * 2 ** 32) % 16]++;
      expect(Math.abs(chiSquare(last))).toBeLessThan(4);
    }
    const [x, y] = [some.map((point) => point[0]), some.map((point) => point[1])];
    expect(Math.abs(correlation(x, y))).toBeLessThan(4.4);
  });

  it('turn digits over by all that stand before them: points of one half are moved apart from those of the other', () => {
    // The second digits of points 0 and 1, which lie in different halves, are independent of each other.
    const second = (x: number): number => Math.floor(4 * x) % 2;
    const equal = bySeed.filter((points) => second(points.at(0)[0]) === second(points.at(1)[0])).length;
    expect(Math.abs(equal - count / 2)).toBeLessThan(4.4 * Math.sqrt(count / 4));
  });

  it('find the mean of a smooth function ten times as closely as random points', () => {
    // ∏ (1 + (x − ½)) has mean 1; of 256 random points, the deviation of the mean is √((13/12)⁵ − 1) / 16 = 0.044.
    const squares = Array.from({ length: 10 }, (_, seed) => {
      const some = firstPoints(new SobolPoints(5, { seed }), 256);
      const mean = some.reduce((sum, point) => sum + point.reduce((product, x) => product * (x + 0.5), 1) / 256, 0);
      return (mean - 1) ** 2;
    });
    const deviation = Math.sqrt(squares.reduce((sum, square) => sum + square / 10, 0));
    expect(deviation).toBeLessThan(0.044 / 10);
    expect(deviation).toBeGreaterThan(0);
  });

  it('differ by seed, and are the same with the same one', () => {
    const [a, b, again] = [1, 2, 1].map((seed) => firstPoints(new SobolPoints(4, { seed }), 8));
    expect(again).toEqual(a);
    expect(b).not.toEqual(a);
    expect(a.flatMap((point) => [...point]).every((x) => x >= 0 && x < 1)).toBe(true);
  });

  it('keep their bits', () => {
    expect(whole(new SobolPoints(3, { seed: 7 }).at(12_345))).toEqual([436460423, 2662978792, 2842808282]);
  });
});

describe('wrong calls', () => {
  it.each([
    [() => new SobolPoints(0), RangeError, 'SobolPoints: dimensions must be a whole number of at least 1, got 0'],
    [() => new SobolPoints(102), RangeError, 'SobolPoints: dimensions must be at most 101, got 102'],
    [() => new SobolPoints(2.5), RangeError, 'SobolPoints: dimensions must be a whole number of at least 1, got 2.5'],
    [
      () => new SobolPoints(2, { seed: -1 }),
      RangeError,
      'SobolPoints: seed must be a whole number of at least 0, got -1',
    ],
    [() => new SobolPoints(2, { sed: 1 } as object), TypeError, "unknown option 'sed'; did you mean 'seed'?"],
    [() => new SobolPoints(2).at(-1), RangeError, 'SobolPoints: index must be a whole number of at least 0, got -1'],
    [() => new SobolPoints(2).at(2 ** 32), RangeError, 'SobolPoints: index must be below 2^32, got 4294967296'],
  ])('throw (%#)', (call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
