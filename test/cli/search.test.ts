/** `simdgrad search`, from a CSV file to a model that predicts. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSimdgrad } from '../../src/cli/simdgrad.ts';
import { DataError } from '../../src/errors.ts';
import { describeResults } from '../../src/experiments/describe.ts';
import type { SearchResults } from '../../src/experiments/search/search-results.ts';
import { readSearch } from '../../src/node/index.ts';
import { headingsOf } from '../helpers/described.ts';
import { keepingTerminal } from '../helpers/output.ts';
import { stopAfter } from '../helpers/stop-after.ts';
import { writeRods, writeVisitors } from '../helpers/table-files.ts';

let folder = '';
let visitors = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simdgrad-search-'));
  visitors = join(folder, 'visitors.csv');
  writeVisitors(visitors, { rows: 120 });
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(
  words: readonly string[],
  { isTTY = false, onErrors }: { isTTY?: boolean; onErrors?: (text: string) => void } = {},
) {
  const terminal = keepingTerminal({ isTTY, columns: 80 });
  const errors = keepingTerminal({ isTTY, columns: 80, onWrite: onErrors });
  const exitCode = await runSimdgrad(words, { terminal, errors, environment: {} });
  return { exitCode, output: terminal.text(), text: terminal.text().replace(/\s+/g, ' '), errors: errors.text() };
}

const small = ['--hold', 'units=8,layers=1', '--epochs', '4', '--sampler', 'random', '--parallel', '1'];
const runs = (): string[] => ['--runs', join(folder, 'runs')];
const search = (...words: string[]) =>
  run(['search', visitors, '--target', 'bought', '--trials', '6', ...runs(), ...small, ...words]);
const written = (number = 1): string => join(folder, 'runs', `search-visitors-00${number}`);
const resultsOf = (number = 1): SearchResults & { readonly command: string } =>
  JSON.parse(readFileSync(join(written(number), 'results.json'), 'utf8'));
const withoutTimes = (study: unknown): string => JSON.stringify(study).replace(/"seconds":[\d.e-]+/g, '');

describe('simdgrad search', () => {
  it('searches, trains the best once more, tests it once, and writes model, results, journal and report', async () => {
    const { exitCode, text, errors } = await search();
    expect(errors).toMatch(/^trial {2}validation cross-entropy/);
    expect(errors).toContain('6 of 6 trials\n');
    expect(exitCode).toBe(0);
    expect(text).toContain('120 rows; predicts bought, one of two classes: no, yes');
    expect(text).toContain('102 rows to train on and choose by, 18 to test on, once, when all is chosen');
    expect(text).toContain('random search, seed 0; each trial knows of those 3 and more before it');
    expect(text).toMatch(/The network of trial \d, \d+ parameters, trained once more for \d epochs? on all 102 rows/);
    expect(readdirSync(written()).sort()).toEqual([
      'report.html',
      'results.json',
      'study.jsonl',
      'visitors.safetensors',
    ]);
    const { study, final, rows, planned } = resultsOf();
    expect({ rows, planned }).toEqual({ rows: { learned: 102, test: 18 }, planned: 6 });
    const values = study.trials.map((trial) => trial.values?.[0] ?? Number.POSITIVE_INFINITY);
    expect(final!.trial).toBe(values.indexOf(Math.min(...values)));
    const { reports } = study.trials[final!.trial];
    expect(final!.epochs).toBe(reports.find(({ value }) => value === Math.min(...values))!.step);
    for (const { parameters } of study.trials) expect(parameters).toMatchObject({ units: 8, layers: 1 });
    expect(withoutTimes(await readSearch(join(written(), 'study.jsonl')))).toBe(withoutTimes(study));

    const predicted = await run(['predict', join(written(), 'visitors.safetensors'), visitors]);
    expect(predicted.exitCode).toBe(0);
    expect(predicted.output.trim().split('\n')).toHaveLength(121);
  });

  it('becomes a report, and what is no result of it is refused by its place', async () => {
    await search('--sampler', 'tpe', '--pruner', 'median');
    const results = JSON.parse(readFileSync(join(written(), 'results.json'), 'utf8'));
    const document = describeResults('test', results);
    expect(document.title).toBe('visitors.csv: a search for a network that predicts bought');
    expect(document.answer).toMatch(/^The network of trial \d.*\nOf 6 trials the best is number \d, with a validation/);
    expect(headingsOf(document)).toEqual(
      expect.arrayContaining(['Set-up', 'The network that was found', 'Best so far', 'Trials']),
    );
    const changes: readonly [place: string, change: (json: typeof results) => void][] = [
      [
        'study.space',
        (json) => {
          json.study.space.units = { kind: 'gaussian' };
        },
      ],
      [
        'study.trials[1]',
        (json) => {
          json.study.trials[1].parameters.units = 3;
        },
      ],
      ['study.trials must be in the order', (json) => void json.study.trials.reverse()],
      [
        'final.trial',
        (json) => {
          json.final.trial = 99;
        },
      ],
      [
        'folds',
        (json) => {
          json.folds = 0;
        },
      ],
      [
        'planned',
        (json) => {
          json.planned = -1;
        },
      ],
      [
        'study.directions',
        (json) => {
          json.study.directions = [];
        },
      ],
    ];
    for (const [place, change] of changes) {
      const copy = structuredClone(results);
      change(copy);
      expect(() => describeResults('test', copy), place).toThrow(DataError);
      expect(() => describeResults('test', copy), place).toThrow(place);
    }
  });

  it('is the same study with trials in threads', async () => {
    await search('--sampler', 'bayesian');
    await search('--sampler', 'bayesian', '--parallel', '2');
    expect(withoutTimes(resultsOf(2).study)).toBe(withoutTimes(resultsOf(1).study));
    expect(resultsOf(2).final!.fingerprint).toBe(resultsOf(1).final!.fingerprint);
    expect(resultsOf(2).command).toBe(resultsOf(1).command);
  });

  it('goes on from a journal, also after Ctrl-C, to the same study', async () => {
    await search();
    const stopped = await run(['search', visitors, '--target', 'bought', '--trials', '6', ...runs(), ...small], {
      onErrors: stopAfter(3),
    });
    expect(stopped.exitCode).toBe(130);
    const journal = join(written(2), 'study.jsonl');
    expect(stopped.errors.replace(/\s+/g, ' ')).toMatch(
      /stopped: \d of 6 trials finished; go on with it by simdgrad search/,
    );
    expect(stopped.errors).toContain(` --journal ${journal}`);
    expect(existsSync(join(written(2), 'visitors.safetensors'))).toBe(false);
    await search('--journal', journal);
    expect(withoutTimes(resultsOf(3).study)).toBe(withoutTimes(resultsOf(1).study));
    const other = await search('--journal', journal, '--seed', '7');
    expect(other.exitCode).toBe(1);
    expect(other.errors).toContain('seed');
    expect(existsSync(written(4))).toBe(false);
  });

  it('runs points that somebody chose into the study, and samplers go on from there', async () => {
    const journal = join(folder, 'study.jsonl');
    const first = await search('--journal', journal, '--try', 'learningRate=0.01', '--try', 'optimizer=sgd,dropout=0');
    expect(first.exitCode).toBe(0);
    expect(first.text).toContain('trial 0: validation cross-entropy 0.');
    expect(first.text).toContain('optimizer sgd, momentum 0.9');
    expect(existsSync(join(folder, 'runs'))).toBe(false);
    await search('--journal', journal);
    const { trials } = resultsOf().study;
    expect(trials.map(({ byHand = false }) => byHand)).toEqual([true, true, false, false, false, false]);
    expect(trials[0].parameters).toMatchObject({ units: 8, layers: 1, learningRate: 0.01, optimizer: 'adam' });
  });

  it('searches for the front of loss and size', async () => {
    const { exitCode, text } = await run([
      'search',
      visitors,
      '--target',
      'bought',
      '--trials',
      '6',
      ...runs(),
      '--front',
      '--hold',
      'layers=1',
      ...small.slice(2),
    ]);
    expect(exitCode).toBe(0);
    expect(text).toContain('that no other one beats in every direction');
    const { study } = resultsOf();
    expect(study.directions).toEqual(['minimize', 'minimize']);
    for (const { values, parameters } of study.trials) {
      if (values) expect(values[1]).toBe((5 + 1) * Number(parameters.units) + Number(parameters.units) + 1);
    }
  });

  it('judges by folds, and several numbers to predict', async () => {
    const rods = join(folder, 'rods.csv');
    writeRods(rods, { rows: 100 });
    const { exitCode, text } = await run([
      'search',
      rods,
      '--target',
      'weight,stretch',
      '--folds',
      '3',
      '--trials',
      '2',
      ...runs(),
      ...small,
    ]);
    expect(exitCode).toBe(0);
    expect(text).toContain('the mean over 3 folds');
    const results: SearchResults = JSON.parse(
      readFileSync(join(folder, 'runs', 'search-rods-001', 'results.json'), 'utf8'),
    );
    for (const { reports, values } of results.study.trials) {
      expect(reports.map(({ step }) => step)).toEqual([1, 2, 3]);
      expect(reports[2].value).toBe(values![0]);
    }
    expect(results.final!.tested.scores).toHaveProperty('r2');
  });

  it('takes a data set by its name', async () => {
    const { exitCode, text } = await run(['search', 'moons', '--trials', '2', ...runs(), ...small, '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(text)).toMatchObject({ experiment: 'search', data: 'moons', task: 'binary', targets: ['moon'] });
  });

  it('says what it would do, and writes nothing, with --dry-run', async () => {
    const { exitCode, text } = await search('--dry-run');
    expect(exitCode).toBe(0);
    expect(text).toContain('learningRate 0.0001 to 0.1 logarithmic');
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });

  it('draws a bar in a terminal, under a table that grows', async () => {
    const { errors } = await run(['search', visitors, '--target', 'bought', '--trials', '3', ...runs(), ...small], {
      isTTY: true,
    });
    expect(errors).toMatch(/\d of 3 trials/);
    expect(errors).toContain('░');
  });

  it('refuses what cannot be, by its name, and writes nothing', async () => {
    const wrong: readonly [words: string[], exitCode: number, message: string][] = [
      [['search'], 2, "missing required argument 'data'"],
      [['search', visitors], 1, '--target says which column of visitors.csv to predict'],
      [['search', join(folder, 'none.csv'), '--target', 'a'], 1, 'no such file'],
      [['search', 'mnist'], 1, 'such as digits'],
      [['search', visitors, '--target', 'bougth'], 1, "did you mean 'bought'?"],
      [['search', visitors, '--target', 'bought', '--hold', 'unit=8'], 2, "did you mean 'units'?"],
      [['search', visitors, '--target', 'bought', '--hold', 'units=9'], 2, 'units must be'],
      [['search', visitors, '--target', 'bought', '--hold', 'units'], 2, 'Write units=VALUE.'],
      [
        ['search', visitors, '--target', 'bought', '--try', 'units=8'],
        1,
        '--try adds to a study, and --journal names its file',
      ],
      [
        ['search', visitors, '--target', 'bought', '--journal', join(folder, 's.jsonl'), '--try', 'momentum=0.5'],
        1,
        'momentum is for optimizer=sgd',
      ],
      [
        ['search', visitors, '--target', 'bought', '--hold', 'optimizer=adam,momentum=0.5'],
        1,
        'no momentum where optimizer is adam',
      ],
      [['search', visitors, '--target', 'bought', '--front', '--pruner', 'median'], 1, 'leave one of them out'],
      [['search', visitors, '--target', 'bought', '--folds', '2', '--pruner', 'hyperband'], 1, 'Hyperband'],
      [['search', visitors, '--target', 'bought', '--parallel', '5'], 2, 'from 1 to 4'],
      [['search', visitors, '--target', 'bought', '--sampler', 'genetic'], 2, 'bayesian, tpe, random'],
      [['search', visitors, '--target', 'bought', '--trials', '0'], 2, 'Expected a whole number'],
    ];
    for (const [words, exitCode, message] of wrong) {
      const came = await run([...words, ...(words.length > 1 ? runs() : [])]);
      expect(came.errors.replace(/\s+/g, ' '), words.join(' ')).toContain(message);
      expect(came.exitCode, words.join(' ')).toBe(exitCode);
    }
    expect(existsSync(join(folder, 'runs'))).toBe(false);
    expect(existsSync(join(folder, 's.jsonl'))).toBe(false);
  });
});
