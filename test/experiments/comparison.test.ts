import { describe, expect, test } from 'vitest';
import { type ComparisonSetup, comparisonOf } from '../../src/experiments/comparison.ts';
import type { NetworkRun } from '../../src/experiments/train-network.ts';

const setup: ComparisonSetup = {
  dataset: { name: 'made', title: 'Made up', rows: 100, columns: 2, classes: ['a', 'b'], scaling: 'standardised' },
  networks: [
    { name: 'plain', description: 'plain', source: 'new Sequential()' },
    { name: 'fancy', description: 'fancy', addition: 'frills', source: 'new Sequential()' },
  ],
  seeds: [0, 1, 2],
  epochs: 10,
  batchSize: 32,
  monitor: 'validationAccuracy',
  split: { validationSize: 0.15, testSize: 0.15 },
  rows: { train: 70, validation: 15, test: 15 },
  floor: { label: 'a', accuracy: 0.6 },
};

function runOf(
  network: string,
  seed: number,
  figures: { validation?: number; loss?: number; test?: number } = {},
): NetworkRun {
  const { validation = 0.5, loss = 1, test = 0.5 } = figures;
  return {
    network,
    seed,
    complete: true,
    epochs: 10,
    bestEpoch: 4 + seed,
    accuracy: { train: 0.9, validation, test },
    validationLoss: loss,
    macroF1: test / 2,
    parameters: network === 'plain' ? 10 : 12,
    seconds: 2,
    samplesPerSecond: 350,
    fingerprint: `${network}${seed}`,
    confusionMatrix: [],
    history: { loss: [], accuracy: [], validationLoss: [], validationAccuracy: [] },
  };
}

describe('comparisonOf', () => {
  test('has mean and sample deviation of each network, and differences seed by seed', () => {
    const plain = [0.5, 0.6, 0.7].map((accuracy, seed) => runOf('plain', seed, { test: accuracy }));
    const fancy = [0.6, 0.6, 0.9].map((accuracy, seed) => runOf('fancy', seed, { test: accuracy }));
    const { summary, differences } = comparisonOf(setup, [...plain, ...fancy]);
    expect(summary.plain.accuracy.test.mean).toBeCloseTo(0.6, 12);
    expect(summary.plain.accuracy.test.deviation).toBeCloseTo(0.1, 12);
    expect(summary.plain.bestEpoch).toEqual({ mean: 5, deviation: 1, count: 3 });
    expect(summary.fancy).toMatchObject({ parameters: 12, fingerprint: 'fancy0' });
    expect(differences.plain).toBeUndefined();
    expect(differences.fancy.mean).toBeCloseTo(0.1, 12);
    // t(0.975; 2) = 4.302653 times 0.1/√3; on new rows times √(1/3 + 15/70)/√(1/3).
    const half = (4.302653 * 0.1) / Math.sqrt(3);
    expect(differences.fancy.interval![1] - 0.1).toBeCloseTo(half, 6);
    expect(differences.fancy.intervalOnNewRows![1] - 0.1).toBeCloseTo(half * Math.sqrt(1 + (3 * 15) / 70), 6);
  });

  test('pairs what both have, and leaves out what was stopped', () => {
    const runs = [
      runOf('plain', 0, { test: 0.5 }),
      runOf('fancy', 0, { test: 0.75 }),
      runOf('plain', 1, { test: 0.7, validation: 0.9 }),
      { ...runOf('fancy', 1, { test: 0.1, validation: 1 }), complete: false, epochs: 3 },
    ];
    const { summary, differences, best, runs: all } = comparisonOf(setup, runs);
    expect(summary.plain.accuracy.test.count).toBe(2);
    expect(summary.fancy.accuracy.test).toEqual({ mean: 0.75, deviation: undefined, count: 1 });
    expect(differences.fancy).toMatchObject({ differences: [0.25], mean: 0.25, interval: undefined });
    expect(best).toMatchObject({ network: 'plain', seed: 1 });
    expect(all).toHaveLength(4);
  });

  test('the best is the network that is best on average on the validation part, then its best run', () => {
    const runs = [
      runOf('plain', 0, { validation: 1, test: 1 }), // a lucky one
      runOf('plain', 1, { validation: 0.2, test: 1 }),
      runOf('fancy', 0, { validation: 0.7, loss: 0.5, test: 0.1 }),
      runOf('fancy', 1, { validation: 0.7, loss: 0.4, test: 0.2 }),
      runOf('fancy', 2, { validation: 0.7, loss: 0.4, test: 0.9 }), // its test accuracy must not count
    ];
    expect(comparisonOf(setup, runs).best).toMatchObject({ network: 'fancy', seed: 1 });
  });

  test('by loss, where loss chose the epochs', () => {
    const runs = [runOf('plain', 0, { validation: 0.9, loss: 0.7 }), runOf('fancy', 0, { validation: 0.8, loss: 0.6 })];
    expect(comparisonOf(setup, runs).best?.network).toBe('plain');
    expect(comparisonOf({ ...setup, monitor: 'validationLoss' }, runs).best?.network).toBe('fancy');
  });

  test('nothing, and nothing but a stopped run', () => {
    expect(comparisonOf(setup, [])).toMatchObject({ summary: {}, differences: {}, best: undefined });
    const stopped = { ...runOf('plain', 0), complete: false };
    expect(comparisonOf(setup, [stopped])).toMatchObject({ summary: {}, differences: {}, best: stopped });
  });

  test('is plain data', () => {
    const comparison = comparisonOf(setup, [
      runOf('plain', 0),
      runOf('plain', 1),
      runOf('fancy', 0),
      runOf('fancy', 1),
    ]);
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
  });
});
