import { describe, expect, it, test } from 'vitest';
import * as grad from '../../src/index.ts';
import golden from '../golden/generators.json' with { type: 'json' };
import { chiSquare, correlation, kolmogorovSmirnov, momentsOf, normalDistribution } from '../helpers/statistics.ts';

const { blobs, circles, classification, friedman1, moons } = grad;
const generators = { blobs, circles, classification, friedman1, moons };
type Name = keyof typeof generators;
const names = Object.keys(generators) as Name[];
interface Options {
  samples?: number;
  noise?: number;
  seed?: number;
  shuffle?: boolean;
}
const call = (name: Name, options?: Options) => generators[name](options as object);

/** Values of one column. */
function column({ data, shape }: { data: Float32Array; shape: readonly number[] }, j: number): number[] {
  return Array.from({ length: shape[0] }, (_, i) => data[i * shape[1] + j]);
}
const countsOf = (y: readonly number[]) =>
  Array.from({ length: Math.max(...y) + 1 }, (_, k) => y.filter((label) => label === k).length);

describe("scikit-learn's generators with our random numbers", () => {
  test.each(golden.cases.map((one) => [one.name, JSON.stringify(one.options), one] as const))(
    '%s %s',
    (name, _, { options, x, y, ...more }) => {
      const result = call(name as Name, options as Options);
      expect(result.x.shape).toEqual([x.length, x[0].length]);
      // Sums in float64, in another order, then rounded to float32: half a unit there, and where terms cancel, their size
      // (distances of 1 and values of 100 here) times 2⁻⁵².
      x.flat().forEach((value, i) => {
        expect(Math.abs(result.x.data[i] - value)).toBeLessThanOrEqual(2 ** -23 * Math.abs(value) + 1e-13);
      });
      result.y.forEach((value, i) => {
        expect(Math.abs(value - y[i])).toBeLessThanOrEqual(name === 'friedman1' ? 1e-13 : 0);
      });
      expect(result.y).toHaveLength(y.length);
      if ('centers' in more) {
        const { centers } = result as ReturnType<typeof blobs>;
        expect(centers).toHaveLength(more.centers!.length);
        centers.flat().forEach((value, i) => {
          expect(Math.abs(value - more.centers!.flat()[i])).toBeLessThan(1e-14);
        });
      }
    },
  );
});

describe('every generator', () => {
  const defaults: Record<Name, [options: object, shape: number[], classes: number | undefined]> = {
    moons: [{ samples: 100, shuffle: true, noise: 0, seed: 0 }, [100, 2], 2],
    circles: [{ samples: 100, shuffle: true, noise: 0, factor: 0.8, seed: 0 }, [100, 2], 2],
    blobs: [
      { samples: 100, features: 2, centers: 3, clusterStd: 1, centerBox: [-10, 10], shuffle: true, seed: 0 },
      [100, 2],
      3,
    ],
    classification: [
      {
        ...{ samples: 100, features: 20, informative: 2, redundant: 2, repeated: 0, classes: 2, clustersPerClass: 2 },
        ...{ weights: [0.5], flipY: 0.01, classSep: 1, hypercube: true, shift: 0, scale: 1, shuffle: true, seed: 0 },
      },
      [100, 20],
      2,
    ],
    friedman1: [{ samples: 100, features: 10, noise: 0, seed: 0 }, [100, 10], undefined],
  };

  it.each(names)('%s has the defaults of scikit-learn', (name) => {
    const [options, shape, classes] = defaults[name];
    expect(call(name)).toEqual(call(name, options as Options));
    expect(call(name, { seed: undefined, samples: undefined })).toEqual(call(name));
    expect(call(name).x.shape).toEqual(shape);
    expect(call(name).y).toHaveLength(shape[0]);
    if (classes) expect(countsOf(call(name).y)).toHaveLength(classes);
  });

  it.each(names)('%s: one seed, one set; another seed, another', (name) => {
    const options = { samples: 50, ...(name === 'moons' || name === 'circles' ? { noise: 0.1 } : {}) };
    expect(call(name, { ...options, seed: 3 })).toEqual(call(name, { ...options, seed: 3 }));
    expect(call(name, { ...options, seed: 3 }).x).not.toEqual(call(name, { ...options, seed: 4 }).x);
  });

  it.each(names.filter((name) => name !== 'friedman1' && name !== 'classification'))(
    '%s: shuffling moves rows and nothing else',
    (name) => {
      const rows = (shuffle: boolean) => {
        const { x, y } = call(name, { samples: 41, shuffle, ...(name === 'blobs' ? {} : { noise: 0.1 }) });
        return y.map((label, i) => JSON.stringify([label, ...x.data.subarray(2 * i, 2 * i + 2)]));
      };
      expect(rows(true)).not.toEqual(rows(false));
      expect(rows(true).sort()).toEqual(rows(false).sort());
    },
  );
});

