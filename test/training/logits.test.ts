/** Where a model ends: outputs, logits, and the losses that need them. */
import { describe, expect, it } from 'vitest';
import { Activation, Dense, Dropout, Flatten, type Layer, Reshape } from '../../src/layers/index.ts';
import { type ActivationName, activate, activationNames } from '../../src/ops/activation.ts';
import { logSoftmax, sigmoid, softmax } from '../../src/ops/index.ts';
import { randomNormal } from '../../src/tensor/create.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { Trainer } from '../../src/training/trainer.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { thrownBy } from '../helpers/errors.ts';

const x = randomNormal([5, 4], { seed: 3 });
const make = (layers: Layer[]) => new Sequential(layers, { inputShape: [4], seed: 2 });

/** The same network with its head written in three ways. */
const ways: Readonly<Record<string, (activation: ActivationName) => Sequential>> = {
  'in Dense': (activation) => make([new Dense(6, { activation: 'relu' }), new Dense(3, { activation })]),
  'as a layer': (activation) => make([new Dense(6, { activation: 'relu' }), new Dense(3), new Activation(activation)]),
};

describe.each(Object.keys(ways))('a final activation %s', (way) => {
  it.each(activationNames)('%s', (activation) => {
    const model = ways[way](activation);
    const plain = ways['in Dense']('none');
    model.setWeights(plain.weights()); // the activation chooses how weights begin
    expect(model.finalActivation).toBe(activation);
    const logits = plain.forward(x);
    expectSameBits(model.logits(x).toFloat32Array(), logits.toFloat32Array(), 'logits');
    expectSameBits(model.forward(x).toFloat32Array(), activate(logits, activation).toFloat32Array(), 'outputs');
    expectSameBits(model.predict(x).toFloat32Array(), model.forward(x).toFloat32Array(), 'predictions');
  });
});

describe('probabilities', () => {
  it('of softmax are those of the logits', () => {
    const model = ways['in Dense']('softmax');
    const logits = model.logits(x);
    expectSameBits(softmax(logits).toFloat32Array(), model.predict(x).toFloat32Array());
    const logs = logSoftmax(logits).toFloat32Array();
    model
      .predict(x)
      .toFloat32Array()
      .forEach((p, i) => {
        expect(Math.abs(Math.log(p) - logs[i])).toBeLessThan(1e-5);
      });
  });

  it('of sigmoid are those of each logit', () => {
    const model = ways['as a layer']('sigmoid');
    expectSameBits(sigmoid(model.logits(x)).toFloat32Array(), model.predict(x).toFloat32Array());
  });
});

describe('the loss crossEntropy', () => {
  const trainer = (layers: Layer[]) => () => new Trainer(make(layers), { loss: 'crossEntropy', optimizer: 'adam' });

  it('is computed from logits however the head is written', () => {
    const labels = [0, 1, 2, 1, 0];
    const losses = Object.values(ways).map((way) => {
      const one = new Trainer(way('softmax'), { loss: 'crossEntropy', optimizer: 'adam' });
      return Array.from({ length: 5 }, () => one.step(x, labels).loss);
    });
    expectSameBits(losses[1], losses[0]);
  });

  it('survives logits of which softmax has no digits left', () => {
    const model = ways['in Dense']('softmax');
    model.setWeights({ 'dense2.weight': new Float32Array(18), 'dense2.bias': [0, 300, 0] });
    const figures = model.evaluate(x, [0, 0, 0, 0, 0], { loss: 'crossEntropy' });
    expect(figures['loss']).toBe(300);
  });

  it.each([
    ['none', [new Dense(3)]],
    ['relu', [new Dense(3, { activation: 'relu' })]],
    ['logSoftmax', [new Dense(3, { activation: 'logSoftmax' })]],
    ['logSoftmax', [new Dense(3), new Activation('logSoftmax')]],
    ['none', [new Dense(3, { activation: 'softmax' }), new Flatten()]],
    ['none', [new Dense(3, { activation: 'softmax' }), new Dropout(0.5)]],
    ['none', [new Dense(4, { activation: 'softmax' }), new Reshape([2, 2])]],
  ] as const)('is refused for a model that ends in %s', (head, layers) => {
    const error = thrownBy(trainer([...layers]));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(`ends in '${head}'`);
    expect(error.message).toContain("give the last layer activation: 'softmax'");
  });
});
