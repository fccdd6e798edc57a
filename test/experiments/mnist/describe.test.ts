import { beforeAll, describe, expect, test } from 'vitest';
import { DataError } from '../../../src/errors.ts';
import { keyOf } from '../../../src/experiments/mnist/run.ts';
import { type MnistStudy, studyMnist } from '../../../src/experiments/mnist/study.ts';
import { renderReport } from '../../../src/report/render-report.ts';
import type { AnyJson } from '../../helpers/any-json.ts';
import { blocksOf, described, headingsOf } from '../../helpers/described.ts';
import { dividedDigits, smallSettings } from '../../helpers/divided-digits.ts';
import { thrownBy } from '../../helpers/errors.ts';
import { fakeHeader } from '../../helpers/fake-header.ts';

const header = fakeHeader('mnist');
let study: MnistStudy;
beforeAll(async () => {
  study = await studyMnist(dividedDigits(), smallSettings());
});

const describedAfter = (change?: (results: AnyJson) => void) => described({ ...header, ...study }, change);

describe('the report', () => {
  test('has everything: question, answer, set-up, tables, charts, mistakes, where it comes from', () => {
    const document = describedAfter();
    expect(headingsOf(document)).toEqual([
      'Set-up',
      'Four networks and what was published of them',
      'What a finished network gets wrong',
      'A dense network, and what dropout and weight decay give it',
      'Optimizers side by side on conv4k',
      'Learning rate, batch size and epochs of conv4k on 120 images',
    ]);
    expect(document.answer).toMatch(/^Test accuracy is \d+\.\d\d ± \d+\.\d\d % with 4,034 parameters and .* 1,979 /);
    expect(document.answer).toContain('where the published networks had 60,000 for 10');
    const sources = blocksOf(document, 'code').filter(({ language }) => language === 'typescript');
    expect(sources.map(({ caption }) => caption?.split(',')[0])).toEqual(
      expect.arrayContaining(['conv4k', 'conv2k', 'The dense baseline']),
    );
    expect(sources[0].text).toContain('new Conv2D(16, 2, { activation: ');
    expect(blocksOf(document, 'code').find(({ language }) => language === 'text')!.text).toMatch(
      /^ +precision +recall/,
    );
    const charts = blocksOf(document, 'chart').map(({ chart }) => chart.kind);
    expect(charts.filter((kind) => kind === 'heatMap')).toHaveLength(1 + 3);
    expect(charts.filter((kind) => kind === 'scatter')).toHaveLength(1);
    expect(charts.filter((kind) => kind === 'lines')).toHaveLength(2 + 2 + 2);
    expect(blocksOf(document, 'images')[0].images.length).toBe(Math.min(24, study.exhibit!.mistakes.length));
    const { command, seeds, fingerprints } = document.provenance;
    expect([command, seeds]).toEqual([header.command, [0, 1]]);
    for (const [key, fingerprint] of Object.entries(fingerprints)) {
      expect(study.runs.find((run) => keyOf(run) === key)!.fingerprint).toBe(fingerprint);
    }
    expect(Object.keys(fingerprints).length).toBeGreaterThan(12);
  });

  test('the published figures stand in the table as they were published', () => {
    const [tested, trained] = blocksOf(describedAfter(), 'table');
    expect(tested.rows.map((row) => [row[0], row[1], row[3], row[5]])).toEqual([
      ['conv4k', '4,034', '96.74 %', '0.1055'],
      ['conv2k', '1,979', '93.66 %', '0.2007'],
    ]);
    expect(trained.rows.map((row) => [row[3], row[5]])).toEqual([
      ['96.27 %', '0.1115'],
      ['93.13 %', '0.2149'],
    ]);
    const [run] = study.runs;
    const only = describedAfter((results) => {
      results.runs = [results.runs[0]];
    });
    expect(blocksOf(only, 'table')[0].rows[0][2]).toBe(`${(100 * run.test!.accuracy).toFixed(2)} %`);
    expect(blocksOf(only, 'table')[1].rows[0][4]).toBe(run.history.loss.at(-1)!.toFixed(4));
  });

  test('of a whole experiment it says whether the published figures are reached', () => {
    const reached = (accuracy: number) =>
      describedAfter((results) => {
        Object.assign(results.settings, { images: 60_000, validation: 5000 });
        results.data.images = 60_000;
        results.settings.networks.epochs = 10;
        for (const run of results.runs) if (run.name === 'conv4k') run.test.accuracy = accuracy;
      }).answer;
    expect(reached(0.9635)).toContain('The test accuracy of conv4k is at most 0.4 points below the published one');
    expect(reached(0.9633)).toContain('That of conv4k differs from it by −0.41 points');
  });

  test('also of every experiment that was stopped', async () => {
    for (let count = 0; count < study.runs.length; count++) {
      const document = describedAfter((results) => {
        results.runs.length = count;
        if (count === 0) delete results.exhibit;
        else results.exhibit.key = keyOf(study.runs[0]);
      });
      const first = document.blocks[0];
      expect(first).toMatchObject({
        kind: 'text',
        text: expect.stringMatching(/^Not finished: \d+ \(.*\) of \d+ runs/),
      });
      if (count % 9 === 0) expect(await renderReport([document], { charts: false })).toContain('</html>');
    }
  });

  test('of parts alone', () => {
    for (const part of study.settings.parts) {
      const document = describedAfter((results) => {
        results.settings.parts = [part];
        results.runs = results.runs.filter((run: AnyJson) => run.part === part);
        if (part !== 'networks') delete results.exhibit;
      });
      expect(headingsOf(document)).toHaveLength(part === 'networks' ? 3 : 2);
    }
  });

  test('runs that failed are said, not passed over', () => {
    const document = describedAfter((results) => {
      for (const run of results.runs) {
        if (run.part !== 'optimizers' || !run.name.startsWith('sgd')) continue;
        run.failure = 'the loss is NaN';
        run.history = { loss: [], accuracy: [], validationLoss: [], validationAccuracy: [] };
        delete run.test;
        delete run.fingerprint;
      }
    });
    const texts = blocksOf(document, 'table').flatMap(({ rows }) => rows.flat());
    expect(texts).toContain('SGD 0.01, default');
    expect(texts).toContain('failed');
    expect(texts).toContain('0, 2 failed');
  });

  test('every text from the file is text in the page', async () => {
    const hostile = '<script>alert(1)</script>"\'&';
    const document = describedAfter((results) => {
      results.data.title = hostile;
      results.data.classes = results.data.classes.map((label: number) => `${hostile}${label}`);
      results.exhibit.report.classes.forEach((one: AnyJson) => {
        one.name = hostile;
      });
      results.command = hostile;
    });
    expect(await renderReport([document], { charts: false })).not.toContain('<script>alert');
  });
});

