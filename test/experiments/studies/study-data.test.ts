import { describe, expect, it } from 'vitest';
import { soupLabels, soupTransformer } from '../../../src/experiments/alphabet-soup/soup-parts.ts';
import { type StudyChoices, studySettings } from '../../../src/experiments/studies/settings.ts';
import {
  aboutStudyData,
  majorityShare,
  prepareStudyData,
  shareLoss,
} from '../../../src/experiments/studies/study-data.ts';
import { ColumnTransformer, Table } from '../../../src/index.ts';
import { readCsv } from '../../../src/node/index.ts';
import { moonsData } from '../../helpers/classification-data.ts';
import { testWithDatasets } from '../../helpers/datasets.ts';

const sizes = { train: 60, validation: 20, test: 20 };

describe('studySettings', () => {
  const cells = [{ name: 'a', hidden: [2], activation: 'relu', optimizer: 'adam', learningRate: 0.1 }] as const;
  it('divides the rows 70, 15, 15, and trains for about 4,000 steps', () => {
    const settings = studySettings({ name: 'x', rows: 1000 }, cells);
    expect(settings).toMatchObject({ parts: { train: 700, validation: 150, test: 150 }, epochs: 60, batchSize: 32 });
    expect(settings.seeds).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const many = studySettings({ name: 'mnist', rows: 60_000 }, cells);
    expect(many).toMatchObject({ parts: { train: 7000, validation: 1500, test: 1500 }, epochs: 19 });
    expect(studySettings({ name: 'x', rows: 40_000 }, cells).epochs).toBe(10);
    expect(studySettings({ name: 'x', rows: 40_000 }, cells, { quick: true })).toMatchObject({
      parts: { train: 420, validation: 90, test: 90 },
      epochs: 20,
    });
  });
  it.each([
    [{ subset: 101 }, 'subset must be at most the 100 rows of x, got 101'],
    [{ subset: 12 }, 'subset must be'],
    [{ seeds: [] }, 'seeds must not be empty'],
    [{ seeds: [1, 1] }, 'seeds must differ, got 1 twice'],
    [{ rate: 1 }, 'rate'],
  ])('refuses %j', (choices, message) => {
    expect(() => studySettings({ name: 'x', rows: 100 }, cells, choices as StudyChoices)).toThrow(message);
  });
});

it('says what the data are, and what is known without looking at a row', async () => {
  const data = { ...moonsData(), y: moonsData().y.map(() => 0) };
  for (let i = 0; i < 25; i++) data.y[i] = 1;
  const about = await aboutStudyData(data, { parts: sizes, seeds: [1] });
  expect(about).toMatchObject({ columns: 2, counts: [data.y.length - 25, 25] });
  expect(about.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  const share = 25 / data.y.length;
  expect(majorityShare(about)).toBeCloseTo(1 - share, 12);
  expect(shareLoss(about)).toBeCloseTo(-share * Math.log(share) - (1 - share) * Math.log(1 - share), 12);
  expect(shareLoss({ counts: [5, 0] })).toBe(0);
});

describe('a table', () => {
  const n = 200;
  const column = (f: (i: number) => string): string[] => Array.from({ length: n }, (_, i) => f(i));
  const table = new Table({
    size: Array.from({ length: n }, (_, i) => i * i),
    kind: column((i) => (i % 20 === 0 ? `rare ${i}` : i % 2 === 0 ? 'even' : 'odd')),
  });
  const y = Array.from({ length: n }, (_, i) => i % 2);
  const data = {
    ...{ name: 't', title: 'T', table, y, classes: ['no', 'yes'] },
    recipe: (share: number) => new ColumnTransformer({ categorical: { minFrequency: Math.round(20 * share) } }),
  };

  it('becomes what a transformer makes of it that has seen the training rows alone', () => {
    const { train, validation, test } = prepareStudyData(data, { train: 100, validation: 40, test: 60 }, 5);
    const expected = new ColumnTransformer({ categorical: { minFrequency: 10 } }).fit(table, train.rows);
    for (const { rows, x } of [train, validation, test]) {
      expect(x.data).toEqual(expected.transform(table.rows(rows)).toFloat32Array());
    }
    const all = [...train.rows, ...validation.rows, ...test.rows];
    expect(new Set(all).size).toBe(200);
    expect(test.y).toEqual(Array.from(test.rows, (row) => row % 2));
  });

  testWithDatasets('Alphabet Soup has 43 features', ['alphabet-soup/charity_data.csv'], async (path) => {
    const soup = await readCsv(path);
    const y = Array.from(soupLabels(soup));
    const given = { name: 's', title: 'S', table: soup, y, classes: [0, 1], recipe: soupTransformer };
    const { train } = prepareStudyData(given, { train: 24_009, validation: 5145, test: 5145 }, 0);
    expect(train.x.shape).toEqual([24_009, 43]);
  });
});
