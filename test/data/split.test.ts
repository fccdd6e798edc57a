import { describe, expect, test } from 'vitest';
import { trainTestSplit, trainValidationTestSplit } from '../../src/data/split.ts';
import { DataError, ShapeError } from '../../src/errors.ts';
import { RandomStream } from '../../src/tensor/random.ts';
import counted from '../golden/counted-data.json' with { type: 'json' };
import golden from '../golden/scikit-learn.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

function countsOf<T extends string | number>(labels: readonly T[], rows: Uint32Array, classes: readonly T[]): number[] {
  return classes.map((label) => [...rows].filter((row) => labels[row] === label).length);
}

function sorted(...parts: Uint32Array[]): number[] {
  return parts.flatMap((part) => [...part]).sort((a, b) => a - b);
}

const wine = Object.entries({ 5: 681, 6: 638, 7: 199, 4: 53, 8: 18, 3: 10 }).flatMap(([label, count]) =>
  new Array<number>(count).fill(Number(label)),
);

describe('trainTestSplit', () => {
  for (const expected of golden.trainTestSplit) {
    test(`has the sizes of scikit-learn: ${expected.name}`, () => {
      const { test_size: testSize, train_size: trainSize, shuffle } = expected.options as Record<string, never>;
      const labels = (expected.labels ?? undefined) as (string | number)[] | undefined;
      const { train, test } = trainTestSplit(expected.n, { testSize, trainSize, shuffle, stratify: labels, seed: 5 });
      expect(train).toHaveLength(expected.train);
      expect(test).toHaveLength(expected.test);
      const rows = sorted(train, test);
      expect(new Set(rows).size).toBe(rows.length);
      expect(rows[0]).toBeGreaterThanOrEqual(0);
      expect(rows.at(-1)).toBeLessThan(expected.n);
      if (labels && expected.classes) {
        expect(countsOf(labels, train, expected.classes)).toEqual(expected.trainCounts);
        expect(countsOf(labels, test, expected.classes)).toEqual(expected.testCounts);
      }
      if (expected.trainRows) {
        expect([...train]).toEqual(expected.trainRows);
        expect([...test]).toEqual(expected.testRows);
      }
    });
  }

  test('gives the rows its contract states', () => {
    for (const { n, testSize, seed, train, test } of counted.splits) {
      expect(trainTestSplit(n, { testSize, seed })).toEqual({
        train: Uint32Array.from(train),
        test: Uint32Array.from(test),
      });
    }
    for (const { labels, testSize, seed, train, test } of counted.stratified) {
      expect(trainTestSplit(labels.length, { testSize, seed, stratify: labels })).toEqual({
        train: Uint32Array.from(train),
        test: Uint32Array.from(test),
      });
    }
  });

  test('seed 0 unless given; another seed gives another split', () => {
    expect(trainTestSplit(100)).toEqual(trainTestSplit(100, { seed: 0 }));
    expect(trainTestSplit(100)).not.toEqual(trainTestSplit(100, { seed: 1 }));
    expect(trainTestSplit(wine, { stratify: wine })).toEqual(trainTestSplit(wine.length, { stratify: wine, seed: 0 }));
  });

  test('each row is as likely to be tested as any other', () => {
    const times = new Array<number>(8).fill(0);
    for (let seed = 0; seed < 4000; seed++) for (const row of trainTestSplit(8, { seed }).test) times[row]++;
    // Binomial(4000, 1/4): deviation 27.4. Six deviations are exceeded by chance once in 60 million tests.
    for (const count of times) expect(Math.abs(count - 1000)).toBeLessThan(165);
  });

  test('without shuffling, the first rows of each class are for training, in order', () => {
    const { train, test } = trainTestSplit(8, { shuffle: false, stratify: [0, 1, 0, 1, 0, 1, 0, 1], testSize: 0.5 });
    expect([...train]).toEqual([0, 1, 2, 3]);
    expect([...test]).toEqual([4, 5, 6, 7]);
  });

  test('equal remainders go to the larger class, then to the first', () => {
    const labels = [...new Array(30).fill('a'), ...new Array(20).fill('b'), 'c', 'c'];
    // 39 of 52 to train: shares 22.5, 15, 1.5.
    const { train, test } = trainTestSplit(labels, { stratify: labels, testSize: 0.25 });
    expect(countsOf(labels, train, ['a', 'b', 'c'])).toEqual([23, 15, 1]);
    expect(countsOf(labels, test, ['a', 'b', 'c'])).toEqual([7, 5, 1]);
    const even = [2, 1, 2, 1, 2, 1];
    expect(countsOf(even, trainTestSplit(6, { stratify: even, testSize: 3 }).train, [1, 2])).toEqual([2, 1]);
  });

  test('refuses sizes that do not fit', () => {
    for (const [rows, options, message] of [
      [
        10,
        { testSize: 0 },
        'trainTestSplit: testSize must be a fraction in (0, 1) or a count from 1 to 9, below the 10 rows, got 0',
      ],
      [10, { testSize: 10 }, 'got 10'],
      [10, { testSize: 1.5 }, 'got 1.5'],
      [10, { testSize: -0.1 }, 'got -0.1'],
      [10, { testSize: Number.NaN }, 'got NaN'],
      [10, { testSize: '0.2' }, 'got "0.2"'],
      [10, { trainSize: 10 }, 'trainSize must be'],
      [10, { testSize: 0.6, trainSize: 0.6 }, 'sizes 6 train + 6 test do not fit 10 rows'],
      [1, {}, 'sizes 0 train + 1 test do not fit 1 rows: each part needs at least one'],
      [3, { trainSize: 0.1 }, 'sizes 0 train + 3 test'],
      [0, {}, 'number of rows must be a whole number of at least 1, got 0'],
      [[], {}, 'number of rows must be a whole number of at least 1, got 0'],
      [2.5, {}, 'got 2.5'],
      [10, { seed: -1 }, 'seed must be a whole number'],
      [10, { shuffle: 'no' }, 'shuffle must be true or false, got "no"'],
      [10, { tests: 0.2 }, "unknown option 'tests'"],
    ] as const) {
      expect(() => trainTestSplit(rows as never, options as never), JSON.stringify(options)).toThrow(message);
    }
  });

  test('refuses labels that cannot be stratified', () => {
    const single = thrownBy(() => trainTestSplit(5, { stratify: ['a', 'a', 'rare', 'b', 'b'] }));
    expect(single).toBeInstanceOf(DataError);
    expect(single.message).toBe(
      'trainTestSplit: class "rare" has a single row (row 3); to stratify, each class needs at least 2',
    );
    expect(single.row).toBe(3);
    const short = thrownBy(() => trainTestSplit(5, { stratify: [1, 1] }));
    expect(short).toBeInstanceOf(ShapeError);
    expect(short.message).toBe('trainTestSplit: stratify needs one label for each of 5 rows, got 2');
    const few = thrownBy(() => trainTestSplit(6, { stratify: [1, 1, 2, 2, 3, 3], testSize: 2 }));
    expect(few).toBeInstanceOf(RangeError);
    expect(few.message).toBe('trainTestSplit: 2 rows to test are fewer than the 3 classes to stratify by');
    expect(() => trainTestSplit(2, { stratify: [1, Number.NaN] })).toThrow('trainTestSplit: stratify: a label must be');
  });
});

