import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError, type Fold, groupKFold, kFold, type Label, stratifiedKFold } from '../../src/index.ts';
import golden from '../golden/scikit-learn.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';

const kinds = { kFold, stratifiedKFold, groupKFold };
const tests = (folds: readonly Fold[]) => folds.map(({ test }) => [...test]);

/** Each row is tested once, and trained on in all other folds; both in ascending order. */
function expectPartition(folds: readonly Fold[], n: number): void {
  const all = Array.from({ length: n }, (_, i) => i);
  expect(
    tests(folds)
      .flat()
      .sort((a, b) => a - b),
  ).toEqual(all);
  for (const { train, test } of folds) {
    expect([...train]).toEqual(all.filter((row) => !test.includes(row)));
    expect([...test]).toEqual([...test].sort((a, b) => a - b));
  }
}

describe('without shuffling, folds are those of scikit-learn', () => {
  it.each(golden.folds.kFold)('kFold: $name', ({ labels, folds, test }) => {
    expect(tests(kFold(labels, { folds, shuffle: false }))).toEqual(test);
  });
  it.each(golden.folds.stratifiedKFold)('stratifiedKFold: $name', ({ labels, folds, test }) => {
    expect(tests(stratifiedKFold(labels as Label[], { folds, shuffle: false }))).toEqual(test);
  });
  it.each(golden.folds.groupKFold)('groupKFold has its sizes: $name', ({ labels, folds, sizes }) => {
    for (const shuffle of [false, true]) {
      expect(tests(groupKFold(labels, { folds, shuffle })).map((rows) => rows.length)).toEqual(sizes);
    }
  });
});

describe('folds', () => {
  const labelled = fc
    .array(fc.integer({ min: 0, max: 6 }), { minLength: 12, maxLength: 60 })
    .filter((labels) => new Set(labels).size >= 4 && labels.filter((label) => label === labels[0]).length >= 4);
  const options = fc.record({
    folds: fc.integer({ min: 2, max: 4 }),
    shuffle: fc.boolean(),
    seed: fc.integer({ min: 0, max: 99 }),
  });

  it('test each row once', () => {
    fc.assert(
      fc.property(labelled, options, (labels, given) => {
        for (const make of Object.values(kinds)) {
          const folds = make(labels, given);
          expect(folds).toHaveLength(given.folds);
          expectPartition(folds, labels.length);
          expect(make(labels, given)).toEqual(folds);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('have their sizes, of each class too', () => {
    fc.assert(
      fc.property(labelled, options, (labels, given) => {
        const even = (sizes: number[]) => expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const folds = stratifiedKFold(labels, given);
        even(folds.map(({ test }) => test.length));
        for (const label of new Set(labels)) {
          even(folds.map(({ test }) => test.filter((row) => labels[row] === label).length));
        }
        even(kFold(labels, given).map(({ test }) => test.length));
      }),
      { numRuns: 50 },
    );
  });

  it('keep groups together', () => {
    fc.assert(
      fc.property(labelled, options, (labels, given) => {
        for (const { train, test } of groupKFold(labels, given)) {
          const tested = new Set(Array.from(test, (row) => labels[row]));
          expect([...train].filter((row) => tested.has(labels[row]))).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are shuffled by a seed, 0 unless given', () => {
    const labels = Array.from({ length: 40 }, (_, i) => i % 2);
    const ids = labels.map((_, i) => i);
    for (const make of [() => kFold(40), () => stratifiedKFold(labels), () => groupKFold(ids)])
      expect(make()).toEqual(make());
    expect(kFold(40)).toEqual(kFold(40, { seed: 0, shuffle: true, folds: 5 }));
    expect(kFold(40)).not.toEqual(kFold(40, { seed: 1 }));
    expect(stratifiedKFold(labels)).not.toEqual(stratifiedKFold(labels, { seed: 1 }));
    expect(groupKFold(ids)).not.toEqual(groupKFold(ids, { seed: 1 }));
  });

  it('refuse what cannot be divided', () => {
    expect(() => kFold(4)).toThrow('kFold: 5 folds need at least as many rows, got 4');
    expect(() => kFold(4, { folds: 1 })).toThrow('kFold: folds must be a whole number of at least 2, got 1');
    expect(() => kFold(0)).toThrow('number of rows must be a whole number of at least 1, got 0');
    expect(() => kFold(9, { fold: 3 } as never)).toThrow("unknown option 'fold'; did you mean 'folds'");
    expect(() => kFold(9, { shuffle: 1 } as never)).toThrow(TypeError);
    const few = thrownBy(() => stratifiedKFold([1, 1, 2, 2, 3, 3]));
    expect(few).toBeInstanceOf(DataError);
    expect(few.message).toBe('stratifiedKFold: no class has 5 rows, one for each fold; the largest has 2');
    expect(() => stratifiedKFold([1, 2, Number.NaN, 1, 1, 1])).toThrow('got NaN at row 3');
    expect(() => groupKFold(['a', 'a', 'b', 'b', 'b'])).toThrow(
      'groupKFold: rows of one group stay together, so 5 folds need as many groups, got 2',
    );
    expect(() => groupKFold(['a', 1, 'b', 'c', 'd'] as never)).toThrow('labels must be all numbers or all text');
  });

  it('refuse as clearly what is very large', () => {
    const ids = Array.from({ length: 200_000 }, (_, i) => i);
    const distinct = thrownBy(() => stratifiedKFold(ids));
    expect(distinct).toBeInstanceOf(DataError);
    expect(distinct.message).toBe('stratifiedKFold: no class has 5 rows, one for each fold; the largest has 1');
    const expected =
      'groupKFold: 200000 folds of 200000 rows would list 4.0e+10 row numbers, more than memory holds (2147483648); take fewer folds';
    const lists = thrownBy(() => groupKFold(ids, { folds: ids.length }));
    expect(lists).toBeInstanceOf(RangeError);
    expect(lists.message).toBe(expected);
    expect(() => kFold(ids.length, { folds: ids.length })).toThrow(RangeError);
  });
});
