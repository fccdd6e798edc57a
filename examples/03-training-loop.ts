/** A training loop by hand: forward, backward, step. Nothing to dispose of. */
import { Adam, randomNormal, softmaxCrossEntropy, spirals, tensor } from '../src/index.ts';

const { x, y } = spirals({ classes: 2, samplesPerClass: 100, seed: 1 });
const [inputs, labels] = [tensor(x.data, x.shape), tensor(y)];
const hidden = randomNormal([2, 32], { seed: 1, requiresGrad: true });
const head = randomNormal([32, 2], { seed: 2, standardDeviation: 0.2, requiresGrad: true });
const adam = new Adam({ learningRate: 0.03 });

for (let step = 0; step <= 300; step++) {
  const loss = softmaxCrossEntropy(inputs.matmul(hidden).tanh().matmul(head), labels);
  for (const parameter of [hidden, head]) parameter.zeroGrad();
  loss.backward();
  adam.step([hidden, head]);
  if (step % 100 === 0) console.log(`step ${step}: loss ${loss.item().toFixed(4)}`);
}

// prints
// step 0: loss 0.7239
// step 100: loss 0.1308
// step 200: loss 0.0574
// step 300: loss 0.0355
