import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { redWine, wineDelimiter } from '../../datasets/wine-quality.ts';
import { LabelEncoder } from '../../src/data/label-encoder.ts';
import { spirals } from '../../src/data/spirals.ts';
import { type ClassifierOptions, trainDenseClassifier } from '../../src/experiments/dense-classifier.ts';
import { readCsv } from '../../src/node/read-csv.ts';
import torch from '../golden/wine-quality.json' with { type: 'json' };
import paired from '../golden/wine-quality-paired.json' with { type: 'json' };
import { testWithDatasets } from '../helpers/datasets.ts';

const standard: Omit<ClassifierOptions, 'seed'> = { hidden: [64, 64], learningRate: 1e-3, batchSize: 32, epochs: 100 };

testWithDatasets(
  'learns red wine as well as PyTorch does with the same set-up, over five seeds',
  [redWine.files[0].path],
  async (path) => {
    const table = await readCsv(path, { delimiter: wineDelimiter });
    const labels = new LabelEncoder().fitTransform(table.numbers(redWine.target));
    const features = table.drop([redWine.target]).toMatrix();
    const seeds = [0, 1, 2, 3, 4];
    const accuracy = { train: 0, test: 0 };
    const tests: number[] = [];
    for (const seed of seeds) {
      const result = await trainDenseClassifier(features, labels, 6, { ...standard, seed });
      expect(result.rows).toEqual({ train: 1119, validation: 240, test: 240 });
      // PyTorch from the same split, weights and batches: the same curve until rounding has grown, the same quality.
      const same = paired.runs[seed];
      for (let epoch = 0; epoch < 3; epoch++)
        expect(Math.abs(result.losses[epoch] - same.losses[epoch])).toBeLessThan(1e-5);
      expect(Math.abs(result.losses[99] - same.losses[99])).toBeLessThan(0.01);
      expect(Math.abs(result.accuracy.test - same.test)).toBeLessThan(0.03);
      tests.push(result.accuracy.test);
      accuracy.train += result.accuracy.train / seeds.length;
      accuracy.test += result.accuracy.test / seeds.length;
    }
    const squares = tests.reduce((sum, test) => sum + (test - accuracy.test) ** 2, 0);
    const text = `${(100 * accuracy.test).toFixed(1)} % ± ${(100 * Math.sqrt(squares / 4)).toFixed(1)}`;
    expect(readFileSync(new URL('../../README.md', import.meta.url), 'utf8')).toContain(`five seeds is ${text}`);
    expect(accuracy.test).toBeGreaterThan(0.56);
    expect(accuracy.test).toBeLessThan(0.66);
    for (const part of ['train', 'test'] as const) {
      const { mean, deviation } = torch.summary[part];
      const standardError = deviation * Math.sqrt(1 / seeds.length + 1 / torch.runs.length);
      expect(Math.abs(accuracy[part] - mean)).toBeLessThan(3 * standardError);
    }
  },
);

it('learns spirals to more than 0.95, and one seed gives one fingerprint', async () => {
  const { x, y } = spirals({ classes: 3, samplesPerClass: 500, turns: 1.25, noise: 0.03, seed: 0 });
  const losses: number[] = [];
  const first = await trainDenseClassifier(x, y, 3, { ...standard, seed: 3, onEpoch: (_, loss) => losses.push(loss) });
  expect(first.accuracy.test).toBeGreaterThan(0.95);
  expect(losses).toEqual(first.losses);
  expect(losses).toHaveLength(100);
  const short = { ...standard, epochs: 3 };
  const [again, same, other] = await Promise.all(
    [5, 5, 6].map((seed) => trainDenseClassifier(x, y, 3, { ...short, seed })),
  );
  expect(same.fingerprint).toBe(again.fingerprint);
  expect(same.losses).toEqual(again.losses);
  expect(other.fingerprint).not.toBe(again.fingerprint);
});

it('stops after the epoch in which it is aborted, and evaluates what it has learned', async () => {
  const { x, y } = spirals({ samplesPerClass: 50, seed: 0 });
  const stop = new AbortController();
  const onEpoch = (epoch: number): void => {
    if (epoch === 2) stop.abort();
  };
  const result = await trainDenseClassifier(x, y, 3, { ...standard, seed: 0, signal: stop.signal, onEpoch });
  expect(result.epochs).toBe(2);
  expect(result.losses).toHaveLength(2);
  expect(result.testPredictions).toHaveLength(result.rows.test);
});
