import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DataError,
  duplicateGroups,
  ShapeError,
  Table,
  trainTestSplit,
  trainValidationTestSplit,
} from '../../src/index.ts';
import { thrownBy } from '../helpers/errors.ts';

type Parts = Readonly<Record<string, Uint32Array>>;

function expectWhole(parts: Parts, groups: ArrayLike<number | string>): void {
  const partOf = new Map<number | string, string>();
  const rows = new Set<number>();
  for (const [name, part] of Object.entries(parts)) {
    expect(part.length, name).toBeGreaterThan(0);
    for (const row of part) {
      expect(rows.has(row)).toBe(false);
      rows.add(row);
      expect(partOf.get(groups[row]) ?? name).toBe(name);
      partOf.set(groups[row], name);
    }
  }
}

/** Group g has about as many rows as there are members in `sizes[g]`. */
function grouped(sizes: readonly number[]): number[] {
  return sizes.flatMap((size, group) => new Array<number>(size).fill(group));
}

describe('splits by groups', () => {
  // A few large groups, pairs, and single rows to fill up with.
  const groups = grouped([40, 25, 10, ...new Array(50).fill(2), ...new Array(200).fill(1)]);
  const labels = groups.map((group) => (group * 7) % 3);

  it('never divide a group, and meet sizes exactly where single rows allow it', () => {
    for (let seed = 0; seed < 8; seed++) {
      const two = trainTestSplit(groups, { groups, seed });
      expectWhole(two, groups);
      expect(two.test).toHaveLength(Math.ceil(groups.length / 4));
      expect(two.train).toHaveLength(groups.length - two.test.length);
      const three = trainValidationTestSplit(groups, { groups, testSize: 0.25, seed });
      expectWhole(three, groups);
      expect([...three.test]).toEqual([...two.test]);
      expect(three.validation).toHaveLength(Math.ceil(0.15 * groups.length));
    }
  });

  it('keep the shares of classes', () => {
    const count = (part: Uint32Array, label: number) => part.filter((row) => labels[row] === label).length;
    for (let seed = 0; seed < 8; seed++) {
      const options = { testSize: 0.2, stratify: labels, seed };
      const parts = trainValidationTestSplit(groups, { groups, ...options });
      const plain = trainValidationTestSplit(groups, options);
      expectWhole(parts, groups);
      for (const label of [0, 1, 2]) {
        for (const part of ['train', 'validation', 'test'] as const) {
          expect(count(parts[part], label)).toBe(count(plain[part], label));
        }
      }
    }
  });

  it('come as near as they can where whole groups do not fit', () => {
    const even = grouped([10, 10, 10, 10]);
    for (let seed = 0; seed < 10; seed++) {
      const { train, test } = trainTestSplit(even, { groups: even, testSize: 0.3, seed });
      expect([train.length, test.length]).toEqual([30, 10]);
      expectWhole(
        trainValidationTestSplit(grouped([30, 30, 30]), { groups: grouped([30, 30, 30]), seed }),
        grouped([30, 30, 30]),
      );
    }
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 6, maxLength: 30 }),
        fc.nat(99),
        (sizes, seed) => {
          const rows = grouped(sizes);
          const { train, test } = trainTestSplit(rows, { groups: rows, testSize: 0.5, seed });
          expectWhole({ train, test }, rows);
          expect(train.length + test.length).toBe(rows.length);
          expect(Math.abs(train.length - test.length)).toBeLessThanOrEqual(1 + Math.max(...sizes));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are as likely to test a large group as a small one', () => {
    const times = new Map([
      [0, 0],
      [3, 0],
      [100, 0],
    ]);
    for (let seed = 0; seed < 300; seed++) {
      const tested = new Set(Array.from(trainTestSplit(groups, { groups, seed }).test, (row) => groups[row]));
      for (const [group, count] of times) times.set(group, count + (tested.has(group) ? 1 : 0));
    }
    // Binomial(300, 1/4): deviation 7.5. Six deviations are exceeded by chance once in 500 million tests.
    for (const [group, count] of times) expect(Math.abs(count - 75), `group ${group}: ${count}`).toBeLessThan(45);
  });

  it('give each part a group where there is one for each', () => {
    const three = grouped([10, 1, 1]);
    for (let seed = 0; seed < 10; seed++) {
      const parts = trainValidationTestSplit(three, { groups: three, seed });
      expectWhole(parts, three);
      expect([parts.train.length, parts.validation.length, parts.test.length].sort()).toEqual([1, 1, 10]);
    }
  });

  it('leave rows over where both sizes are given', () => {
    const { train, test } = trainTestSplit(groups, { groups, trainSize: 100, testSize: 50, seed: 3 });
    expectWhole({ train, test }, groups);
    expect([train.length, test.length]).toEqual([100, 50]);
  });

  it('follow the order of rows without shuffling', () => {
    const rows = ['a', 'b', 'a', 'c', 'd', 'e', 'f', 'g'];
    const { train, test } = trainTestSplit(rows, { groups: rows, shuffle: false, testSize: 0.25 });
    expect(trainTestSplit(rows, { groups: rows, shuffle: false, testSize: 0.25, seed: 5 })).toEqual({ train, test });
    expect([...train]).toEqual([0, 2, 3, 4, 6, 7]);
    expect([...test]).toEqual([1, 5]);
  });

  it('depend on nothing but the seed, and on groups by their rows alone', () => {
    const names = groups.map((group) => `group ${group * 31}`);
    expect(trainTestSplit(groups, { groups: names, seed: 4 })).toEqual(trainTestSplit(groups, { groups, seed: 4 }));
    expect(trainTestSplit(groups, { groups, seed: 4 })).not.toEqual(trainTestSplit(groups, { groups, seed: 5 }));
  });

  it('of one row each have the sizes of plain splits', () => {
    const ids = Array.from({ length: 101 }, (_, i) => i);
    const { train, test } = trainTestSplit(ids, { groups: ids, stratify: ids.map((i) => i % 2) });
    expect([train.length, test.length]).toEqual([75, 26]);
  });

  it('refuse groups that do not fit', () => {
    const few = thrownBy(() => trainValidationTestSplit(10, { groups: [1, 1, 1, 1, 1, 2, 2, 2, 2, 2] }));
    expect(few).toBeInstanceOf(DataError);
    expect(few.message).toBe(
      'trainValidationTestSplit: rows of one group stay together, so 3 parts need as many groups, got 2',
    );
    expect(() => trainTestSplit(3, { groups: [1, 2] })).toThrow(ShapeError);
    expect(() => trainTestSplit(3, { groups: [1, 2, Number.NaN] })).toThrow(
      'trainTestSplit: groups: a label must be text or a finite number, got NaN at row 3',
    );
    expect(() => trainTestSplit(3, { groups: 7 as never })).toThrow(
      'groups needs one label for each of 3 rows, got none',
    );
  });
});

