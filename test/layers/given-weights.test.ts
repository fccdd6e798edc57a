/** `new Sequential(layers, { weights })`: a model that starts with given weights. */
import { describe, expect, it } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { BatchNorm, Dense, Sequential, type Tensor, tensor } from '../../src/index.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { thrownBy } from '../helpers/errors.ts';

const layers = () => [new Dense(3), new BatchNorm(), new Dense(2, { activation: 'softmax' })];
const model = new Sequential(layers(), { inputShape: [4], seed: 1 });
const weights = model.weights();
weights['batchNorm1.runningMean'].assign([1, -2, 3]);

describe('given weights', () => {
  it('take the place of initial ones, whatever the seed', async () => {
    const copy = new Sequential(layers(), { inputShape: [4], seed: 2, weights });
    expect(await copy.fingerprint()).toBe(await model.fingerprint());
    expect(copy.parameters().map(({ requiresGrad }) => requiresGrad)).toEqual(Array(6).fill(true));
    const x = [[1, 2, 3, 4]];
    expectSameBits(copy.predict(x).toFloat32Array(), model.predict(x).toFloat32Array());
  });

  it('are copied', () => {
    const bias = tensor([0, 0, 0]);
    const copy = new Sequential(layers(), { inputShape: [4], weights: { ...weights, 'dense1.bias': bias } });
    copy.weights()['dense1.bias'].assign([5, 6, 7]);
    expect(bias.toFloat32Array()).toEqual(new Float32Array(3));
    expect(bias.requiresGrad).toBe(false);
  });

  const { 'dense2.bias': _, ...fewer } = weights;
  const wrong: [what: string, weights: unknown, error: new (...args: never[]) => Error, message: RegExp][] = [
    ['text', 'heNormal', TypeError, /weights must be an object of tensors by name, got "heNormal"/],
    [
      'an array for a tensor',
      { ...weights, 'dense1.bias': [0, 0, 0] },
      TypeError,
      /'dense1.bias' must be a tensor, got an array of 3/,
    ],
    ['one too few', fewer, DataError, /dense2.bias \[2\] is missing/],
    ['one too many', { ...weights, 'dense3.bias': tensor([1]) }, DataError, /no layer has "dense3.bias"/],
    [
      'another shape',
      { ...weights, 'dense1.bias': tensor([1, 2]) },
      ShapeError,
      /dense1.bias: expected \[3\], got \[2\]/,
    ],
    ['NaN', { ...weights, 'dense1.bias': tensor([1, 2, Number.NaN]) }, DataError, /dense1.bias has NaN at place 2/],
  ];
  it.each(wrong)('must not be %s; the layers can be used again', (_, given, error, message) => {
    const again = layers();
    const thrown = thrownBy(() => new Sequential(again, { inputShape: [4], weights: given as Record<string, Tensor> }));
    expect(thrown).toBeInstanceOf(error);
    expect(thrown.message).toMatch(/^Sequential: weights/);
    expect(thrown.message).toMatch(message);
    expect(new Sequential(again, { inputShape: [4] }).parameterCount).toBe(model.parameterCount);
  });
});