describe('a file that is not trusted', () => {
  /** Places of all values, lists by their first and last entries. */
  function* places(value: AnyJson, path: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
    if (path.length > 0) yield path;
    if (typeof value !== 'object' || value === null) return;
    const keys = Array.isArray(value) ? [...new Set([0, value.length - 1])].filter((i) => i >= 0) : Object.keys(value);
    for (const key of keys) yield* places(value[key], [...path, key]);
  }

  test('whatever stands wherever, it is a report or a DataError', () => {
    const values = [undefined, null, -1, 1e300, '<b>', [], {}];
    let refused = 0;
    for (const path of places(JSON.parse(JSON.stringify(study)))) {
      for (const value of values) {
        try {
          describedAfter((results) => {
            const inside = path.slice(0, -1).reduce((object, key) => object[key], results);
            inside[path[path.length - 1]] = value;
          });
        } catch (error) {
          if (!(error instanceof DataError)) throw new Error(`${path.join('.')}: ${value}`, { cause: error });
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(300);
  });

  test.each<[string, (results: AnyJson) => void, string]>([
    ['no settings', (results) => delete results.settings, 'settings must be an object, got undefined'],
    [
      'a run nobody planned',
      (results) => Object.assign(results.runs[0], { seed: 7 }),
      'runs must be those that the settings plan',
    ],
    ['a run twice', (results) => (results.runs[1] = results.runs[0]), 'no run may be there twice'],
    [
      'an accuracy above 1',
      (results) => Object.assign(results.runs[0].test, { accuracy: 1.5 }),
      'accuracy must be from 0 to 1, got 1.5',
    ],
    [
      'an exhibit of nothing',
      (results) => Object.assign(results.exhibit, { key: 'x' }),
      'exhibit.key must be the key of a final run',
    ],
    ['another format', (results) => Object.assign(results, { format: 2 }), "results of 'mnist' in format 2"],
  ])('%s is refused', (_, change, message) => {
    const error = thrownBy(() => describedAfter(change));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(message);
  });
});
