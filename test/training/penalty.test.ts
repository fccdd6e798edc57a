/** `history.penalty`, and what it has to do with `history.loss`. */
import { describe, expect, it } from 'vitest';
import { BatchNorm, Dense, Embedding, Flatten, type Layer } from '../../src/layers/index.ts';
import { Adam } from '../../src/optimizers/index.ts';
import { l1, l1l2, l2, type Regularizer } from '../../src/regularizers/index.ts';
import { randomNormal } from '../../src/tensor/create.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { Trainer } from '../../src/training/trainer.ts';
import { expectClose } from '../helpers/evidence.ts';

const x = randomNormal([60, 4], { seed: 1 });
const y = Array.from({ length: 60 }, (_, i) => i % 3);

/** By hand, in float64: Σ over the weights that are priced. */
const price: Readonly<Record<string, (w: number) => number>> = {
  l1: (w) => 0.01 * Math.abs(w),
  l2: (w) => 0.02 * w * w,
  l1l2: (w) => 0.005 * Math.abs(w) + 0.03 * w * w,
};
const regularizers: Readonly<Record<string, Regularizer>> = { l1: l1(0.01), l2: l2(0.02), l1l2: l1l2(0.005, 0.03) };

function makeModel(name: string): Sequential {
  const weightRegularizer = regularizers[name];
  const layers: Layer[] = [
    new Dense(8, { activation: 'tanh', weightRegularizer, biasInitializer: 'ones' }),
    new BatchNorm(),
    new Dense(5, { biasInitializer: 'ones' }),
    new Dense(3, { activation: 'softmax', weightRegularizer, biasInitializer: 'ones' }),
  ];
  return new Sequential(layers, { inputShape: [4], seed: 3 });
}

const priceOf = (model: Sequential, name: string): number => {
  let total = 0;
  for (const weight of ['dense1.weight', 'dense3.weight']) {
    for (const w of model.weights()[weight].toFloat32Array()) total += price[name](w);
  }
  return total;
};

describe.each(Object.keys(price))('%s', (name) => {
  it('is what the priced weights cost, biases and other layers left out', () => {
    const model = makeModel(name);
    expectClose([model.penalty().item()], [priceOf(model, name)], 1e-6, 'penalty');
  });

  it('is in the history, before each step and as a mean over samples', async () => {
    const model = makeModel(name);
    const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: new Adam({ learningRate: 0.01 }) });
    const other = makeModel(name);
    const byHand = new Trainer(other, { loss: 'crossEntropy', optimizer: new Adam({ learningRate: 0.01 }) });
    const history = await trainer.fit(x, y, { epochs: 4, batchSize: 25, shuffle: false });
    const rows = x.toFloat32Array();
    for (let epoch = 0; epoch < 4; epoch++) {
      let [penalty, loss] = [0, 0];
      for (const [from, to] of [
        [0, 25],
        [25, 50],
        [50, 60],
      ]) {
        penalty += (priceOf(other, name) * (to - from)) / 60;
        const batch = { data: rows.subarray(4 * from, 4 * to), shape: [to - from, 4] };
        loss += (byHand.step(batch, y.slice(from, to)).loss * (to - from)) / 60;
      }
      expectClose([history.penalty[epoch]], [penalty], 1e-6, `penalty of epoch ${epoch}`);
      expectClose([history.loss[epoch]], [loss], 1e-12, `loss of epoch ${epoch}`);
      expect(history.loss[epoch]).toBeGreaterThan(history.penalty[epoch]);
    }
    expect(history.penalty[3]).not.toBe(history.penalty[0]);
  });

  it('is part of the loss of an evaluation, whatever its rows', () => {
    const [model, plain] = [makeModel(name), makeModel('none')];
    plain.setWeights(model.weights());
    const loss = (one: Sequential) => one.evaluate(x, y, { loss: 'crossEntropy' })['loss'];
    expectClose([loss(model) - loss(plain)], [priceOf(model, name)], 1e-6, 'difference');
  });
});

describe('without regularizers', () => {
  it('history.penalty is 0, and model.penalty() too', async () => {
    const model = makeModel('none');
    expect([model.hasPenalty, model.penalty().item()]).toEqual([false, 0]);
    const history = await model.fit(x, y, { loss: 'crossEntropy', optimizer: 'adam', epochs: 2 });
    expect(history.penalty).toEqual([0, 0]);
  });
});

describe('an embedding', () => {
  it('pays for rows that no batch asks for, and they shrink', () => {
    const model = new Sequential([new Embedding(4, 2, { weightRegularizer: l2(0.5) }), new Flatten(), new Dense(1)], {
      inputShape: [1],
      seed: 1,
    });
    const table = () => model.weights()['embedding1.weight'].toFloat32Array();
    const before = table();
    const expected = 0.5 * before.reduce((sum, w) => sum + w * w, 0);
    const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'sgd' });
    expectClose([trainer.step([[0], [0]], [1, 1]).penalty], [expected], 1e-6, 'penalty');
    for (let i = 2; i < 8; i++) expectClose([table()[i]], [before[i] * (1 - 0.01)], 1e-7, 'weight'); // θ − η·2λθ
  });
});
