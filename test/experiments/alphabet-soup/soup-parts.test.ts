import { describe, expect, test } from 'vitest';
import { soupGroups, soupParts, soupTransformer } from '../../../src/experiments/alphabet-soup/soup-parts.ts';
import { DataError, duplicateGroups, Table } from '../../../src/index.ts';
import { readCsv } from '../../../src/node/index.ts';
import golden from '../../golden/alphabet-soup.json' with { type: 'json' };
import { testWithDatasets } from '../../helpers/datasets.ts';
import { thrownBy } from '../../helpers/errors.ts';
import { fakeSoup } from '../../helpers/fake-soup.ts';

describe('soupParts', () => {
  test('three quarters to train and to choose by, a quarter to test on, class by class', () => {
    const { train, validation, test } = soupParts(fakeSoup, { split: 'plain', seed: 1 });
    expect([train, validation, test].map(({ rows }) => rows.length)).toEqual([390, 60, 150]);
    expect(new Set([...train.rows, ...validation.rows, ...test.rows]).size).toBe(600);
    const successes = [train, test].map(({ y }) => y.reduce((sum, label) => sum + label, 0) / y.length);
    expect(Math.abs(successes[0] - successes[1])).toBeLessThan(0.01);
  });

  test('features are without identifiers and target, unless the target is to leak', () => {
    const { featureNames, train } = soupParts(fakeSoup, { split: 'plain', seed: 1 });
    expect(featureNames).toEqual([
      'ASK_AMT',
      'APPLICATION_TYPE (Other)', // 500 of so few rows is more than any type has
      'AFFILIATION=CompanySponsored',
      'AFFILIATION=Independent',
      'CLASSIFICATION (Other)',
    ]);
    expect(train.x.shape).toEqual([390, featureNames.length]);
    const leaking = soupParts(fakeSoup, { split: 'plain', seed: 1, leak: true });
    expect(leaking.featureNames).toEqual(expect.arrayContaining(['IS_SUCCESSFUL']));
    expect(leaking.featureNames).toHaveLength(featureNames.length + 1);
    expect(leaking.train.rows).toEqual(soupParts(fakeSoup, { split: 'plain', seed: 1 }).train.rows);
  });

  test('grouped splits have no row on both sides', () => {
    expect(soupParts(fakeSoup, { split: 'plain', seed: 1 }).seenBefore).toBeGreaterThan(0.3);
    expect(soupParts(fakeSoup, { split: 'grouped', seed: 1 }).seenBefore).toBe(0);
  });

  test('rows that differ in a rare category alone are one group, because they may have the same features', () => {
    const group = soupGroups(fakeSoup);
    const kept = fakeSoup.drop(['EIN', 'NAME', 'IS_SUCCESSFUL', 'APPLICATION_TYPE', 'CLASSIFICATION']);
    expect(group).toEqual(duplicateGroups(kept)); // Both columns have rare categories alone.
  });

  test('another target than 0 and 1 is refused, with its row', () => {
    const labels = [...fakeSoup.numbers('IS_SUCCESSFUL')];
    labels[4] = 2;
    const columns = fakeSoup.columnNames.map((name) => [name, fakeSoup.column(name)] as const);
    const table = new Table([...columns.filter(([name]) => name !== 'IS_SUCCESSFUL'), ['IS_SUCCESSFUL', labels]]);
    const error = thrownBy(() => soupParts(table, { split: 'plain', seed: 1 })) as DataError;
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe('alphabet-soup: IS_SUCCESSFUL must be 0 or 1, got 2 at row 5');
  });
});

testWithDatasets(
  'fitted on all rows, the features are those of scikit-learn and pandas',
  ['alphabet-soup/charity_data.csv'],
  async (path) => {
    const { features } = golden.cases.find(({ name }) => name === 'alphabet-soup')!;
    expect(soupTransformer().fit(await readCsv(path)).featureNames).toEqual(features);
    expect(features).toHaveLength(43);
  },
);

testWithDatasets(
  'with grouped splits no test row has the features of a training row; with plain ones nearly three quarters have',
  ['alphabet-soup/charity_data.csv'],
  async (path) => {
    const table = await readCsv(path);
    // The second and the eighth: the categories of their training parts are the furthest from those of all rows.
    for (const seed of [2, 8]) expect(soupParts(table, { split: 'grouped', seed }).seenBefore).toBe(0);
    const { train, test, seenBefore } = soupParts(table, { split: 'plain', seed: 0 });
    const [, width] = train.x.shape;
    const texts = ({ x: { data } }: typeof train): string[] =>
      Array.from({ length: data.length / width }, (_, row) => data.subarray(row * width, (row + 1) * width).join());
    const trained = new Set(texts(train));
    expect(texts(test).filter((row) => trained.has(row)).length / test.rows.length).toBe(seenBefore);
    expect(seenBefore).toBeCloseTo(0.73, 2);
  },
);
