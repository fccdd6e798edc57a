/** A model of layers: made, trained with `fit`, looked at, used. */
import { Adam, Dense, metrics, moons, Sequential } from '../src/index.ts';

const train = moons({ samples: 400, noise: 0.2, seed: 1 });
const test = moons({ samples: 200, noise: 0.2, seed: 2 });

const model = new Sequential(
  [
    new Dense(16, { activation: 'relu' }),
    new Dense(16, { activation: 'relu' }),
    new Dense(2, { activation: 'softmax' }),
  ],
  { inputShape: [2], seed: 42 },
);
console.log(model.summary());

const history = await model.fit(train.x, train.y, {
  loss: 'crossEntropy',
  optimizer: new Adam({ learningRate: 0.01 }),
  metrics: ['accuracy'],
  epochs: 30,
  validationSplit: 0.2,
});
for (const epoch of [0, 9, 29]) {
  const [loss, accuracy] = [history.loss[epoch], history['validationAccuracy']![epoch]];
  console.log(`epoch ${epoch + 1}: loss ${loss.toFixed(4)}, validation accuracy ${accuracy.toFixed(4)}`);
}

const predicted = model.predictLabels(test.x);
console.log('test accuracy', metrics.accuracyScore(test.y, predicted));
console.log('down right is of class', model.predictLabels([[2, -0.5]])[0]);

// prints
// layer   kind                    output  parameters
//         inputs                  [2]
// dense1  Dense(2 → 16, relu)     [16]            48
// dense2  Dense(16 → 16, relu)    [16]           272
// dense3  Dense(16 → 2, softmax)  [2]             34
//
// 354 parameters
// A training step of 32 rows takes 12.0 kB: weights 1.4 kB, gradients 1.4 kB, activations 9.2 kB.
// epoch 1: loss 0.8177, validation accuracy 0.8500
// epoch 10: loss 0.2673, validation accuracy 0.8625
// epoch 30: loss 0.1124, validation accuracy 0.9750
// test accuracy 0.98
// down right is of class 1
