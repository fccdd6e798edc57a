import { describe, expect, test } from 'vitest';
import { soupNetworkNames, soupNetworks } from '../../../src/experiments/alphabet-soup/networks.ts';
import { pytorchOtherWeights, pytorchRun } from '../../../src/experiments/alphabet-soup/pytorch-figures.ts';
import { figuresOf, planSoup, type SoupPlace, soupKey, trainSoup } from '../../../src/experiments/alphabet-soup/run.ts';
import { splitKinds } from '../../../src/experiments/split-kind.ts';
import { Sequential } from '../../../src/index.ts';
import { readCsv } from '../../../src/node/index.ts';
import pytorch from '../../golden/alphabet-soup-network.json' with { type: 'json' };
import { testWithDatasets } from '../../helpers/datasets.ts';
import { fakeSoup } from '../../helpers/fake-soup.ts';

const settings = { seeds: [1], epochs: 4, batchSize: 32 };
const context = { signal: new AbortController().signal, onProgress: () => {} };
const train = (place: SoupPlace) => trainSoup(fakeSoup, place, settings, context);

describe('the networks', () => {
  test('have the sizes and the rates that they are said to have', () => {
    const models = soupNetworkNames.map(
      (name) => new Sequential(soupNetworks[name].layers(), { inputShape: [43], seed: 0 }),
    );
    const dense = 43 * 10 + 10 + 10 * 8 + 8 + 8 + 1;
    expect(models.map(({ parameterCount }) => parameterCount)).toEqual([dense, dense + 36, dense, dense, dense + 36]);
    const weights = models.map((model) => Array.from(model.weights()['dense2.weight'].toFloat32Array()));
    for (const one of weights) expect(one).toEqual(weights[0]);
    const rates = soupNetworkNames.map((name) => soupNetworks[name].optimizer().learningRate);
    expect(rates.map((rate) => (typeof rate === 'number' ? rate : JSON.parse(JSON.stringify(rate))))).toEqual([
      1e-3,
      1e-3,
      1e-3,
      expect.objectContaining({ boundaries: [10], values: [1e-3, 1e-4], per: 'epoch' }),
      expect.objectContaining({ boundaries: [10], values: [1e-3, 1e-4], per: 'epoch' }),
    ]);
  });
});

describe('trainSoup', () => {
  test('gives the same bits again, and other ones for another split', async () => {
    const place: SoupPlace = { name: 'all', split: 'plain', seed: 1 };
    const [one, again, grouped] = [await train(place), await train(place), await train({ ...place, split: 'grouped' })];
    expect({ ...again, seconds: 0 }).toEqual({ ...one, seconds: 0 });
    expect(grouped!.fingerprint).not.toBe(one!.fingerprint);
    expect([one!.seenBefore > 0, grouped!.seenBefore]).toEqual([true, 0]);
    expect(one!.validationLoss).toHaveLength(4);
    expect(one!.bestEpoch).toBe(one!.validationLoss.indexOf(Math.min(...one!.validationLoss)) + 1);
    expect(one!.calibration.counts.reduce((sum, count) => sum + count)).toBe(one!.rows.test);
  });

  test('with the target among the features it knows the answer', async () => {
    const place: SoupPlace = { name: 'leaking', split: 'plain', seed: 1 };
    const [leaking, plain] = [
      await trainSoup(fakeSoup, place, { ...settings, epochs: 30 }, context),
      await train({ ...place, name: 'plain' }),
    ];
    expect(leaking!.test).toMatchObject({ accuracy: 1, precision: 1, recall: 1, f1: 1, rocAuc: 1 });
    expect(leaking!.features).toBe(plain!.features + 1);
    expect(plain!.test.accuracy).toBeLessThan(0.95);
  });

  test('ended by its signal, it has no result', async () => {
    const signal = AbortSignal.abort();
    expect(
      await trainSoup(fakeSoup, { name: 'plain', split: 'plain', seed: 1 }, settings, { ...context, signal }),
    ).toBe(undefined);
  });

  test('eleven runs a seed, each with a key of its own', () => {
    const plan = planSoup({ ...settings, seeds: [3, 4] });
    expect(new Set(plan.map(soupKey)).size).toBe(22);
    expect(plan.map(({ seed }) => seed)).toEqual([...Array(11).fill(3), ...Array(11).fill(4)]);
  });
});

test('figures of probabilities, as counted by hand', () => {
  const { loss, ...figures } = figuresOf([1, 1, 0, 0, 1], Float32Array.from([0.75, 0.25, 0.5, 0.75, 1]));
  expect(figures).toEqual({
    accuracy: 3 / 5,
    precision: 2 / 3,
    recall: 2 / 3,
    f1: 2 / 3,
    rocAuc: 3.5 / 6, // of 6 pairs 3 are in order and 1 is level
    calibrationError: expect.closeTo((Math.abs(3 * 0.75 - 1) + 1 * Math.abs(0.5 - 1) + 0) / 5, 6),
  });
  expect(loss).toBeCloseTo(-(Math.log(0.75) + Math.log(0.25) + Math.log(0.5) + Math.log(0.25) + 0) / 5, 5);
});

test('the figures of PyTorch are those of its file', () => {
  expect(pytorch.runs).toHaveLength(20);
  const usual = { seeds: [], epochs: pytorch.epochs, batchSize: 32 };
  for (const { split, seed, accuracy } of pytorch.runs) {
    const kind = splitKinds.find((one) => one === split)!;
    expect(pytorchRun(kind, seed, usual)).toEqual({ seed, accuracy: Math.round(accuracy * 1e4) / 1e4 });
  }
  const others = pytorch.otherWeights.map(({ accuracy }) => Math.round(accuracy * 1e4) / 1e4);
  expect([Math.min(...others), Math.max(...others)]).toEqual(pytorchOtherWeights);
  expect(pytorchRun('plain', 10, usual)).toBe(undefined);
  expect(pytorchRun('plain', 0, { ...usual, epochs: 99 })).toBe(undefined);
});

testWithDatasets(
  'ten epochs on the real file come close to what PyTorch has after a hundred',
  ['alphabet-soup/charity_data.csv'],
  async (path) => {
    const run = await trainSoup(
      await readCsv(path),
      { name: 'plain', split: 'plain', seed: 1 },
      { ...settings, epochs: 10 },
      context,
    );
    expect(run).toMatchObject({ features: 43, parameters: 537, rows: { train: 22_294, validation: 3430, test: 8575 } });
    expect(Math.abs(run!.test.accuracy - pytorch.runs[1].accuracy)).toBeLessThan(0.006);
  },
);
