import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import {
  type ComparisonOptions,
  type ComparisonProgress,
  compareNetworks,
} from '../../src/experiments/compare-networks.ts';
import { convolutionalNetwork } from '../../src/experiments/convolutional-network.ts';
import { denseNetworks } from '../../src/experiments/dense-networks.ts';
import type { NetworkDesign } from '../../src/experiments/network-design.ts';
import type { NetworkRun } from '../../src/experiments/train-network.ts';
import { digits, Sequential, trainValidationTestSplit } from '../../src/index.ts';
import { moonsData } from '../helpers/classification-data.ts';
import { rejectionOf } from '../helpers/errors.ts';

const [baseline, batchNorm, dropout, optimized] = denseNetworks;
const short = { seeds: [0, 1], epochs: 4 };

function figures({ seconds: _, samplesPerSecond: __, ...run }: NetworkRun) {
  return run;
}

describe('the networks', () => {
  test.each(denseNetworks)('$name ends in as many outputs as classes', ({ layers, optimizer }) => {
    const model = new Sequential(layers(7), { inputShape: [11] });
    expect(model.outputShape).toEqual([7]);
    expect(model.finalActivation).toBe('softmax');
    expect(optimizer().learningRate).toBe(0.001);
  });

  test('have the parameters of 11-64-64-6, and batch normalisation two for each of 64 units', () => {
    const counts = denseNetworks.map(({ layers }) => new Sequential(layers(6), { inputShape: [11] }).parameterCount);
    const plain = 11 * 64 + 64 + 64 * 64 + 64 + 64 * 6 + 6;
    expect(counts).toEqual([plain, plain + 128, plain, plain + 128]);
  });

  test('begin with the same weights in their dense layers', () => {
    const starts = denseNetworks.map(({ layers }) => {
      const weights = new Sequential(layers(3), { inputShape: [5], seed: 3 }).weights();
      return ['dense1', 'dense2', 'dense3'].map((name) => weights[`${name}.weight`].toArray());
    });
    for (const start of starts) expect(start).toEqual(starts[0]);
  });

  test('stand in the order that their descriptions say', () => {
    const kinds = denseNetworks.map(({ layers }) =>
      layers(2)
        .map(({ type }) => type)
        .join(' '),
    );
    expect(kinds).toEqual([
      'Dense Dense Dense',
      'Dense BatchNorm Dense Dense',
      'Dense Dense Dropout Dense',
      'Dense BatchNorm Dense Dropout Dense',
    ]);
  });
});