describe('moons and circles', () => {
  it('give class 1 the odd point', () => {
    expect(countsOf(moons({ samples: 7 }).y)).toEqual([3, 4]);
    expect(countsOf(circles({ samples: 7 }).y)).toEqual([3, 4]);
    expect(countsOf(circles({ samples: [5, 2] }).y)).toEqual([5, 2]);
  });

  it('have noise that is normal and of the size asked for', () => {
    const [clean, noisy] = [0, 0.3].map((noise) => moons({ samples: 4000, noise, shuffle: false, seed: 2 }).x.data);
    const errors = noisy.map((value, i) => (value - clean[i]) / 0.3);
    expect(kolmogorovSmirnov(errors, normalDistribution)).toBeLessThan(2.3);
    const [of, on] = [0, 1].map((j) => errors.filter((_, i) => i % 2 === j));
    expect(Math.abs(correlation(of, on))).toBeLessThan(4.4);
  });
});

describe('blobs', () => {
  it('lie around their centers', () => {
    const centers = [
      [0, 0, 5],
      [20, -20, 1],
    ];
    const { x, y } = blobs({ samples: 4000, centers, clusterStd: [1, 3], seed: 4 });
    for (const k of [0, 1]) {
      for (const j of [0, 1, 2]) {
        const of = column(x, j).filter((_, i) => y[i] === k);
        expect(of).toHaveLength(2000);
        const standardized = of.map((value) => (value - centers[k][j]) / [1, 3][k]);
        expect(kolmogorovSmirnov(standardized, normalDistribution)).toBeLessThan(2.3);
      }
    }
  });

  it('draws centers in the box', () => {
    const { centers } = blobs({ samples: 500, centers: 500, centerBox: [2, 6], seed: 1 });
    expect(kolmogorovSmirnov(centers.flat(), (value) => (value - 2) / 4)).toBeLessThan(2.3);
  });

  it('takes a matrix of centers, and as many as samples lists', () => {
    const matrix = { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] } as const;
    const rows = Array.of([1, 2], [3, 4]);
    expect(blobs({ centers: matrix })).toEqual(blobs({ centers: rows }));
    expect(blobs({ samples: [3, 1, 4, 1] }).centers).toHaveLength(4);
  });
});

