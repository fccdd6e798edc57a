import { describe, expect, test } from 'vitest';
import { reliability } from '../../../src/experiments/alphabet-soup/describe-reliability.ts';
import { planSoup, type SoupRun } from '../../../src/experiments/alphabet-soup/run.ts';
import { DataError } from '../../../src/index.ts';
import type { ReportDocument } from '../../../src/report/document.ts';
import { renderReport } from '../../../src/report/render-report.ts';
import type { AnyJson } from '../../helpers/any-json.ts';
import { blocksOf, described, headingsOf } from '../../helpers/described.ts';
import { thrownBy } from '../../helpers/errors.ts';
import { fakeHeader } from '../../helpers/fake-header.ts';

const settings = { seeds: [0, 1, 2, 3, 4, 5], epochs: 100, batchSize: 32 };

/** Grouped splits cost 4 points, batch normalisation gives 1, and the leaking network is always right. */
const runs = planSoup(settings).map((place): SoupRun => {
  const { name, split, seed } = place;
  const noise = (seed - 2.5) / 1000;
  const accuracy =
    name === 'leaking'
      ? 1
      : 0.73 + noise - (split === 'grouped' ? 0.04 : 0) + (name === 'batchNorm' ? 0.01 + noise / 10 : 0);
  return {
    ...place,
    rows: { train: 22_294, validation: 3430, test: 8575 },
    features: name === 'leaking' ? 44 : 43,
    parameters: 537,
    seenBefore: split === 'plain' ? 0.73 : 0,
    bestEpoch: 90,
    test: { accuracy, loss: 0.55, precision: 0.7, recall: 0.8, f1: 0.75, rocAuc: 0.78, calibrationError: 0.02 },
    calibration: { probTrue: [0.2, 0.9], probPred: [0.25, 0.85], counts: [3000, 5575] },
    validationLoss: [0.7, 0.6, 0.55],
    seconds: 2,
    fingerprint: `${name} ${split} ${seed}`,
  };
});
const results = {
  ...fakeHeader('alphabet-soup'),
  data: {
    rows: 34_299,
    successes: 0.532,
    featureNames: ['STATUS', 'ASK_AMT'],
    lint: { used: [], leaking: ["error target-leak: column 'IS_SUCCESSFUL' is the target"] },
  },
  settings,
  runs,
};

const describedAfter = (change?: (results: AnyJson) => void) => described(results, change);

describe('the report of alphabet-soup', () => {
  test('says what is honest, what was published, and what helps', () => {
    const document = describedAfter();
    expect(headingsOf(document)).toEqual([
      'How good the networks are',
      'What was published',
      'Seed by seed',
      'What the additions and the splits change',
      'Whether probabilities can be believed',
      'In training',
      'Set-up',
    ]);
    expect(document.answer).toBe(
      'Honestly, the plain network is right for 73.0 ± 0.2 % of the test rows (72.8 to 73.3 % seed by seed); always answering the larger class is for 53.2 %.\n' +
        'Where rows with equal features stay in one part, so that no test row has those of a training row, it is right for 69.0 ± 0.2 %: −4.0 (−4.0 to −4.0) points seed by seed.\n' +
        'With the answer left among the features, as published, it is 100.0 ± 0.0 %, which the lint stops as target-leak.\n' +
        'With plain splits batch normalisation (+1.00 points) clearly helped accuracy. With grouped splits batch normalisation (+1.00 points) clearly helped accuracy.',
    );
    const text = JSON.stringify(document.blocks);
    expect(text).toContain('“error target-leak: column');
    expect(text).toContain('the mean over the seeds is 73.00 ± 0.19 %, and 6 of 6 seeds lie in that range');
    expect(blocksOf(document, 'chart').map(({ chart }) => chart.kind)).toEqual([
      'bars',
      'lines',
      'lines',
      'lines',
      'lines',
    ]);
    expect(Object.keys(document.provenance.fingerprints)).toHaveLength(66);
  });

  test('claims no difference between the splits that is not clear, nor that nothing was seen where something was', () => {
    const document = describedAfter((results) => {
      for (const run of results.runs) {
        if (run.split !== 'grouped') continue;
        run.test.accuracy = 0.73 + (run.seed % 2 === 0 ? 0.01 : -0.01);
        run.seenBefore = run.seed / 100;
      }
    });
    expect(document.answer).toMatch(
      /stay in one part, so that at most 5\.0 % of the test rows have those of a training row, it is right for 73\.0 ± 1\.1 %: no clear difference\./,
    );
  });

  test('has PyTorch beside our figures, for the seeds and the settings that it was run with', () => {
    const table = (document: ReportDocument) =>
      blocksOf(document, 'table').find(({ columns }) => columns[0].title === 'seed')!;
    expect(table(describedAfter()).rows[0]).toEqual([
      '0',
      '72.75 %',
      '72.16 %',
      '68.75 %',
      '66.79 %',
      '73.0 %',
      '0.0 %',
    ]);
    const other = table(describedAfter(({ settings }) => (settings.epochs = 99)));
    expect(other.rows[0]).toEqual(['0', '72.75 %', '68.75 %', '73.0 %', '0.0 %']);
  });

  test('of an experiment that was stopped, it says what is missing', async () => {
    const document = describedAfter((results) => results.runs.splice(3));
    expect(document.blocks[0]).toEqual({ kind: 'text', text: 'Not finished: 63 of 66 runs are still to be done.' });
    expect(document.answer).not.toContain('published');
    expect(await renderReport([document, describedAfter((results) => (results.runs = []))])).toContain('Not finished');
  });

  test('bins of reliability are those of all runs together', () => {
    const [low, high] = reliability(runs.slice(0, 2));
    expect([low.x, low.y, high.x, high.y].map((value) => Number(value.toFixed(12)))).toEqual([0.25, 0.2, 0.85, 0.9]);
  });

  test.each<[string, (results: AnyJson) => void, string]>([
    ['no settings', (r) => delete r.settings, 'settings must be an object, got undefined'],
    ['no seeds', (r) => (r.settings.seeds = []), 'settings.seeds must be from 1 to 1000 different ones'],
    ['an unknown network', (r) => (r.runs[0].name = '__proto__'), 'runs[0].name must be one of plain, batchNorm'],
    [
      'a seed that is not planned',
      (r) => (r.runs[0].seed = 9),
      'runs must be those that the settings plan, got "plain/plain splits/seed 9"',
    ],
    ['a run that is there twice', (r) => (r.runs[1] = r.runs[0]), 'runs must not have one twice'],
    [
      'an accuracy above 1',
      (r) => (r.runs[2].test.accuracy = 1.5),
      'runs[2].test.accuracy must be from 0 to 1, got 1.5',
    ],
    [
      'a curve of two lengths',
      (r) => r.runs[1].calibration.counts.pop(),
      'runs[1].calibration must have as many of each',
    ],
    ['a lint that is none', (r) => (r.data.lint.used = [3]), 'data.lint.used[0] must be text'],
  ])('with %s is refused, and the field is named', (_, change, message) => {
    const error = thrownBy(() => describedAfter((results) => void change(results)));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(message);
  });
});