describe('compareNetworks', () => {
  test('gives networks with one seed the same split, weights and batches', async () => {
    const twin: NetworkDesign = { ...baseline, name: 'twin' };
    const { comparison } = await compareNetworks(moonsData(), [baseline, twin], short);
    expect(comparison.differences.twin).toMatchObject({ differences: [0, 0], mean: 0, interval: [0, 0] });
    const [first, second] = comparison.runs;
    expect({ ...figures(second), network: 'baseline' }).toEqual(figures(first));
    expect(comparison.runs.map(({ network, seed }) => `${network}${seed}`)).toEqual([
      'baseline0',
      'twin0',
      'baseline1',
      'twin1',
    ]);
  });

  test('repeats itself, and another seed is another run', async () => {
    const once = await compareNetworks(moonsData(), [optimized], { seeds: [4], epochs: 3 });
    const again = await compareNetworks(moonsData(), [optimized], { seeds: [5, 4], epochs: 3 });
    expect(figures(again.comparison.runs[1])).toEqual(figures(once.comparison.runs[0]));
    expect(again.comparison.runs[0].fingerprint).not.toBe(once.comparison.runs[0].fingerprint);
  });

  test('learns and chooses without the test part, and scales by the training part alone', async () => {
    const data = moonsData();
    const split = trainValidationTestSplit(data.y.length, { stratify: data.y, seed: 0 });
    const changed = (rows: Uint32Array) => {
      const values = Float32Array.from(data.x.data);
      for (const row of rows) values.fill(1e6 * (row % 2 === 0 ? 1 : -1), 2 * row, 2 * row + 2);
      return { ...data, x: { ...data.x, data: values } };
    };
    const options = { seeds: [0], epochs: 5 };
    const of = async (one: typeof data) => (await compareNetworks(one, [optimized], options)).comparison.runs[0];
    const [run, otherTest, otherValidation] = [
      await of(data),
      await of(changed(split.test)),
      await of(changed(split.validation)),
    ];
    expect(otherTest).toMatchObject({
      fingerprint: run.fingerprint,
      bestEpoch: run.bestEpoch,
      history: run.history,
      accuracy: { train: run.accuracy.train, validation: run.accuracy.validation },
    });
    expect(otherTest.accuracy.test).not.toBe(run.accuracy.test);
    expect(otherValidation.history.loss).toEqual(run.history.loss);
    expect(otherValidation.history.validationLoss).not.toEqual(run.history.validationLoss);
  });

  test.each(['validationAccuracy', 'validationLoss'] as const)('keeps the epoch with the best %s', async (monitor) => {
    const data = moonsData({ noise: 0.4 });
    const { comparison, best } = await compareNetworks(data, [baseline], { seeds: [0], epochs: 25, monitor });
    const [{ history, bestEpoch, accuracy, validationLoss, fingerprint }] = comparison.runs;
    const figure = history[monitor].map((value) => (monitor === 'validationLoss' ? -value : value));
    expect(bestEpoch).toBe(figure.indexOf(Math.max(...figure)) + 1);
    expect(accuracy.validation).toBeCloseTo(history.validationAccuracy[bestEpoch - 1], 12);
    expect(validationLoss).toBe(history.validationLoss[bestEpoch - 1]);
    expect(await best!.model.fingerprint()).toBe(fingerprint);
    expect(history.loss).toHaveLength(25);
  });

  test('tells what it did: rows, floor, parameters, speed', async () => {
    const data = moonsData();
    const unequal = { ...data, y: data.y.map((label, i) => (i % 4 === 0 ? 1 : label)) };
    const { comparison } = await compareNetworks(unequal, [baseline, batchNorm, dropout, optimized], short);
    expect(comparison).toMatchObject({
      dataset: { name: 'moons', rows: 200, columns: 2, classes: ['upper', 'lower'] },
      rows: { train: 140, validation: 30, test: 30 },
      batchSize: 32,
      monitor: 'validationAccuracy',
      floor: { label: 'lower' },
    });
    const share = unequal.y.reduce((sum, label) => sum + label, 0) / 200;
    expect(Math.abs(comparison.floor.accuracy - share)).toBeLessThan(0.02);
    expect(Object.keys(comparison.summary)).toEqual(['baseline', 'batchNorm', 'dropout', 'optimized']);
    for (const { epochs, seconds, samplesPerSecond } of comparison.runs) {
      expect(samplesPerSecond * seconds).toBeCloseTo(epochs * 140, 6);
    }
  });

  test('says how far it is, and hands over what there is after each run', async () => {
    const progress: ComparisonProgress[] = [];
    const counts: number[] = [];
    await compareNetworks(moonsData(), [baseline, optimized], {
      ...short,
      onProgress: (now) => progress.push(now),
      onRun: async (run, { comparison, best }) => {
        await Promise.resolve();
        expect(comparison.runs.at(-1)).toBe(run);
        expect(best).toBeDefined();
        counts.push(comparison.runs.length);
      },
    });
    expect(counts).toEqual([1, 2, 3, 4]);
    expect([...new Set(progress.map(({ network, seed, runsDone }) => `${network}${seed} ${runsDone}`))]).toEqual([
      'baseline0 0',
      'optimized0 1',
      'baseline1 2',
      'optimized1 3',
    ]);
    const ends = progress.filter(({ epochsDone }) => Number.isInteger(epochsDone) && epochsDone === 4);
    expect(ends.length).toBeGreaterThanOrEqual(4);
    for (const { validationAccuracy } of ends) expect(validationAccuracy).toBeGreaterThan(0);
  });

  test('stopped, it compares what is finished and keeps what was under way', async () => {
    const stop = new AbortController();
    const { comparison, best } = await compareNetworks(moonsData(), [baseline, optimized], {
      seeds: [0, 1],
      epochs: 50,
      signal: stop.signal,
      onProgress({ network, seed, epochsDone }) {
        if (network === 'optimized' && seed === 0 && epochsDone === 7) stop.abort();
      },
    });
    expect(comparison.runs.map(({ network, complete, epochs }) => [network, complete, epochs])).toEqual([
      ['baseline', true, 50],
      ['optimized', false, 7],
    ]);
    expect(Object.keys(comparison.summary)).toEqual(['baseline']);
    expect(best?.run).toBe(comparison.runs[0]);
  });

  test('stopped in its first run, it has that; before the first epoch, nothing', async () => {
    const stop = new AbortController();
    const options: ComparisonOptions = {
      seeds: [0],
      epochs: 50,
      signal: stop.signal,
      onProgress: ({ epochsDone }) => epochsDone === 3 && stop.abort(),
    };
    const { comparison, best } = await compareNetworks(moonsData(), [baseline], options);
    expect(comparison.runs).toMatchObject([{ complete: false, epochs: 3 }]);
    expect(best?.run.bestEpoch).toBeLessThanOrEqual(3);
    const nothing = await compareNetworks(moonsData(), [baseline], options);
    expect(nothing).toMatchObject({ comparison: { runs: [], summary: {}, best: undefined }, best: undefined });
  });

  test('bytes with a scale go to the network as they are', async () => {
    const { x, y } = digits({ samples: 400, seed: 1 });
    const classes = Array.from({ length: 10 }, (_, digit) => digit);
    const { best } = await compareNetworks({ name: 'digits', title: 'Digits', x, y, classes }, [baseline], {
      seeds: [0],
      epochs: 15,
    });
    expect(best?.preprocessing.scaler).toBeUndefined();
    expect(best?.run.accuracy.test).toBeGreaterThan(0.6);
  });

  const moons = moonsData();
  test.each<[string, Parameters<typeof compareNetworks>, new (...of: never[]) => Error, string]>([
    ['no seeds', [moons, [baseline], { seeds: [], epochs: 1 }], RangeError, 'seeds must not be empty'],
    ['a seed twice', [moons, [baseline], { seeds: [1, 1], epochs: 1 }], RangeError, 'seeds must differ, got 1 twice'],
    ['half a seed', [moons, [baseline], { seeds: [0.5], epochs: 1 }], RangeError, 'seed must be'],
    ['no networks', [moons, [], short], RangeError, 'networks must not be empty'],
    ['a name twice', [moons, [baseline, baseline], short], RangeError, 'networks must differ, got baseline twice'],
    ['no epochs', [moons, [baseline], { seeds: [0], epochs: 0 }], RangeError, 'epochs must be'],
    ['a misspelt option', [moons, [baseline], { ...short, batchsize: 8 } as never], TypeError, "'batchsize'"],
    ['another monitor', [moons, [baseline], { ...short, monitor: 'loss' as never }], RangeError, 'monitor'],
    ['one class', [{ ...moons, classes: ['upper'] }, [baseline], short], DataError, 'moons has a single class'],
    ['no classes', [{ ...moons, classes: [] }, [baseline], short], DataError, 'moons has no classes'],
    ['a class too many', [{ ...moons, y: [...moons.y.slice(1), 2] }, [baseline], short], DataError, 'got 2 at row 200'],
    [
      'a row too few',
      [{ ...moons, y: moons.y.slice(1) }, [baseline], short],
      ShapeError,
      'x of moons has 200 rows and y has 199',
    ],
    ['images', [{ ...moons, x: { ...moons.x, shape: [200, 1, 2] } }, [baseline], short], ShapeError, 'got [200, 1, 2]'],
  ])('refuses %s', async (_, call, kind, message) => {
    const error = await rejectionOf(compareNetworks(...call));
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
  });
});

test('the convolutional network has a tenth of the weights, and takes rows of 28 x 28 pixels alone', async () => {
  const [plain, convolutional] = [baseline, convolutionalNetwork].map(
    ({ layers }) => new Sequential(layers(10), { inputShape: [784] }).parameterCount,
  );
  expect([plain, convolutional]).toEqual([55_050, 5_258]);
  await expect(
    compareNetworks(moonsData(), [baseline, convolutionalNetwork], { seeds: [0], epochs: 1 }),
  ).rejects.toThrow(
    new DataError("compareNetworks: the network 'convolutional' takes rows of 784 columns, moons has 2; leave it out"),
  );
});

test('the plain network is right about 93 to 98.5 % of the generated digits', async () => {
  const { x, y } = digits({ samples: 6000, seed: 0 });
  const classes = Array.from({ length: 10 }, (_, digit) => digit);
  const data = { name: 'digits', title: 'Digits', x, y, classes };
  const { comparison } = await compareNetworks(data, [baseline], { seeds: [0], epochs: 15 });
  const { test: accuracy } = comparison.runs[0].accuracy;
  expect(accuracy).toBeGreaterThan(0.93);
  expect(accuracy).toBeLessThan(0.985);
});
