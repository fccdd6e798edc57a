/** Weights of a model by name: counted, read, overwritten. */
import { describe, expect, it } from 'vitest';
import { DataError, ShapeError } from '../../src/errors.ts';
import { BatchNorm, Dense, Embedding, Flatten, LayerNorm } from '../../src/layers/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { thrownBy } from '../helpers/errors.ts';

const make = () => new Sequential([new Dense(3), new BatchNorm(), new Dense(1)], { inputShape: [2], seed: 1 });
const names = [
  'dense1.weight',
  'dense1.bias',
  'batchNorm1.gamma',
  'batchNorm1.beta',
  'batchNorm1.runningMean',
  'batchNorm1.runningVariance',
  'dense2.weight',
  'dense2.bias',
];
const bitsOf = (model: Sequential) => Object.values(model.weights()).flatMap((weight) => [...weight.toFloat32Array()]);

describe('weights', () => {
  it('are there by name, in the order of the layers, learned or kept', () => {
    const weights = make().weights();
    expect(Object.keys(weights)).toEqual(names);
    expect(Object.values(weights).map(({ shape }) => shape)).toEqual([[2, 3], [3], [3], [3], [3], [3], [3, 1], [1]]);
    expect(names.filter((name) => !weights[name].requiresGrad)).toEqual([
      'batchNorm1.runningMean',
      'batchNorm1.runningVariance',
    ]);
  });

  it('are the tensors of the layers themselves', () => {
    const model = make();
    const dense = model.layers[0] as Dense;
    expect(model.weights()['dense1.weight']).toBe(dense.weight);
    expect(model.parameters()[1]).toBe(dense.bias);
    expect(model.states()).toEqual([
      model.weights()['batchNorm1.runningMean'],
      model.weights()['batchNorm1.runningVariance'],
    ]);
  });

  it('are counted without what is only kept', () => {
    expect(make().parameterCount).toBe(6 + 3 + 3 + 3 + 3 + 1);
    const words = new Sequential(
      [new Embedding(100, 4), new Flatten(), new LayerNorm(), new Dense(2, { useBias: false })],
      {
        inputShape: [3],
      },
    );
    expect(words.parameterCount).toBe(400 + 12 + 12 + 24);
    expect(new Sequential([new Flatten()], { inputShape: [3] }).parameterCount).toBe(0);
  });

  it('begin the same for the same seed, whatever stands before and after', () => {
    const [a, b] = [make(), new Sequential([new Dense(3), new Dense(7)], { inputShape: [2], seed: 1 })];
    expectSameBits(a.weights()['dense1.weight'].toFloat32Array(), b.weights()['dense1.weight'].toFloat32Array());
    const other = new Sequential([new Dense(3)], { inputShape: [2], seed: 2 }).weights()['dense1.weight'];
    expect(other.toFloat32Array()).not.toEqual(a.weights()['dense1.weight'].toFloat32Array());
    const unseeded = new Sequential([new Dense(3)], { inputShape: [2] });
    expectSameBits(
      unseeded.weights()['dense1.weight'].toFloat32Array(),
      new Sequential([new Dense(3)], { inputShape: [2], seed: 0 }).weights()['dense1.weight'].toFloat32Array(),
    );
  });
});

describe('setWeights', () => {
  it('takes arrays, nested arrays and tensors, and leaves the others', () => {
    const model = make();
    const before = model.weights()['dense2.weight'].toFloat32Array();
    model.setWeights({
      'dense1.weight': [
        [1, 2, 3],
        [4, 5, 6],
      ] as never,
      'dense1.bias': Float32Array.of(7, 8, 9),
      'batchNorm1.runningMean': tensor([1, 1, 1]),
      'dense2.bias': [0.5],
    });
    expect(model.weights()['dense1.weight'].toArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(model.weights()['dense1.bias'].toArray()).toEqual([7, 8, 9]);
    expect(model.weights()['batchNorm1.runningMean'].toArray()).toEqual([1, 1, 1]);
    expectSameBits(model.weights()['dense2.weight'].toFloat32Array(), before);
    model.setWeights({});
  });

  it('makes two models alike', () => {
    const [a, b] = [
      make(),
      new Sequential([new Dense(3), new BatchNorm(), new Dense(1)], { inputShape: [2], seed: 8 }),
    ];
    b.setWeights(a.weights());
    expectSameBits(bitsOf(b), bitsOf(a));
    expectSameBits(b.predict([[1, -2]]).toFloat32Array(), a.predict([[1, -2]]).toFloat32Array());
  });

  it('is seen by graphs that are recorded already', () => {
    const model = new Sequential([new Dense(1)], { inputShape: [1] });
    model.predict([[1]]);
    model.setWeights({ 'dense1.weight': [3], 'dense1.bias': [0.5] });
    expect(model.predict([[2]]).item()).toBe(6.5);
  });

  it.each([
    [
      'an unknown name',
      { 'dense1.wieght': [1, 2, 3, 4, 5, 6] },
      DataError,
      /no weight is named 'dense1.wieght'; did you mean 'dense1.weight'\?/,
    ],
    ['a name that is nowhere near', { gamma: [1, 1, 1] }, DataError, /'gamma'.* Names: dense1.weight, dense1.bias, /],
    [
      'too few values',
      { 'dense1.weight': [1, 2, 3] },
      ShapeError,
      /dense1.weight: expected 6 values for shape \[2, 3\], got 3/,
    ],
    [
      'a tensor transposed',
      { 'dense1.weight': tensor([1, 2, 3, 4, 5, 6], [3, 2]) },
      ShapeError,
      /\[2, 3\], got \[3, 2\]/,
    ],
    ['one number for many', { 'dense1.weight': 3 }, ShapeError, /dense1.weight: expected 6 values .* got one number/],
    ['NaN', { 'dense1.bias': [1, Number.NaN, 2] }, DataError, /dense1.bias has NaN at place 1/],
    [
      'infinity',
      { 'dense1.bias': [1, 2, Number.NEGATIVE_INFINITY] },
      DataError,
      /dense1.bias has -Infinity at place 2/,
    ],
    [
      'more than float32 holds',
      { 'dense1.bias': [1e39, 0, 0] },
      DataError,
      /has 1e\+39 at place 0, which is no finite float32/,
    ],
    ['text', { 'dense1.bias': ['1', '2', '3'] }, TypeError, /dense1.bias: \[0\] must be a number, got "1"/],
    ['nothing', { 'dense1.bias': undefined }, TypeError, /dense1.bias: expected numbers .* got undefined/],
    ['an array', [[1, 2]], TypeError, /expected an object of weights by name, got an array of 1/],
    ['a Map', new Map([['dense1.bias', [1, 2, 3]]]), TypeError, /got a Map/],
    ['null', null, TypeError, /got null/],
  ] as const)('refuses %s and changes nothing', (_, values, error, message) => {
    const model = make();
    const before = bitsOf(model);
    // What is right comes first: it must not have been written when the wrong one is met.
    const given = Object.getPrototypeOf(values ?? []) === Object.prototype ? { 'dense2.bias': [9], ...values } : values;
    const thrown = thrownBy(() => model.setWeights(given as never));
    expect(thrown).toBeInstanceOf(error);
    expect(thrown.message).toMatch(message);
    expect(thrown.message).toMatch(/^Sequential.setWeights: /);
    expectSameBits(bitsOf(model), before);
  });
});
