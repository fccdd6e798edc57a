import { describe, expect, test } from 'vitest';
import { aboutWines } from '../../../src/experiments/wine-quality/about-wine.ts';
import { planWine, type WineRun } from '../../../src/experiments/wine-quality/run.ts';
import { DataError } from '../../../src/index.ts';
import { renderReport } from '../../../src/report/render-report.ts';
import type { AnyJson } from '../../helpers/any-json.ts';
import { blocksOf, described, headingsOf } from '../../helpers/described.ts';
import { thrownBy } from '../../helpers/errors.ts';
import { fakeHeader } from '../../helpers/fake-header.ts';
import { fakeWines } from '../../helpers/fake-wines.ts';

const settings = { seeds: [0, 1, 2, 3, 4], epochs: 100, batchSize: 32 };
const about = aboutWines(fakeWines);

/** Weights give rare grades 20 points and cost 5 of accuracy; grouped splits cost 3. */
const runs = planWine(settings).map((place): WineRun => {
  const { task, weights, split, seed } = place;
  const isMistaken = task === 'mistaken';
  const isBalanced = weights === 'balanced';
  const noise = seed / 1000;
  const accuracy = 0.6 + noise - (isBalanced ? 0.05 + noise : 0) - (split === 'grouped' ? 0.03 : 0);
  return {
    ...place,
    rows: { train: 210, validation: 45, test: 45 },
    parameters: 5318,
    bestEpoch: 50,
    test: {
      accuracy: isMistaken ? 0.01 : accuracy,
      macroF1: 0.3,
      kappa: 0.5,
      error: 0.4,
      rareRecall: isBalanced ? 0.3 + noise : 0.1,
    },
    ...(isMistaken && { accuracyAsTrained: 0.6 }),
    confusion: isMistaken
      ? []
      : [
          [10, 5, 0],
          [6, 18, 1],
          [0, 3, 2],
        ],
    validationLoss: isMistaken ? [2, 4, 6] : [1.5, 1, 0.9],
    seconds: 0.2,
    fingerprint: `${task} ${seed}`,
  };
});
const results = { ...fakeHeader('wine-quality'), data: { red: about, white: about }, settings, runs };

const describedAfter = (change?: (results: AnyJson) => void) => described(results, change);

describe('aboutWines', () => {
  test('counts, and the two errors of the lint that a mistaken mapping gives', () => {
    expect(about).toMatchObject({ rows: 300, grades: [5, 6, 8] });
    expect(about.counts.reduce((sum, count) => sum + count)).toBe(300);
    expect(about.repeats).toBeGreaterThan(40);
    expect(about.lint.parts.map((line) => line.split(':')[0])).toEqual(['error label-mapping', 'error label-mapping']);
    expect(about.lint.head[0]).toMatch(/^error label-range: /);
  });
});

describe('the report of wine-quality', () => {
  test('has both colours, the mistake, and what weights and splits change', () => {
    const document = describedAfter();
    expect(headingsOf(document)).toEqual(['Red wines', 'White wines', 'Where a published study went wrong', 'Set-up']);
    expect(document.answer).toContain(
      'Of red wines the classifier gives 60.2 ± 0.2 % their grade with plain splits, and 57.2 ± 0.2 % where equal wines stay in one part; rounded regression 57.2 ± 0.2 % there. ' +
        'Balanced class weights change the share of rare grades that are found by +20.2 points and accuracy by −5.2.',
    );
    expect(document.answer).toContain(
      'one and the same network gets 1.0 ± 0.0 % of red wines right (60.0 ± 0.0 % with one mapping for all) and 1.0 ± 0.0 % of white wines right',
    );
    const text = JSON.stringify(document.blocks);
    expect(text).toContain('“error label-mapping: ');
    expect(text).toContain('“error label-range: ');
    const kinds = blocksOf(document, 'chart').map(({ chart }) => chart.kind);
    expect(kinds).toEqual(['bars', 'heatMap', 'heatMap', 'bars', 'heatMap', 'heatMap', 'lines', 'lines']);
    const [map] = blocksOf(document, 'chart').flatMap(({ chart }) => (chart.kind === 'heatMap' ? [chart] : []));
    expect(map.values[0]).toEqual([50, 25, 0]);
  });

  test('of an experiment that was stopped, it says what is missing', async () => {
    const document = describedAfter((results) => results.runs.splice(2));
    expect(document.blocks[0]).toEqual({ kind: 'text', text: 'Not finished: 88 of 90 runs are still to be done.' });
    expect(document.answer).toBe(undefined);
    expect(await renderReport([document, describedAfter((results) => (results.runs = []))])).toContain('Not finished');
  });

  test.each<[string, (results: AnyJson) => void, string]>([
    ['a third colour', (r) => (r.runs[0].colour = 'pink'), 'runs[0].colour must be one of red, white'],
    ['a matrix of another size', (r) => r.runs[0].confusion.pop(), 'runs[0].confusion must be [3, 3]'],
    [
      'a mistaken run without its other accuracy',
      (r) => delete r.runs[8].accuracyAsTrained,
      'runs[8].accuracyAsTrained must be there of mistaken runs',
    ],
    ['grades in disorder', (r) => r.data.red.grades.reverse(), 'data.red.grades must be two or more, ascending'],
    ['counts that are not those of the rows', (r) => r.data.white.rows++, 'data.white.counts must be of each grade'],
    ['a kappa that is none', (r) => (r.runs[1].test.kappa = null), 'runs[1].test.kappa must be a finite number'],
  ])('with %s is refused, and the field is named', (_, change, message) => {
    const error = thrownBy(() => describedAfter((results) => void change(results)));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(message);
  });
});
