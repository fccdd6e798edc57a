import { beforeAll, describe, expect, test } from 'vitest';
import { fitDesign } from '../../../src/experiments/fit-design.ts';
import { imageNetworks } from '../../../src/experiments/mnist/image-networks.ts';
import { ImageParts } from '../../../src/experiments/mnist/image-parts.ts';
import { keyOf, type MnistRun } from '../../../src/experiments/mnist/run.ts';
import type { MnistSettings } from '../../../src/experiments/mnist/settings.ts';
import { type MnistStudy, planStudy, type StudyOptions, studyMnist } from '../../../src/experiments/mnist/study.ts';
import { findSweep } from '../../../src/experiments/mnist/sweep.ts';
import { Adam, DataError, type Sequential, ShapeError } from '../../../src/index.ts';
import { dividedDigits, smallSettings } from '../../helpers/divided-digits.ts';
import { rejectionOf } from '../../helpers/errors.ts';

const data = dividedDigits();
const settings = smallSettings();

/** Everything but how long it took. */
const timeless = ({ runs, ...rest }: MnistStudy) => ({
  ...rest,
  runs: runs.map(({ seconds: _, ...run }) => run),
});
const runNamed = ({ runs }: MnistStudy, key: string): MnistRun => runs.find((run) => keyOf(run) === key)!;
const finalsOf = ({ runs }: MnistStudy) => runs.filter(({ stage }) => stage === 'final');

let whole: MnistStudy;
/** How often the test part was asked for, after each run. */
const reads: number[] = [];
beforeAll(async () => {
  let count = 0;
  const counted = {
    ...data,
    get test() {
      count++;
      return data.test;
    },
  };
  whole = await studyMnist(counted, settings, { onRun: () => void reads.push(count) });
});

describe('the test part', () => {
  test('is looked at once for each finished network, and never before', () => {
    let networks = 0;
    const expected = whole.runs.map(({ stage, sameAs }) => {
      if (stage === 'final' && sameAs === undefined) networks++;
      return networks;
    });
    expect(reads).toEqual(expected);
    expect(networks).toBeGreaterThanOrEqual(4 + 2 + 8 + 2);
    expect(whole.missing).toEqual([]);
  });

  test('changes no choice and no weight: with another one, only what is said of it differs', async () => {
    const { test: part } = data;
    const other = {
      x: { ...part.x, data: part.x.data.map((byte) => 255 - byte) },
      y: Array.from(part.y, (label) => 9 - label),
    };
    const study = await studyMnist({ ...data, test: other }, settings);
    const untested = ({ runs }: MnistStudy) => runs.map(({ test: _, seconds: __, ...run }) => run);
    expect(untested(study)).toEqual(untested(whole));
    expect(study.exhibit!.key).toBe(whole.exhibit!.key);
    expect(finalsOf(study).map(({ test }) => test)).not.toEqual(finalsOf(whole).map(({ test }) => test));
  });

  test('has its figures as the model gives them', () => {
    for (const { test, fingerprint, failure } of finalsOf(whole)) {
      expect(failure).toBeUndefined();
      expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
      expect(test).toMatchObject({ rows: 60 });
    }
    const { confusionMatrix, report, key, mistakes } = whole.exhibit!;
    const { test: figures } = runNamed(whole, key);
    const hits = confusionMatrix.reduce((sum, row, i) => sum + row[i], 0);
    expect(hits / 60).toBe(figures!.accuracy);
    expect(report.macroAverage.support).toBe(60);
    expect(mistakes.length).toBe(Math.min(24, 60 - hits));
    for (const { row, label, prediction, pixels, width, height } of mistakes) {
      expect([width, height, data.test.y[row]]).toEqual([28, 28, label]);
      expect(prediction).not.toBe(label);
      expect(Buffer.from(pixels, 'base64')).toEqual(Buffer.from(data.test.x.data.subarray(784 * row, 784 * (row + 1))));
    }
  });
});

