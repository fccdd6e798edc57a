/**
 * Loads MNIST and trains a network on it, 'dense' for an epoch or 'convolutional' (93,322 parameters) on 4,800 of its images; prints
 * the accuracy on the test part, and the peak memory in MB.
 */
import { loadDataset } from '../../datasets/index.ts';
import { Adam, Conv2D, Dense, Flatten, type Layer, MaxPool2D, Sequential, sliceRows } from '../../src/index.ts';

const convolutional = process.argv[2] === 'convolutional';
const { train, test } = await loadDataset('mnist', { download: false });
const convolutions = (): Layer[] => [
  new Conv2D(32, 3, { activation: 'relu' }),
  new MaxPool2D(2),
  new Conv2D(64, 3, { activation: 'relu' }),
  new MaxPool2D(2),
  new Conv2D(64, 3, { activation: 'relu' }),
];
const layers = [
  ...(convolutional ? convolutions() : []),
  new Flatten(),
  new Dense(64, { activation: 'relu' }),
  new Dense(10, { activation: 'softmax' }),
];
const model = new Sequential(layers, { inputShape: [28, 28, 1], seed: 0 });
const rows = convolutional ? 4_800 : 60_000;
await model.fit(sliceRows(train.x, 0, rows), train.y.subarray(0, rows), {
  loss: 'crossEntropy',
  optimizer: new Adam(),
  epochs: 1,
  batchSize: 64,
  metrics: ['accuracy'],
  validationData: [sliceRows(test.x, 0, 2_000), test.y.subarray(0, 2_000)],
});
const { accuracy } = model.evaluate(test.x, test.y, { loss: 'crossEntropy', metrics: ['accuracy'] });
if (!convolutional) model.predictLabels(train.x);
console.log(JSON.stringify({ accuracy, megabytes: process.resourceUsage().maxRSS / 1024 }));
