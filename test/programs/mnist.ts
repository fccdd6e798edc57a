/** Loads MNIST and trains a network on it for an epoch; prints the accuracy on the test part, and the peak memory in MB. */
import { loadDataset } from '../../datasets/index.ts';
import { Adam, Dense, Sequential } from '../../src/index.ts';

const { train, test } = await loadDataset('mnist', { flatten: true, download: false });
const layers = [new Dense(64, { activation: 'relu' }), new Dense(10, { activation: 'softmax' })];
const model = new Sequential(layers, { inputShape: [784], seed: 0 });
await model.fit(train.x, train.y, {
  loss: 'crossEntropy',
  optimizer: new Adam(),
  epochs: 1,
  batchSize: 64,
  metrics: ['accuracy'],
  validationData: [test.x, test.y],
});
const { accuracy } = model.evaluate(test.x, test.y, { loss: 'crossEntropy', metrics: ['accuracy'] });
model.predictLabels(train.x);
console.log(JSON.stringify({ accuracy, megabytes: process.resourceUsage().maxRSS / 1024 }));
