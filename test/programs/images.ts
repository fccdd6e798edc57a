/** Trains a network of convolutions and poolings of every kind for an epoch, and prints the fingerprint of its weights. */
import {
  Adam,
  AveragePool2D,
  Conv2D,
  Dense,
  digits,
  GlobalAveragePool2D,
  MaxPool2D,
  Sequential,
} from '../../src/index.ts';

const { x, y } = digits({ samples: 300, seed: 5, flatten: false });
const model = new Sequential(
  [
    new Conv2D(10, 3, { activation: 'relu' }),
    new MaxPool2D(2),
    new Conv2D(64, [3, 5], { padding: 'same', activation: 'elu' }),
    new AveragePool2D(3, { stride: 2, padding: 'same' }),
    new Conv2D(33, 2, { stride: 2, activation: 'gelu' }),
    new GlobalAveragePool2D(),
    new Dense(10, { activation: 'softmax' }),
  ],
  { inputShape: [28, 28, 1], seed: 6 },
);
await model.fit(x, y, { loss: 'crossEntropy', optimizer: new Adam(), epochs: 1, batchSize: 32 });
console.log(await model.fingerprint());
