import { beforeAll, describe, expect, it } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { compareNetworks } from '../../src/experiments/compare-networks.ts';
import { comparisonOf } from '../../src/experiments/comparison.ts';
import { denseNetworks } from '../../src/experiments/dense-networks.ts';
import { describeResults } from '../../src/experiments/describe.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { AnyJson } from '../helpers/any-json.ts';
import { moonsData } from '../helpers/classification-data.ts';
import { blocksOf, described, headingsOf } from '../helpers/described.ts';
import { thrownBy } from '../helpers/errors.ts';
import { fakeHeader } from '../helpers/fake-header.ts';

/** A value that stands for one read from a file: plain, and one's own to change. */
type Plain = AnyJson;

const header = fakeHeader('compare');
let text = '';
beforeAll(async () => {
  const { comparison } = await compareNetworks(moonsData(), [denseNetworks[0], denseNetworks[3]], {
    seeds: [0, 1],
    epochs: 3,
  });
  text = JSON.stringify({ ...header, comparisons: [comparison] });
});

const describeText = (change?: (results: AnyJson) => void) => described(JSON.parse(text), change);

describe('results of simdgrad compare', () => {
  it('become a report with everything that is known', () => {
    const document = describeText();
    expect(document.title).toBe('Networks compared: Moons');
    expect(document.question).toBe('Is optimized more accurate than baseline on Moons, and by how much?');
    expect(document.answer).toMatch(/^Batch normalisation and dropout .* points of test accuracy \(95 % interval /);
    expect(headingsOf(document)).toEqual(['Set-up', 'Figures', 'Curves', 'Best run']);
    const [baseline, optimized, report] = blocksOf(document, 'code');
    expect(baseline).toMatchObject({
      language: 'typescript',
      caption: 'baseline: two hidden layers of 64, ReLU, softmax',
    });
    expect(baseline.text).toContain('{ inputShape: [2], seed: 0 }');
    expect(optimized.text).toContain('new Dropout(0.5)');
    expect(report.text).toMatch(/^ +precision +recall +f1-score +support\n/);
    const [figures, seeds] = blocksOf(document, 'table');
    expect(figures.rows[figures.strong![0]][0]).toBe('test accuracy');
    expect(seeds.rows.map(([name]) => name)).toEqual(['seed 0', 'seed 1']);
    const [loss, accuracy, confusion] = blocksOf(document, 'chart').map(({ chart }) => chart);
    for (const chart of [loss, accuracy]) {
      if (chart.kind !== 'lines') throw new Error(chart.kind);
      expect(chart.series.map(({ name, dashed = false }) => [name, dashed])).toEqual([
        ['baseline', false],
        ['optimized', false],
        ['baseline', true],
        ['optimized', true],
      ]);
      for (const { points } of chart.series) expect(points.map(({ x }) => x)).toEqual([1, 2, 3]);
    }
    expect(confusion).toMatchObject({
      kind: 'heatMap',
      rows: ['upper', 'lower'].sort().reverse(),
      mutedDiagonal: true,
    });
    expect(document.provenance).toMatchObject({
      command: header.command,
      versions: { simdgrad: '0.1.0', Node: 'v20.0.0' },
      machine: 'Some processor, 2 cores, linux x64',
      seeds: [0, 1],
    });
    expect(Object.keys(document.provenance.fingerprints)).toEqual(['baseline, seed 0', 'optimized, seed 0']);
  });

  it('say so if the relaxed kernels computed them', () => {
    const change = (precision: string) => (results: Plain) => {
      results.precision = precision;
    };
    expect(describeText(change('relaxed')).provenance.versions).toEqual({
      simdgrad: '0.1.0',
      Node: 'v20.0.0',
      kernels: 'relaxed',
    });
    expect(thrownBy(() => describeText(change('fast'))).message).toContain('precision must be one of relaxed');
  });

  it('of several data sets say which is which', () => {
    const document = describeText((results) => {
      const again = structuredClone(results.comparisons[0]);
      again.dataset = { ...again.dataset, name: 'suns', title: 'Suns' };
      results.comparisons.push(again);
    });
    expect(document.title).toBe('Networks compared: Moons and Suns');
    expect(headingsOf(document)).toContain('Suns: curves');
    expect(document.answer).toMatch(/^Moons: [^\n]*\nSuns: [^\n]*$/);
    expect(Object.keys(document.provenance.fingerprints)).toContain('suns, optimized, seed 0');
  });

  it('that were stopped early have what there is', async () => {
    const stopped = describeText(({ comparisons: [comparison] }) => {
      comparison.runs = [{ ...comparison.runs[0], complete: false }];
    });
    expect(stopped.answer).toBe('No run came to its end.');
    expect(headingsOf(stopped)).toEqual(['Set-up', 'Best run']);
    const none = describeText(({ comparisons: [comparison] }) => {
      comparison.runs = [];
    });
    expect(headingsOf(none)).toEqual(['Set-up']);
    const single = describeText(({ comparisons: [comparison] }) => {
      comparison.networks.pop();
      comparison.runs = comparison.runs.filter(({ network }: Plain) => network === 'baseline');
    });
    expect(single.question).toBe('How accurate is the network baseline on Moons?');
    expect(single.answer).toMatch(/^baseline is right for [\d.]+ ± [\d.]+ % of the test rows\.$/);
    for (const document of [stopped, none, single]) expect(await renderReport([document])).toContain('Moons');
  });

  it('are worked out from the runs, whatever else the file says', () => {
    const honest = describeText();
    const document = describeText(({ comparisons: [comparison] }) => {
      comparison.summary.baseline.accuracy.test.mean = 1;
      comparison.differences = {};
      comparison.best = null;
    });
    expect(document).toEqual(honest);
  });

  it('of an absurd number of rows have no classification report', () => {
    const document = describeText(({ comparisons: [comparison] }) => {
      for (const run of comparison.runs) run.confusionMatrix[0][0] = 1e15;
    });
    expect(blocksOf(document, 'code')).toHaveLength(2);
  });
});

describe('a file that is not trusted', () => {
  it.each<[string, (results: Plain) => void, string]>([
    [
      'no experiment',
      (r) => delete r.experiment,
      'the file holds no results of simdgrad: experiment must be text of at most 1000 characters, got undefined',
    ],
    [
      'an experiment of another name',
      (r) => (r.experiment = 'compere'),
      `there is no experiment "compere"; did you mean 'compare'? Known: compare`,
    ],
    [
      'one that every object has',
      (r) => (r.experiment = 'constructor'),
      'there is no experiment "constructor". Known: compare',
    ],
    [
      'a newer format',
      (r) => Object.assign(r, { format: 2, simdgrad: '9.9.9' }),
      `results of 'compare' in format 2, written by simdgrad "9.9.9"; this version knows formats up to 1, so it has to be updated`,
    ],
    [
      'a format that is text',
      (r) => (r.format = '1'),
      'the file holds no results of simdgrad: format must be a count, got "1"',
    ],
    [
      'a command that is a list',
      (r) => (r.command = []),
      'command must be text of at most 1048576 characters, got an array of 0',
    ],
    ['no comparisons', (r) => (r.comparisons = []), 'comparisons must not be empty, got an array of 0'],
    ['comparisons of another kind', (r) => (r.comparisons = {}), 'comparisons must be a list, got an Object'],
    [
      'a class twice',
      (r) => (r.comparisons[0].dataset.classes = ['a', 'a']),
      'comparisons[0].dataset.classes must be two or more distinct labels',
    ],
    [
      'no source',
      (r) => delete r.comparisons[0].networks[1].source,
      'comparisons[0].networks[1].source must be text of at most 100000 characters, got undefined',
    ],
    [
      'an unknown scaling',
      (r) => (r.comparisons[0].dataset.scaling = 'x'),
      'comparisons[0].dataset.scaling must be one of standardised, greyLevels, got "x"',
    ],
    ['no test rows', (r) => (r.comparisons[0].rows.test = 0), 'comparisons[0].rows.test must be above 0, got 0'],
    [
      'an unknown largest class',
      (r) => (r.comparisons[0].floor.label = 'x'),
      'comparisons[0].floor.label must be one of the classes, got "x"',
    ],
    [
      'a run of a stray network',
      (r) => (r.comparisons[0].runs[0].network = '__proto__'),
      'comparisons[0].runs must be of the networks baseline, optimized, got "__proto__"',
    ],
    ['no network', (r) => (r.comparisons[0].networks = []), 'comparisons[0].networks must not be empty, got an array'],
    [
      'two networks of one name',
      (r) => (r.comparisons[0].networks[1].name = 'baseline'),
      'comparisons[0].networks must have distinct names, got "baseline"',
    ],
    [
      'a run twice',
      (r) => (r.comparisons[0].runs[2] = r.comparisons[0].runs[0]),
      'comparisons[0].runs must not have one twice, got "baseline, seed 0"',
    ],
    [
      'a run more than there can be',
      (r) => r.comparisons[0].runs.push(r.comparisons[0].runs[0]),
      'comparisons[0].runs must be a list of at most 4 entries, got an array of 5',
    ],
    [
      'a run of a stray seed',
      (r) => (r.comparisons[0].runs[0].seed = 7),
      'comparisons[0].runs must be of the seeds, got 7',
    ],
    [
      'a seed twice',
      (r) => (r.comparisons[0].seeds = [0, 0]),
      'comparisons[0].seeds must be one or more, all different',
    ],
    [
      'more epochs than it ran',
      (r) => (r.comparisons[0].runs[0].epochs = 2),
      'comparisons[0].runs[0].history.loss must be a list of at most 2 entries, got an array of 3',
    ],
    [
      'an accuracy above 1',
      (r) => (r.comparisons[0].runs[2].accuracy.test = 1.5),
      'comparisons[0].runs[2].accuracy.test must be from 0 to 1, got 1.5',
    ],
    [
      'a run that may be complete',
      (r) => (r.comparisons[0].runs[0].complete = 1),
      'comparisons[0].runs[0].complete must be true or false, got 1',
    ],
    [
      'a matrix of another size',
      (r) => r.comparisons[0].runs[0].confusionMatrix.pop(),
      'comparisons[0].runs[0].confusionMatrix must be [2, 2], got an array of 1',
    ],
    [
      'half a count',
      (r) => (r.comparisons[0].runs[0].confusionMatrix[1][0] = 0.5),
      'comparisons[0].runs[0].confusionMatrix[1][0] must be a count, got 0.5',
    ],
    [
      'no curve',
      (r) => delete r.comparisons[0].runs[0].history.accuracy,
      'comparisons[0].runs[0].history.accuracy must be a list, got undefined',
    ],
    [
      'a loss that JSON lost',
      (r) => (r.comparisons[0].runs[0].history.loss[1] = null),
      'comparisons[0].runs[0].history.loss[1] must be a number of at least 0, got null',
    ],
  ])('with %s is refused, and the field is named', (_, change, message) => {
    const error = thrownBy(() => describeText((results) => void change(results)));
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toMatch(/^report: results\.json: /);
    expect(error.message).toContain(message);
  });

  it.each([null, 3, 'text', [], undefined])('that holds %j is refused', (value) => {
    expect(() => describeResults('report: x', value)).toThrow(
      'report: x: the file holds no results of simdgrad: it must be an object',
    );
  });

  it('may call networks and classes what it likes', async () => {
    const names = ['__proto__', 'constructor'];
    const document = describeText(({ comparisons: [comparison] }) => {
      comparison.networks.forEach((network: Plain, i: number) => {
        for (const run of comparison.runs) if (run.network === network.name) run.network = names[i];
        network.name = names[i];
      });
      comparison.dataset.classes = names;
      comparison.floor.label = names[0];
    });
    expect(await renderReport([document])).toContain('constructor');
  });

  it('is read as it was written', () => {
    const { comparisons } = JSON.parse(text);
    const { runs, summary, differences, best, ...setup } = comparisons[0];
    const again = JSON.parse(JSON.stringify(comparisonOf(setup, runs)));
    expect(again).toEqual({ ...setup, runs, summary, differences, best });
  });
});
