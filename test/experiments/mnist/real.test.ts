import { expect } from 'vitest';
import { loadDataset } from '../../../datasets/index.ts';
import { mnist } from '../../../datasets/mnist.ts';
import { mnistSettings } from '../../../src/experiments/mnist/settings.ts';
import { studyMnist } from '../../../src/experiments/mnist/study.ts';
import { testWithDatasets } from '../../helpers/datasets.ts';

const files = mnist.files.map(({ path }) => path);

testWithDatasets('the smallest network learns real digits in an epoch of 30,000', files, async () => {
  const data = await loadDataset('mnist');
  const settings = mnistSettings(60_000, {
    parts: ['networks'],
    networks: ['conv2k'],
    subset: 30_000,
    epochs: 1,
    seeds: [0],
  });
  const { runs, exhibit } = await studyMnist(data, settings);
  const [{ test, parameters, images }] = runs;
  expect([parameters, images, test!.rows]).toEqual([1979, 30_000, 10_000]);
  expect(test!.accuracy).toBeGreaterThan(0.65);
  expect(exhibit!.confusionMatrix.flat().reduce((sum, count) => sum + count)).toBe(10_000);
});
