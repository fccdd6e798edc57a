/** A training loop by hand, with dropout, batch normalisation, a penalty and clipping: the very bits of `fit`. */
import {
  Adam,
  BatchNorm,
  batches,
  Dense,
  Dropout,
  moons,
  regularizers,
  Sequential,
  softmaxCrossEntropy,
} from '../src/index.ts';

const { x, y } = moons({ samples: 300, noise: 0.2, seed: 1 });
const [epochs, batchSize, seed] = [5, 32, 42];

function newModel(): Sequential {
  return new Sequential(
    [
      new Dense(32, { activation: 'relu', weightRegularizer: regularizers.l2(1e-3) }),
      new BatchNorm({ momentum: 0.9 }),
      new Dropout(0.3),
      new Dense(2, { activation: 'softmax' }),
    ],
    { inputShape: [2], seed },
  );
}
const newOptimizer = () => new Adam({ learningRate: 0.01, clipNorm: 1 });

const byFit = newModel();
const history = await byFit.fit(x, y, { loss: 'crossEntropy', optimizer: newOptimizer(), epochs, batchSize });

const byHand = newModel();
const optimizer = newOptimizer();
for (let epoch = 0; epoch < epochs; epoch++) {
  let sum = 0;
  for (const batch of batches(x, y, { batchSize, seed, epoch })) {
    const logits = byHand.logits(batch.x, { training: true }); // before the softmax, which the loss brings along
    const loss = softmaxCrossEntropy(logits, batch.y).add(byHand.penalty());
    for (const parameter of byHand.parameters()) parameter.zeroGrad();
    loss.backward();
    optimizer.step(byHand.parameters());
    sum += loss.item() * batch.rows.length; // the last batch is shorter
  }
  console.log(`epoch ${epoch + 1}: loss ${history.loss[epoch].toFixed(6)} and ${(sum / y.length).toFixed(6)}`);
}
const [first, second] = [await byFit.fingerprint(), await byHand.fingerprint()];
console.log(first === second ? 'the same weights' : 'other weights', first.slice(0, 16));

// prints
// epoch 1: loss 0.788799 and 0.788799
// epoch 2: loss 0.421085 and 0.421085
// epoch 3: loss 0.372540 and 0.372540
// epoch 4: loss 0.343341 and 0.343341
// epoch 5: loss 0.334967 and 0.334967
// the same weights ad6cee298833151d
