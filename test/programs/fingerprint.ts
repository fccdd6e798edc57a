/** Prints the fingerprint of a short training run that passes through every source of bits: see test/same-bits.test.ts. */
import {
  Adam,
  BatchNorm,
  batchNorm,
  Counter,
  classification,
  Dense,
  Dropout,
  dense,
  digits,
  dropout,
  fingerprint,
  friedman1,
  ones,
  randomNormal,
  record,
  regularizers,
  Sequential,
  schedules,
  softmaxCrossEntropy,
  spirals,
  type Tensor,
  tensor,
  zeros,
} from '../../src/index.ts';

const { x, y } = spirals({ classes: 3, samplesPerClass: 40, seed: 9 });
const trainable = { requiresGrad: true };
const weights: Record<string, Tensor> = {
  'dense1.weight': randomNormal([2, 33], { seed: 1, ...trainable }),
  'dense1.bias': zeros([33], trainable),
  'batchNorm1.gamma': ones([33], trainable),
  'batchNorm1.beta': zeros([33], trainable),
  'dense2.weight': randomNormal([33, 3], { seed: 2, ...trainable }),
};
const running = { mean: zeros([33]), variance: ones([33]) };
const counter = new Counter();
const graph = record([[120, 2], [120]], (inputs, labels) => {
  const hidden = dense(inputs, weights['dense1.weight'], { bias: weights['dense1.bias'], activation: 'tanh' });
  const options = { training: true, running, momentum: 0.9 };
  const normal = batchNorm(hidden, weights['batchNorm1.gamma'], weights['batchNorm1.beta'], options);
  const kept = dropout(normal.gelu(), 0.3, { training: true, seed: 4, counter });
  return softmaxCrossEntropy(kept.matmul(weights['dense2.weight']), labels, { labelSmoothing: 0.1 });
});
const parameters = Object.values(weights);
const adam = new Adam({ learningRate: schedules.cosineDecay({ initial: 0.05, steps: 40 }), clipNorm: 0.5 });
for (let step = 0; step < 40; step++) {
  counter.value = step;
  graph.forward([x.data, tensor(y)]);
  for (const parameter of parameters) parameter.zeroGrad();
  graph.backward();
  adam.step(parameters);
}
const generated = {
  digits: tensor(Float32Array.from(digits({ samples: 50, seed: 5 }).x.data)),
  classification: tensor(classification({ seed: 5 }).x.data),
  friedman1: tensor(friedman1({ noise: 1, seed: 5 }).y),
};

const model = new Sequential(
  [
    new Dense(20, { activation: 'elu', weightRegularizer: regularizers.l2(1e-3) }),
    new BatchNorm({ momentum: 0.8 }),
    new Dropout(0.25),
    new Dense(3, { activation: 'softmax' }),
  ],
  { inputShape: [2], seed: 7 },
);
const history = await model.fit(x, y, {
  loss: 'crossEntropy',
  optimizer: new Adam({ learningRate: 0.02, clipNorm: 0.3 }),
  metrics: ['accuracy'],
  epochs: 5,
  batchSize: 36, // of the 96 rows that validation leaves, the last batch has 24
  validationSplit: 0.2,
  classWeights: 'balanced',
});
const named = Object.entries(model.weights()).map(([name, weight]) => [`model.${name}`, weight] as const);
const figures = Object.entries(history).map(([name, values]) => [`history.${name}`, tensor(values!)] as const);
const trained = Object.fromEntries([...named, ...figures]);
const all = { ...weights, mean: running.mean, variance: running.variance, ...generated, ...trained };
console.log(await fingerprint(all));
