/** Wrong calls on layers and models: each gets the right typed error that says who and what, and the model stays as it was. */
import { describe, expect, it } from 'vitest';
import * as grad from '../../src/index.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { thrownBy } from '../helpers/errors.ts';

const { Activation, AveragePool2D, BatchNorm, Conv2D, DataError, Dense, Dropout, Embedding, Flatten } = grad;
const { GlobalAveragePool2D, LayerNorm, MaxPool2D, Reshape } = grad;
const { NonFiniteError, Sequential, ShapeError, tensor } = grad;
type ErrorClass = new (...args: never[]) => Error;
type Row = [what: string, call: (model: grad.Sequential) => unknown, error: ErrorClass, message: RegExp];

/** For calls that TypeScript would refuse. */
const any = (value: unknown): never => value as never;
const make = () =>
  new Sequential([new Dense(4, { activation: 'relu' }), new BatchNorm(), new Dense(3, { activation: 'softmax' })], {
    inputShape: [2],
    seed: 1,
  });
const of = (layer: grad.Layer, inputShape: number[]) => () => new Sequential([layer], { inputShape });
const x = tensor([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
const entropy = { loss: 'crossEntropy' } as const;

const families: Record<string, Row[]> = {
  Dense: [
    ['no units', () => new Dense(any(undefined)), TypeError, /^Dense: units must be a number, got undefined/],
    ['no unit', () => new Dense(0), RangeError, /^Dense: units must be a whole number of at least 1, got 0/],
    ['half a unit', () => new Dense(1.5), RangeError, /got 1.5/],
    ['units as a shape', () => new Dense(any([3])), TypeError, /units.*an array of 1/],
    ['options as a name', () => new Dense(3, any('relu')), TypeError, /options must be an object, got "relu"/],
    [
      'an unknown activation',
      () => new Dense(3, { activation: any('swish') }),
      RangeError,
      /activation.*'silu'.*"swish"/,
    ],
    ['an activation in capitals', () => new Dense(3, { activation: any('ReLU') }), RangeError, /"ReLU"/],
    ['a function as activation', () => new Dense(3, { activation: any(grad.relu) }), RangeError, /function relu/],
    ['Keras spelling', () => new Dense(3, any({ use_bias: false })), TypeError, /'use_bias'; did you mean 'useBias'\?/],
    ['useBias by number', () => new Dense(3, { useBias: any(0) }), TypeError, /useBias must be true or false, got 0/],
    [
      'an unknown initializer',
      () => new Dense(3, { weightInitializer: any('he') }),
      RangeError,
      /weightInitializer.*"he"/,
    ],
    ['a regularizer by name', () => new Dense(3, { weightRegularizer: any('l2') }), TypeError, /give its factor/],
    ['one number a sample', of(new Dense(3), []), ShapeError, /^dense1: Dense\(3\) expects inputs \[batch, …, in\]/],
  ],
  Conv2D: [
    ['no filter', () => new Conv2D(0, 3), RangeError, /^Conv2D: filters must be a whole number of at least 1, got 0/],
    [
      'no size',
      () => new Conv2D(8, any(undefined)),
      TypeError,
      /^Conv2D: kernelSize must be a whole number, or \[height, width\], got undefined/,
    ],
    ['a size of three', () => new Conv2D(8, any([3, 3, 1])), TypeError, /kernelSize.*an array of 3/],
    [
      'a stride of half',
      () => new Conv2D(8, 3, { stride: 0.5 }),
      RangeError,
      /stride must be a whole number of at least 1, got 0.5/,
    ],
    ['Keras spelling', () => new Conv2D(8, 3, any({ strides: 2 })), TypeError, /'strides'; did you mean 'stride'\?/],
    [
      'padding by name in capitals',
      () => new Conv2D(8, 3, { padding: any('SAME') }),
      RangeError,
      /padding must be one of 'valid', 'same', got "SAME"/,
    ],
    [
      'rows of pixels',
      of(new Conv2D(8, 3), [784]),
      ShapeError,
      /^conv2d1: Conv2D\(8, 3 × 3\) expects images \[height, width, channels\], got \[784\]; put new Reshape/,
    ],
    ['images without channels', of(new Conv2D(8, 3), [28, 28]), ShapeError, /expects images .* got \[28, 28\]/],
    [
      'images smaller than a filter',
      of(new Conv2D(8, [2, 5], { activation: 'relu' }), [28, 4, 1]),
      ShapeError,
      /^conv2d1: Conv2D\(8, 2 × 5, relu\): windows of 2 × 5 do not fit into images of 28 × 4/,
    ],
  ],
  pooling: [
    [
      'a size of nothing',
      () => new MaxPool2D(0),
      RangeError,
      /^MaxPool2D: size must be a whole number of at least 1, got 0/,
    ],
    ['a size of three', () => new AveragePool2D(any([2, 2, 1])), TypeError, /^AveragePool2D: size.*an array of 3/],
    ['options in place of a size', () => new MaxPool2D(any({ size: 2 })), TypeError, /size.*got an Object/],
    ['a stride as second argument', () => new MaxPool2D(2, any(1)), TypeError, /options must be an object, got 1/],
    [
      'Keras spelling',
      () => new AveragePool2D(2, any({ strides: 1 })),
      TypeError,
      /'strides'; did you mean 'stride'\? Known options: stride, padding, name/,
    ],
    ['a stride of half', () => new MaxPool2D(2, { stride: [1, 0.5] }), RangeError, /width of stride.*got 0.5/],
    [
      'padding in pixels',
      () => new MaxPool2D(2, { padding: any(1) }),
      RangeError,
      /padding must be one of 'valid', 'same', got 1/,
    ],
    [
      'rows of pixels',
      of(new MaxPool2D(), [784]),
      ShapeError,
      /^maxPool2d1: MaxPool2D\(2 × 2\) expects images \[height, width, channels\], got \[784\]; put new Reshape/,
    ],
    [
      'images smaller than a window',
      of(new AveragePool2D([2, 5], { stride: 1 }), [28, 4, 1]),
      ShapeError,
      /^averagePool2d1: AveragePool2D\(2 × 5, stride 1 × 1\): windows of 2 × 5 do not fit into images of 28 × 4/,
    ],
    [
      'images without channels',
      of(new GlobalAveragePool2D(), [28, 28]),
      ShapeError,
      /^globalAveragePool2d1: GlobalAveragePool2D expects images .* got \[28, 28\]/,
    ],
    ['a size for whole images', () => new GlobalAveragePool2D(any(2)), TypeError, /options must be an object, got 2/],
  ],
  'other layers': [
    ['an unknown activation', () => new Activation(any('step')), RangeError, /^Activation: activation.*"step"/],
    [
      'a slope below 0',
      () => new Activation('leakyRelu', { slope: -0.1 }),
      RangeError,
      /slope must be at least 0, got -0.1/,
    ],
    ['an alpha of 0', () => new Activation('elu', { alpha: 0 }), RangeError, /alpha must be positive, got 0/],
    [
      'a slope where there is none',
      () => new Activation('relu', { slope: 0.1 }),
      TypeError,
      /slope is a number of 'leakyRelu'; 'relu' has none/,
    ],
    ['a momentum of 1', () => new BatchNorm({ momentum: 1 }), RangeError, /momentum must be in \[0, 1\), got 1/],
    ['an epsilon of 0', () => new BatchNorm({ epsilon: 0 }), RangeError, /epsilon must be positive, got 0/],
    ['a misspelt epsilon', () => new LayerNorm(any({ eps: 1e-5 })), TypeError, /unknown option 'eps'/],
    ['one number a sample to normalise', of(new LayerNorm(), []), ShapeError, /^layerNorm1: .*one number a sample/],
    ['a rate of 1', () => new Dropout(1), RangeError, /rate must be in \[0, 1\), got 1/],
    ['a rate in percent', () => new Dropout(50), RangeError, /got 50/],
    ['a rate as an option', () => new Dropout(any({ rate: 0.5 })), TypeError, /rate must be a number, got an Object/],
    ['no entries', () => new Embedding(0, 3), RangeError, /entries.*at least 1, got 0/],
    ['units forgotten', () => new Embedding(10, any(undefined)), TypeError, /units must be a number, got undefined/],
    ['a shape with −1', () => new Reshape([2, -1]), ShapeError, /sizes must be given, got \[2, -1\]/],
    ['a shape of text', () => new Reshape(any('2x3')), TypeError, /^Reshape: /],
    [
      'a shape of other size',
      of(new Reshape([2, 3]), [5]),
      ShapeError,
      /^reshape1: Reshape\(\[2, 3\]\) needs 6 values a sample, got 5 of shape \[5\]/,
    ],
    ['options for a layer without any', () => new Flatten(any({ axis: 1 })), TypeError, /unknown option 'axis'/],
  ],
  'making a model': [
    ['of nothing', () => new Sequential([], { inputShape: [2] }), TypeError, /at least one layer, got an array of 0/],
    [
      'of one layer',
      () => new Sequential(any(new Dense(2)), { inputShape: [2] }),
      TypeError,
      /array of at least one layer/,
    ],
    [
      'of classes',
      () => new Sequential([any(Dense)], { inputShape: [2] }),
      TypeError,
      /expected a layer, got function Dense/,
    ],
    [
      'of functions',
      () => new Sequential([any((h: grad.Tensor) => h.relu())], { inputShape: [2] }),
      TypeError,
      /expected a layer/,
    ],
    ['of holes', () => new Sequential(any([new Dense(2), undefined]), { inputShape: [2] }), TypeError, /got undefined/],
    ['without options', () => new Sequential([new Dense(2)], any(undefined)), TypeError, /options/],
    ['without inputShape', () => new Sequential([new Dense(2)], any({})), TypeError, /inputShape/],
    [
      'with inputShape a number',
      () => new Sequential([new Dense(2)], { inputShape: any(2) }),
      TypeError,
      /inputShape.*got 2/,
    ],
    [
      'with a batch of unknown size',
      () => new Sequential([new Dense(2)], { inputShape: any([null, 2]) }),
      ShapeError,
      /null/,
    ],
    ['with a seed of −1', () => new Sequential([new Dense(2)], { inputShape: [2], seed: -1 }), RangeError, /seed.*-1/],
    [
      'with layers that do not fit',
      () => new Sequential([new Dense(2), new Reshape([3])], { inputShape: [2] }),
      ShapeError,
      /^reshape1/,
    ],
    [
      'with layers of another',
      (model) => new Sequential([...model.layers], { inputShape: [2] }),
      TypeError,
      /'dense1' of a model already/,
    ],
  ],
  'using a model': [
    [
      'forward of an array',
      (model) => model.forward(any([[1, 2]])),
      TypeError,
      /Sequential.forward: x must be a tensor/,
    ],
    [
      'forward of one sample',
      (model) => model.forward(tensor([1, 2])),
      ShapeError,
      /expected input \[batch, 2\], got \[batch\]/,
    ],
    ['forward of a scalar', (model) => model.forward(tensor(1)), ShapeError, /expected a batch, got a scalar/],
    [
      'logits of other columns',
      (model) => model.logits(grad.zeros([4, 3])),
      ShapeError,
      /Sequential.logits: expected input \[batch, 2\], got \[batch, 3\]/,
    ],
    ['training as a flag', (model) => model.forward(x, any(true)), TypeError, /options must be an object, got true/],
    [
      'training as text',
      (model) => model.forward(x, { training: any('yes') }),
      TypeError,
      /training must be true or false, got "yes"/,
    ],
    [
      'training on a single row',
      (model) => model.forward(tensor([[1, 2]]), { training: true }),
      ShapeError,
      /at least 2 values per channel/,
    ],
    ['predict of nothing', (model) => model.predict([]), DataError, /Sequential.predict: x.*no rows/],
    [
      'predict of other columns',
      (model) => model.predict([[1, 2, 3]]),
      ShapeError,
      /Sequential.predict: expected input \[batch, 2\], got \[batch, 3\]/,
    ],
    ['predict of one sample', (model) => model.predict([1, 2]), ShapeError, /\[batch, 2\], got \[batch\]/],
    [
      'predict of ragged rows',
      (model) => model.predict([[1, 2], [3]]),
      ShapeError,
      /x: ragged rows: \[1\] has 1 values, expected 2/,
    ],
    [
      'predict of NaN',
      (model) =>
        model.predict([
          [1, 2],
          [3, Number.NaN],
        ]),
      DataError,
      /NaN.*row 2/,
    ],
    ['predict of text', (model) => model.predict(any([['1', '2']])), TypeError, /"1"/],
    [
      'predict of values that overflow',
      (model) => model.predict([[3e38, 3e38]]),
      NonFiniteError,
      /output of row 1 is .*scale the inputs/,
    ],
    [
      'labels of images',
      () => of(new Reshape([2, 2]), [4])().predictLabels([[1, 2, 3, 4]]),
      ShapeError,
      /classes need outputs \[batch, classes\], got \[1, 2, 2\]/,
    ],
    ['evaluate without options', (model) => model.evaluate(x, [0, 1, 2, 0], any(undefined)), TypeError, /options/],
    ['evaluate without a loss', (model) => model.evaluate(x, [0, 1, 2, 0], any({})), TypeError, /loss is missing/],
    [
      'evaluate by an unknown loss',
      (model) => model.evaluate(x, [0, 1, 2, 0], { loss: any('mse') }),
      RangeError,
      /'meanSquaredError'.*"mse"/,
    ],
    [
      'evaluate with fewer targets',
      (model) => model.evaluate(x, [0, 1], entropy),
      ShapeError,
      /x has 4 rows and y has 2/,
    ],
    [
      'evaluate with a class there is not',
      (model) => model.evaluate(x, [0, 1, 2, 3], entropy),
      DataError,
      /3 at row 4 is not a class index from 0 to 2/,
    ],
    ['a summary of no rows', (model) => model.summary({ batchSize: 0 }), RangeError, /batchSize.*got 0/],
  ],
};

describe.each(Object.entries(families))('%s', (_, rows) => {
  it.each(rows)('%s', (_what, call, error, message) => {
    const model = make();
    const bits = () => Object.values(model.weights()).flatMap((weight) => [...weight.toFloat32Array()]);
    const before = bits();
    const thrown = thrownBy(() => call(model));
    expect(thrown).toBeInstanceOf(error);
    expect(thrown.message).toMatch(message);
    expectSameBits(bits(), before);
    expect(model.predict(x).shape).toEqual([4, 3]); // and goes on working
  });
});

it('makes at least 20 wrong calls', () => {
  expect(Object.values(families).flat().length).toBeGreaterThanOrEqual(20);
});
