/** As many runs as the command line allows can be read back: more than lists have entries unless they are told otherwise. */
import { describe, expect, it } from 'vitest';
import { checkedJson } from '../../src/experiments/checked-json.ts';
import { comparisonFromJSON } from '../../src/experiments/comparison-from-json.ts';
import { type SeedStudyKind, seedStudyFrom } from '../../src/experiments/seed-study.ts';
import type { Cell } from '../../src/experiments/studies/cell.ts';
import { studyResultsFrom } from '../../src/experiments/studies/results-from-json.ts';
import type { Study } from '../../src/experiments/studies/study.ts';
import { thrownBy } from '../helpers/errors.ts';
import { fakeResults } from '../helpers/study-results.ts';

const checked = checkedJson((what, value) => {
  throw new Error(`${what}, got ${Array.isArray(value) ? `an array of ${value.length}` : JSON.stringify(value)}`);
});
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('a list', () => {
  it('has at most 10,000 entries, or as many as it is told', () => {
    const list = (count: number, most?: number) => checked.list('it', numbers(count), checked.count, most);
    expect(list(10_000)).toHaveLength(10_000);
    expect(thrownBy(() => list(10_001)).message).toBe(
      'it must be a list of at most 10000 entries, got an array of 10001',
    );
    expect(list(10_001, 10_001)).toHaveLength(10_001);
    expect(thrownBy(() => list(3, 2)).message).toBe('it must be a list of at most 2 entries, got an array of 3');
    expect(thrownBy(() => checked.list('it', 7, checked.count)).message).toBe('it must be a list, got 7');
  });
});

describe('more runs than 10,000', () => {
  it('of an experiment over seeds are read', () => {
    interface Place {
      readonly network: number;
      readonly seed: number;
    }
    const kind = {
      plan: ({ seeds }) => seeds.flatMap((seed) => numbers(18).map((network) => ({ network, seed }))),
      keyOf: ({ network, seed }) => `${network}, ${seed}`,
      aboutFrom: () => 'made up',
      runFrom: (json, what, value) => {
        const { network, seed } = json.object(what, value);
        return { network: json.count('network', network), seed: json.count('seed', seed) };
      },
    } as Partial<SeedStudyKind<string, Place, Place>> as SeedStudyKind<string, Place, Place>;
    const settings = { seeds: numbers(1000), epochs: 1, batchSize: 1 };
    const runs = kind.plan(settings);
    expect(seedStudyFrom(kind, checked, { settings, runs }).runs).toHaveLength(18_000);
    const more = () => seedStudyFrom(kind, checked, { settings, runs: [...runs, runs[0]] });
    expect(thrownBy(more).message).toBe('runs must be a list of at most 18000 entries, got an array of 18001');
  });

  const cells = numbers(108).map(
    (i): Cell => ({ name: `cell ${i}`, hidden: [4], activation: 'relu', optimizer: 'adam', learningRate: 0.1 }),
  );
  const study = { cells } as Partial<Study> as Study;

  it('of a study are read', () => {
    const results = fakeResults({ cells }, () => ({ test: 0.5 }), { seeds: numbers(93) });
    expect(studyResultsFrom(checked, study, 'it', results).runs).toHaveLength(10_044);
  });

  it('of no cell are refused', () => {
    const { settings, ...results } = fakeResults({ cells }, () => ({ test: 0.5 }), { seeds: [0] });
    const none = { ...results, runs: [], settings: { ...settings, cells: [] } };
    expect(thrownBy(() => studyResultsFrom(checked, study, 'it', none)).message).toBe(
      'it.settings.cells must not be empty, got an array of 0',
    );
  });

  it('of a comparison are read', () => {
    const seeds = numbers(5001);
    const networks = ['plain', 'fancy'].map((name) => ({ name, description: name, source: 'new Sequential()' }));
    const figures = { epochs: 0, bestEpoch: 1, validationLoss: 1, macroF1: 0.5, parameters: 1, seconds: 1 };
    const history = { loss: [], accuracy: [], validationLoss: [], validationAccuracy: [] };
    const run = {
      ...{ ...figures, history, complete: true, samplesPerSecond: 1, fingerprint: 'f' },
      ...{
        accuracy: { train: 1, validation: 1, test: 0.5 },
        confusionMatrix: [
          [1, 0],
          [0, 1],
        ],
      },
    };
    const comparison = comparisonFromJSON(checked, 'it', {
      dataset: { name: 'made', title: 'Made', rows: 9, columns: 2, classes: ['a', 'b'], scaling: 'standardised' },
      ...{ networks, seeds, epochs: 1, batchSize: 1, monitor: 'validationLoss' },
      split: { validationSize: 0.15, testSize: 0.15 },
      rows: { train: 7, validation: 1, test: 1 },
      floor: { label: 'a', accuracy: 0.5 },
      runs: seeds.flatMap((seed) => networks.map(({ name: network }) => ({ ...run, network, seed }))),
    });
    expect(comparison.runs).toHaveLength(10_002);
  });
});