describe('classification', () => {
  it('shares out samples by weight, and flips labels', () => {
    const weights = [0.6, 0.3, 0.1];
    const options = { samples: 3000, classes: 3, informative: 4, weights, clustersPerClass: 1, shuffle: false };
    expect(countsOf(classification({ ...options, flipY: 0 }).y)).toEqual([1800, 900, 300]);
    const still = classification({ ...options, flipY: 0 });
    const flipped = classification({ ...options, flipY: 0.3 });
    expect(flipped.x).toEqual(still.x);
    const changed = flipped.y.filter((label, i) => label !== still.y[i]).length / 3000;
    expect(Math.abs(changed - 0.3 * (2 / 3))).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 3000));
    expect(Math.abs(chiSquare(countsOf(classification({ ...options, flipY: 1 }).y)))).toBeLessThan(4);
  });

  it('places clusters on different corners', () => {
    const { x, y } = classification({
      ...{ samples: 1600, features: 4, informative: 4, redundant: 0, classes: 16, clustersPerClass: 1 },
      ...{ classSep: 100, flipY: 0, shuffle: false },
    });
    const corners = new Set<string>();
    for (let k = 0; k < 16; k++) {
      const means = [0, 1, 2, 3].map((j) => momentsOf(column(x, j).filter((_, i) => y[i] === k)).mean);
      for (const mean of means) expect(Math.abs(Math.abs(mean) - 100)).toBeLessThan(1);
      corners.add(means.map(Math.sign).join());
    }
    expect(corners.size).toBe(16);
  });

  it('shuffles rows and columns, and moves no value', () => {
    const options = { samples: 30, features: 6, repeated: 1, shift: [1, 2, 3, 4, 5, 6], flipY: 0 } as const;
    const [ordered, shuffled] = [false, true].map((shuffle) => classification({ ...options, shuffle }));
    const sorted = ({ x }: typeof ordered) => Array.from({ length: 6 }, (_, j) => column(x, j).sort().join()).sort();
    expect(sorted(shuffled)).toEqual(sorted(ordered));
    expect(shuffled.y).not.toEqual(ordered.y);
  });

  it('has useless columns that are normal, and random shifts and scales in their ranges', () => {
    const useless = classification({ samples: 300, features: 10, shuffle: false, seed: 6 }).x;
    const values = [4, 5, 6, 7, 8, 9].flatMap((j) => column(useless, j));
    expect(kolmogorovSmirnov(values, normalDistribution)).toBeLessThan(2.3);
    const { x } = classification({
      ...{ samples: 400, features: 300, redundant: 0, shuffle: false, classSep: 2, seed: 6 },
      ...{ shift: 'random', scale: 'random' },
    });
    const moments = Array.from({ length: 298 }, (_, j) => momentsOf(column(x, j + 2)));
    const scales = moments.map(({ variance }) => Math.sqrt(variance)); // each off by about 3.5 %
    expect(kolmogorovSmirnov(scales, (s) => Math.min(1, Math.max(0, (s - 1) / 100)))).toBeLessThan(2.3);
    const shifts = moments.map(({ mean }, j) => mean / scales[j]); // each off by about 0.05
    expect(kolmogorovSmirnov(shifts, (s) => Math.min(1, Math.max(0, (s + 2) / 4)))).toBeLessThan(2.3);
  });

  it('can do without any separation', () => {
    expect(classification({ classSep: 0, flipY: 0 }).y.filter((label) => label === 0)).toHaveLength(50);
  });
});

describe('friedman1', () => {
  it('is its formula at the x it gives, and nothing beyond the fifth column counts', () => {
    const { x, y } = friedman1({ samples: 2000, features: 7, seed: 8 });
    for (let i = 0; i < 2000; i++) {
      const [a, b, c, d, e] = x.data.subarray(7 * i);
      expect(y[i]).toBeCloseTo(10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e, 11);
    }
    expect(kolmogorovSmirnov(x.data, (value) => value)).toBeLessThan(2.3);
    expect(Math.abs(correlation(column(x, 5), y))).toBeLessThan(4.4);
    expect(correlation(column(x, 3), y)).toBeGreaterThan(20);
    // By integration: E y = 14.413, Var y = 23.8.
    expect(Math.abs(momentsOf(y).mean - 14.413)).toBeLessThan(4.4 * Math.sqrt(23.8 / 2000));
    expect(momentsOf(y).variance).toBeGreaterThan(21);
    expect(momentsOf(y).variance).toBeLessThan(27);
  });

  it('adds normal noise', () => {
    const [clean, noisy] = [0, 2].map((noise) => friedman1({ samples: 3000, noise, seed: 8 }));
    expect(noisy.x).toEqual(clean.x);
    const errors = noisy.y.map((value, i) => (value - clean.y[i]) / 2);
    expect(kolmogorovSmirnov(errors, normalDistribution)).toBeLessThan(2.3);
  });
});