describe('trainValidationTestSplit', () => {
  test('0.7, 0.15 and 0.15 unless given', () => {
    const { train, validation, test } = trainValidationTestSplit(1599);
    expect([train.length, validation.length, test.length]).toEqual([1119, 240, 240]);
    expect(sorted(train, validation, test)).toEqual(range(1599));
    const counts = trainValidationTestSplit(20, { testSize: 2, validationSize: 3, trainSize: 4 });
    expect([counts.train.length, counts.validation.length, counts.test.length]).toEqual([4, 3, 2]);
  });

  test('tests on the very rows of trainTestSplit', () => {
    for (const stratify of [undefined, wine]) {
      for (const seed of [0, 1]) {
        const two = trainTestSplit(1599, { testSize: 0.15, stratify, seed });
        const three = trainValidationTestSplit(1599, { stratify, seed });
        expect(three.test).toEqual(two.test);
        expect(sorted(three.train, three.validation)).toEqual(sorted(two.train));
      }
    }
  });

  test('with trainSize, as long as no row is left over', () => {
    for (const stratify of [undefined, wine]) {
      const two = trainTestSplit(1599, { testSize: 240, stratify, seed: 1 });
      const three = trainValidationTestSplit(1599, { trainSize: 1119, validationSize: 240, stratify, seed: 1 });
      expect(three.test).toEqual(two.test);
      expect(three).toEqual(trainValidationTestSplit(1599, { stratify, seed: 1 }));
    }
  });

  // Results of studies that draw some of the rows of MNIST depend on it.
  test('what is left over comes last in the shuffled order', () => {
    const sizes = { trainSize: 0.5, validationSize: 0.1, testSize: 0.2, seed: 1 };
    const { train, validation, test } = trainValidationTestSplit(100, sizes);
    const order = Uint32Array.from(range(100));
    new RandomStream(1, 'split').shuffle(order);
    expect([...train, ...validation, ...test]).toEqual([...order.subarray(0, 80)]);
    expect([train.length, validation.length, test.length]).toEqual([50, 10, 20]);
  });

  test('has every quality of wine in proportion', () => {
    const { train, validation, test } = trainValidationTestSplit(wine, { stratify: wine });
    const classes = [3, 4, 5, 6, 7, 8];
    // Shares by largest remainder, worked out by hand. Train and validation: 1359 of 1599 rows, shares 8.50, 45.05,
    // 578.79, 542.24, 169.13, 15.30: 9, 45, 579, 542, 169, 15. Train: 1119 of those 1359, shares 7.41, 37.05, 476.75,
    // 446.28, 139.15, 12.35: 8, 37, 477, 446, 139, 12.
    expect(countsOf(wine, test, classes)).toEqual([1, 8, 102, 96, 30, 3]);
    expect(countsOf(wine, train, classes)).toEqual([8, 37, 477, 446, 139, 12]);
    expect(countsOf(wine, validation, classes)).toEqual([1, 8, 102, 96, 30, 3]);
  });

  test('without shuffling: first train, then validation, then test', () => {
    const { train, validation, test } = trainValidationTestSplit(10, { shuffle: false });
    expect([...train, ...validation, ...test]).toEqual(range(10));
    expect(train).toHaveLength(6);
  });

  test('refuses what does not fit, under its own name', () => {
    expect(() => trainValidationTestSplit(2)).toThrow(
      'trainValidationTestSplit: sizes 0 train + 1 validation + 1 test do not fit 2 rows',
    );
    expect(() => trainValidationTestSplit(10, { validationSize: 10 })).toThrow('validationSize must be a fraction');
    expect(() => trainValidationTestSplit(9, { stratify: [1, 1, 1, 1, 1, 1, 1, 2, 2] })).toThrow(
      'trainValidationTestSplit: class 2 has only 2 rows; to stratify, each class needs at least 3',
    );
    expect(() => trainTestSplit(9, { validationSize: 2 } as never)).toThrow("unknown option 'validationSize'");
  });
});
