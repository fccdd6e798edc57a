/**
 * Prints a digest of a model's file, and the fingerprint of the model after it was loaded and trained on: the same in every
 * process and browser, and the same as without saving. See test/same-bits.test.ts.
 */
import {
  Adam,
  BatchNorm,
  Dense,
  Dropout,
  deserializeModel,
  Sequential,
  serializeModel,
  spirals,
} from '../../src/index.ts';

const { x, y } = spirals({ classes: 3, samplesPerClass: 40, seed: 9 });
const layers = [new Dense(17, { activation: 'relu' }), new BatchNorm({ momentum: 0.9 }), new Dropout(0.3)];
const model = new Sequential([...layers, new Dense(3, { activation: 'softmax' })], { inputShape: [2], seed: 6 });

async function train(which: Sequential): Promise<string> {
  const optimizer = new Adam({ learningRate: 0.01, clipNorm: 0.5 });
  await which.fit(x, y, { loss: 'crossEntropy', optimizer, epochs: 3, batchSize: 32 });
  return which.fingerprint();
}

await train(model);
const file = serializeModel({ model });
const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', file));
const loaded = await train(deserializeModel(file).model);
if (loaded !== (await train(model))) throw new Error('the loaded model trains on to other weights');
console.log(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''), loaded);