describe('wrong calls', () => {
  const any = (value: unknown): never => value as never;
  it.each<[what: string, call: () => unknown, error: new (...args: never[]) => Error, message: RegExp]>([
    ['one moon', () => moons({ samples: 1 }), RangeError, /moons: samples must be a whole number of at least 2, got 1/],
    [
      'three moons',
      () => moons({ samples: any([1, 2, 3]) }),
      TypeError,
      /a number or a pair of them, got an array of 3/,
    ],
    ['an empty moon', () => moons({ samples: [0, 4] }), RangeError, /moons: samples\[0\].*at least 1, got 0/],
    ['negative noise', () => moons({ noise: -0.1 }), RangeError, /moons: noise must be at least 0, got -0.1/],
    ['noise beyond float32', () => moons({ noise: 1e300 }), RangeError, /moons:.*too large for float32/],
    ['half a seed', () => moons({ seed: 0.5 }), RangeError, /moons: seed.*0.5/],
    ['a shuffle of text', () => moons({ shuffle: any('yes') }), TypeError, /shuffle must be true or false, got "yes"/],
    ["another library's name", () => moons(any({ nSamples: 5 })), TypeError, /'nSamples'; did you mean 'samples'/],
    ['circles in a circle as large', () => circles({ factor: 1 }), RangeError, /factor must be in \[0, 1\), got 1/],
    ['options that are a number', () => circles(any(100)), TypeError, /options must be an object, got 100/],
    ['ragged centers', () => blobs({ centers: [[1, 2], [3]] }), grad.ShapeError, /row 1 has 2 values, row 2 has 1/],
    ['no centers', () => blobs({ centers: [] }), grad.ShapeError, /must not be empty, got \[0, 0\]/],
    ['a center nowhere', () => blobs({ centers: [[0, Number.NaN]] }), grad.DataError, /NaN at row 1, column 2/],
    ['centers in another space', () => blobs({ centers: [[0, 0]], features: 3 }), grad.ShapeError, /2 coord.*is 3/],
    ['deviations for two of three', () => blobs({ clusterStd: [1, 1] }), grad.ShapeError, /3 blobs, got 2/],
    ['a negative deviation', () => blobs({ clusterStd: [1, -2, 1] }), RangeError, /clusterStd\[1\].*got -2/],
    ['a box inside out', () => blobs({ centerBox: [1, -1] }), RangeError, /centerBox.*low ≤ high, got \[1, -1\]/],
    ['a box of one', () => blobs({ centerBox: any(3) }), TypeError, /centerBox must be a pair \[low, high\], got 3/],
    ['a blob of none', () => blobs({ samples: [3, 0] }), RangeError, /samples\[1\].*at least 1, got 0/],
    ['too few columns', () => classification({ features: 3 }), RangeError, /2 informative \+ 2 redundant.*3 features/],
    ['too few corners', () => classification({ classes: 3 }), RangeError, /3 classes × 2 clusters.*2 .* have 4/],
    ['weights of 1.2', () => classification({ weights: [0.6, 0.6] }), RangeError, /sum to 1, got 1.2/],
    ['three weights', () => classification({ weights: [0.5, 0.2, 0.3] }), grad.ShapeError, /2 classes.*got 3/],
    ['a negative weight', () => classification({ weights: [-1, 2] }), RangeError, /weights\[0\].*got -1/],
    ['flips of 2', () => classification({ flipY: 2 }), RangeError, /flipY must be in \[0, 1\], got 2/],
    ['too few shifts', () => classification({ shift: [1, 2] }), grad.ShapeError, /20 features, got 2/],
    ['a scale of text', () => classification({ scale: any('big') }), TypeError, /'random', got "big"/],
    [
      '4 features',
      () => friedman1({ features: 4 }),
      RangeError,
      /features must be a whole number of at least 5, got 4/,
    ],
    ['no samples', () => friedman1({ samples: 0 }), RangeError, /samples.*at least 1, got 0/],
    ['noise beyond numbers', () => friedman1({ noise: 1e308 }), RangeError, /noise 1e\+308 is too large/],
  ])('%s', (_, call, error, message) => {
    expect(call).toThrow(error);
    expect(call).toThrow(message);
  });
});
