/** Pooling layers in a model: shapes, names, files, and training through them. */
import { describe, expect, it } from 'vitest';
import { deserializeModel, serializeModel } from '../../src/formats/index.ts';
import { AveragePool2D, Conv2D, Dense, Flatten, GlobalAveragePool2D, MaxPool2D } from '../../src/layers/index.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { Trainer } from '../../src/training/trainer.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { values } from '../helpers/evidence.ts';

const make = () =>
  new Sequential(
    [
      new Conv2D(6, 3, { activation: 'relu' }),
      new MaxPool2D(),
      new MaxPool2D(3, { stride: 1, padding: 'same' }),
      new AveragePool2D([2, 1], { name: 'halved' }),
      new Conv2D(5, 1),
      new GlobalAveragePool2D(),
      new Dense(3, { activation: 'softmax' }),
    ],
    { inputShape: [13, 12, 1], seed: 4 },
  );

describe('pooling layers', () => {
  it('have names, shapes and texts', () => {
    const { layers } = make();
    expect(layers.map(({ path }) => path)).toEqual([
      'conv2d1',
      'maxPool2d1',
      'maxPool2d2',
      'halved',
      'conv2d2',
      'globalAveragePool2d1',
      'dense1',
    ]);
    expect(layers.map(({ outputShape }) => outputShape)).toEqual([
      [11, 10, 6],
      [5, 5, 6],
      [5, 5, 6],
      [2, 5, 6],
      [2, 5, 5],
      [5],
      [3],
    ]);
    expect(layers.slice(1, 4).map(String)).toEqual([
      'MaxPool2D(2 × 2)',
      'MaxPool2D(3 × 3, stride 1 × 1, same)',
      'AveragePool2D(2 × 1)',
    ]);
    expect(new Sequential([new MaxPool2D(), new Flatten()], { inputShape: [5, 7, 3] }).outputShape).toEqual([18]);
  });

  it('come back from a file, and learn on to the same bits', () => {
    const [x, y] = [values([8, 13, 12, 1]), [0, 1, 2, 0, 1, 2, 0, 1]];
    const model = make();
    const before = new Trainer(model, { loss: 'crossEntropy', optimizer: 'adam' });
    const losses = Array.from({ length: 30 }, () => before.step(x, y).loss);
    expect(losses.at(-1)!).toBeLessThan(losses[0]);
    const { model: again } = deserializeModel(serializeModel({ model }));
    expect(again.layers.map(String)).toEqual(model.layers.map(String));
    expectSameBits(again.predict(x).toFloat32Array(), model.predict(x).toFloat32Array());
    const [a, b] = [model, again].map((one) => {
      new Trainer(one, { loss: 'crossEntropy', optimizer: 'sgd' }).step(x, y);
      return one.predict(x).toFloat32Array();
    });
    expectSameBits(a, b);
  });
});