describe('duplicateGroups', () => {
  const table = new Table({
    x: [1, 2, 1, Number.NaN, Number.NaN, 0, -0, 1],
    kind: ['oak', 'oak', 'oak', '', '', 'elm', 'elm', 'Oak'],
  });

  it('gives equal rows one number, in order of their first', () => {
    expect([...duplicateGroups(table)]).toEqual([0, 1, 0, 2, 2, 3, 3, 4]);
    expect([...duplicateGroups(table, [7, 2, 0, 4])]).toEqual([0, 1, 1, 2]);
    expect([...duplicateGroups(table.select(['kind']))]).toEqual([0, 0, 0, 1, 1, 2, 2, 3]);
    expect([
      ...duplicateGroups([
        [1, 2],
        [1, 3],
        [1, 2],
      ]),
    ]).toEqual([0, 1, 0]);
    expect([...duplicateGroups({ data: Float32Array.of(0.1, 0.1, 0.2), shape: [3, 1] })]).toEqual([0, 0, 1]);
    expect([...duplicateGroups([[0.1 + 0.2], [0.3]])]).toEqual([0, 1]);
  });

  it('equals a comparison of all pairs', () => {
    const cell = fc.constantFrom(0, -0, 1, 2, Number.NaN, 1e-300, Number.POSITIVE_INFINITY);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 40 }), (rows) => {
        const same = (a: readonly number[], b: readonly number[]) =>
          a.every((value, j) => Object.is(value + 0, b[j] + 0));
        const firsts: number[] = [];
        const expected = rows.map((row) => {
          const found = firsts.findIndex((first) => same(rows[first], row));
          return found >= 0 ? found : firsts.push(rows.indexOf(row)) - 1;
        });
        expect([...duplicateGroups(rows)]).toEqual(expected);
      }),
    );
  });

  it('refuses what it cannot compare', () => {
    expect(() => duplicateGroups(table, [8])).toThrow('duplicateGroups: index 8 at position 0 of a table of 8 rows');
    expect(() => duplicateGroups(5 as never)).toThrow(TypeError);
    expect(() => duplicateGroups([[1], [1, 2]])).toThrow(ShapeError);
  });
});