describe('runs', () => {
  test('are those of the plan; networks train on all images, without a look at those kept to choose by', () => {
    expect(whole.runs.map(keyOf)).toEqual(planStudy(settings).map(({ place }) => keyOf(place)));
    for (const { part, images, history, training } of whole.runs) {
      expect(images).toBe({ networks: 240, dense: 180, optimizers: 180, sweep: 120 }[part]);
      expect(history.loss).toHaveLength(training.epochs);
      expect(history.accuracy).toHaveLength(training.epochs);
      expect(history.validationLoss).toHaveLength(part === 'networks' ? 0 : training.epochs);
      expect(history.validationAccuracy).toHaveLength(part === 'networks' ? 0 : training.epochs);
    }
  });

  test('a final run is its choice again, bit for bit, and no network is trained or tested twice', () => {
    for (const run of finalsOf(whole)) {
      const twin = whole.runs.find(
        ({ stage, part, seed, training }) =>
          stage === 'choice' &&
          part === run.part &&
          seed === run.seed &&
          JSON.stringify(training) === JSON.stringify(run.training),
      );
      if (twin) expect(run).toMatchObject({ fingerprint: twin.fingerprint, history: twin.history });
      else expect(['networks', 'sweep']).toContain(run.part);
    }
    const own = finalsOf(whole).filter(({ sameAs }) => sameAs === undefined);
    const told = ({ part, seed, training }: MnistRun): string => JSON.stringify([part, seed, training]);
    expect(new Set(own.map(told)).size).toBe(own.length);
    for (const run of finalsOf(whole)) {
      if (run.sameAs === undefined) continue;
      expect(run.test).toEqual(runNamed(whole, run.sameAs).test);
    }
  });

  test('the first epochs of the sweep are a shorter run, weights too, bit for bit', async () => {
    const { chosen } = findSweep(whole.runs, settings);
    const { learningRate, batchSize, epochs } = chosen!.setting;
    for (const seed of settings.seeds) {
      const long = runNamed(whole, `sweep/rate ${learningRate} batch ${batchSize}/seed ${seed}`);
      const final = runNamed(whole, `sweep/chosen/seed ${seed}`);
      expect(final.training).toMatchObject(chosen!.setting);
      expect(final.history.loss).toEqual(long.history.loss.slice(0, epochs));
      expect(final.history.validationAccuracy).toEqual(long.history.validationAccuracy.slice(0, epochs));
    }
    const { small } = new ImageParts(data.train, settings, 0);
    const design = { layers: imageNetworks.conv4k.layers, optimizer: () => new Adam({ learningRate: 0.003 }) };
    const afterTwo: string[] = [];
    const trained = (epochs: number, onEpochEnd: (epoch: number, model: Sequential) => Promise<void>) =>
      fitDesign(design, 10, small, {
        seed: 0,
        epochs,
        batchSize: 16,
        callbacks: [{ onEpochEnd: (epoch, _, { model }) => onEpochEnd(epoch, model as Sequential) }],
      });
    const short = await trained(2, async () => {});
    await trained(3, async (epoch, model) => {
      if (epoch === 1) afterTwo.push(await model.fingerprint());
    });
    expect(afterTwo).toEqual([await short.model.fingerprint()]);
  });

  test('a loss that is no number any more is a result, and is not chosen', async () => {
    const rates = { ...settings.optimizers.rates, sgd: [0.01, 1e30] };
    const wild: MnistSettings = {
      ...settings,
      parts: ['optimizers'],
      seeds: [0],
      optimizers: { ...settings.optimizers, rates },
    };
    const study = await studyMnist(data, wild);
    const run = runNamed(study, 'optimizers/sgd 1e+30/seed 0');
    expect(run.failure).toMatch(/step|loss|weight/);
    expect(run.fingerprint).toBeUndefined();
    expect(run.history.loss.length).toBeLessThan(2);
    expect(runNamed(study, 'optimizers/sgd best/seed 0').training.learningRate).toBe(0.01);
    expect(study.missing).toEqual([]);
  });
});

describe('stopped and taken up again', () => {
  /** Stops after so many runs, or in the midst of the next one. */
  async function stopAfter(count: number, midst: boolean, before?: StudyOptions['before']): Promise<MnistStudy> {
    const stop = new AbortController();
    let finished = 0;
    return studyMnist(data, settings, {
      before,
      signal: stop.signal,
      onRun: () => void (++finished === count && !midst && stop.abort()),
      onProgress: ({ epochsDone }) => void (finished === count && midst && epochsDone >= 1 && stop.abort()),
    });
  }

  test.each([
    [0, true],
    [1, false],
    [3, true],
    [13, false],
    [30, true],
  ])('after %d runs (in the midst of the next: %s), it comes to the same bits', async (count, midst) => {
    const stopped = await stopAfter(count, midst);
    expect(stopped.runs).toHaveLength(count);
    expect(stopped.missing).toHaveLength(whole.runs.length - count);
    const kept = JSON.parse(JSON.stringify(stopped)) as MnistStudy; // through a file
    const again: string[] = [];
    const resumed = await studyMnist(data, settings, { before: kept, onRun: (run) => void again.push(keyOf(run)) });
    expect(again).toEqual(stopped.missing);
    expect(timeless(resumed)).toEqual(timeless(whole));
  });

  test('with nothing left to do it does nothing', async () => {
    const again = await studyMnist(data, settings, { before: whole, onRun: () => expect.unreachable() });
    expect(again).toEqual(whole);
  });
});

describe('wrong calls', () => {
  const { train } = data;
  const flat = { ...train.x, shape: [240, 784] as const };
  test.each<[string, Parameters<typeof studyMnist>, new (...of: never[]) => Error, string]>([
    [
      'rows of pixels',
      [{ ...data, train: { ...train, x: flat } }, settings],
      ShapeError,
      'must be [n, height, width, 1], got [240, 784]',
    ],
    [
      'a label too few',
      [{ ...data, train: { ...train, y: Array.from(train.y).slice(1) } }, settings],
      ShapeError,
      '240 images and 239 labels',
    ],
    [
      'a label that is no class',
      [{ ...data, classes: [0, 1, 2] }, settings],
      DataError,
      'a class must be an index from 0 to 2, got',
    ],
    ['more images than there are', [data, { ...settings, images: 400 }], RangeError, 'below the 240 rows, got 340'],
  ])('refuses %s', async (_, call, kind, message) => {
    const error = await rejectionOf(studyMnist(...call));
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toContain(message);
  });

  test('a test part that is none is refused when it is looked at', async () => {
    const test = { ...data.test, y: Array.from(data.test.y).slice(1) };
    const error = await rejectionOf(studyMnist({ ...data, test }, settings));
    expect(error.message).toContain('the test part has 60 images and 59 labels');
  });
});
