/**
 * How hard the generated digits are, with our own engine: a linear model must not do, the plain network must, and what it
 * learns must hold for real digits to a good part. scikit-learn's figures for the same are in golden/digits-baselines.json.
 */
import { expect, it } from 'vitest';
import { loadDataset } from '../../datasets/index.ts';
import { mnist } from '../../datasets/mnist.ts';
import { Adam, Dense, digits, Sequential, sliceRows } from '../../src/index.ts';
import sklearn from '../golden/digits-baselines.json' with { type: 'json' };
import { testWithDatasets } from '../helpers/datasets.ts';

const { trainingRows, testRows } = sklearn;

/** ReLU layers under a softmax, trained on generated digits with Adam 0.001 in batches of 32. */
async function trained(seed: number, hidden: readonly number[], epochs: number): Promise<Sequential> {
  const layers = hidden.map((units) => new Dense(units, { activation: 'relu' }));
  const model = new Sequential([...layers, new Dense(10, { activation: 'softmax' })], { inputShape: [784], seed });
  const { x, y } = digits({ samples: trainingRows, seed });
  await model.fit(x, y, { loss: 'crossEntropy', optimizer: new Adam({ learningRate: 0.001 }), epochs, batchSize: 32 });
  return model;
}

/** On the samples that come after those it was trained on. */
function testAccuracy(model: Sequential, seed: number): number {
  const { x, y } = digits({ samples: trainingRows + testRows, seed });
  return share(model.predictLabels(sliceRows(x, trainingRows)), y.slice(trainingRows));
}

function share(predicted: readonly number[], labels: ArrayLike<number>): number {
  return predicted.filter((label, i) => label === labels[i]).length / labels.length;
}

it.each([0, 1])('logistic regression stays under 0.93, seed %i', async (seed) => {
  const accuracy = testAccuracy(await trained(seed, [], 20), seed);
  expect(accuracy).toBeLessThan(0.93);
  // Stopped early rather than penalised, but the same model.
  expect(Math.abs(accuracy - sklearn.runs[seed].logistic)).toBeLessThan(0.03);
});

it.each([0, 2])('the plain network lands between 0.93 and 0.985, seed %i', async (seed) => {
  const accuracy = testAccuracy(await trained(seed, [64, 64], 10), seed);
  expect(accuracy).toBeGreaterThan(0.93);
  expect(accuracy).toBeLessThan(0.985);
  expect(Math.abs(accuracy - sklearn.runs[seed].network[10])).toBeLessThan(0.02);
});

testWithDatasets(
  'the plain network, trained on generated digits alone, is right about most of MNIST',
  mnist.files.map(({ path }) => path),
  async () => {
    const { test } = await loadDataset('mnist', { flatten: true, download: false });
    const model = await trained(0, [64, 64], 10);
    const accuracy = share(model.predictLabels(test.x), test.y);
    expect(accuracy).toBeGreaterThan(0.75); // asked for: 0.5
    expect(Math.abs(accuracy - sklearn.summary.networkOnMnist[10])).toBeLessThan(0.04);
  },
);
