/** A layer, its options as JSON, and the layer that comes of them. The cases of test/golden/layers.py go there and back, too. */
import { describe, expect, it } from 'vitest';
import {
  Activation,
  AveragePool2D,
  BatchNorm,
  Dense,
  Dropout,
  Embedding,
  Flatten,
  GlobalAveragePool2D,
  type Layer,
  LayerNorm,
  MaxPool2D,
  Reshape,
} from '../../src/layers/index.ts';
import { l1, l1l2, l2 } from '../../src/regularizers/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { remade } from '../helpers/layer-cases.ts';

const cases: readonly (readonly [layer: Layer, config: object, inputShape: readonly number[]])[] = [
  [new Activation('relu'), { activation: 'relu' }, [4]],
  [new Activation('leakyRelu'), { activation: 'leakyRelu', slope: 0.01 }, [4]],
  [new Activation('leakyRelu', { slope: 0.3 }), { activation: 'leakyRelu', slope: 0.3 }, [4]],
  [new Activation('elu', { alpha: 0.5 }), { activation: 'elu', alpha: 0.5 }, [4]],
  [new BatchNorm(), { momentum: 0.99, epsilon: 1e-3 }, [4]],
  [new BatchNorm({ momentum: 0, epsilon: 1e-5 }), { momentum: 0, epsilon: 1e-5 }, [2, 4]],
  [new Dense(3), { units: 3, activation: 'none', useBias: true }, [4]],
  [
    new Dense(3, { activation: 'selu', useBias: false, weightInitializer: 'ones' }),
    { units: 3, activation: 'selu', useBias: false },
    [4],
  ],
  [
    new Dense(3, { weightRegularizer: l1l2(0.1, 0.2) }),
    {
      units: 3,
      activation: 'none',
      useBias: true,
      weightRegularizer: { type: 'l1l2', lambda1: 0.1, lambda2: 0.2 },
    },
    [4],
  ],
  [new Dropout(0.25), { rate: 0.25 }, [4]],
  [new Embedding(10, 3), { entries: 10, units: 3 }, [4]],
  [
    new Embedding(10, 3, { weightRegularizer: l1(0.5) }),
    { entries: 10, units: 3, weightRegularizer: { type: 'l1', lambda: 0.5 } },
    [],
  ],
  [new Flatten(), {}, [2, 4]],
  [new LayerNorm(), { epsilon: 1e-5 }, [4]],
  [new LayerNorm({ epsilon: 0.1 }), { epsilon: 0.1 }, [4]],
  [new MaxPool2D(), { size: 2, stride: 2, padding: 'valid' }, [4, 4, 3]],
  [new MaxPool2D([2, 3], { padding: 'same' }), { size: [2, 3], stride: [2, 3], padding: 'same' }, [5, 4, 1]],
  [new AveragePool2D(3, { stride: [1, 2] }), { size: 3, stride: [1, 2], padding: 'valid' }, [4, 5, 2]],
  [new GlobalAveragePool2D(), {}, [4, 5, 2]],
  [new Reshape([2, 2]), { shape: [2, 2] }, [4]],
  [new Reshape([]), { shape: [] }, [1]],
];

describe.each(cases)('%s', (layer, config, inputShape) => {
  it('says its options', () => {
    expect(layer.config()).toEqual(config);
    expect(JSON.parse(JSON.stringify(layer.config()))).toEqual(config);
  });

  it('comes back the same: options, outputs, penalty', () => {
    const again = remade(layer);
    expect(again.constructor).toBe(layer.constructor);
    expect(again.config()).toEqual(config);
    const [a, b] = [layer, again].map((one) => new Sequential([one], { inputShape, seed: 3 }));
    expect(b.outputShape).toEqual(a.outputShape);
    expect(Object.keys(b.weights())).toEqual(Object.keys(a.weights()));
    b.setWeights(a.weights()); // how they began is not part of the options
    const size = inputShape.reduce((product, n) => product * n, 3);
    const x = tensor(
      Array.from({ length: size }, (_, i) => (layer instanceof Embedding ? i % 5 : i - 4)),
      [3, ...inputShape],
    );
    for (const training of [false, true]) {
      expectSameBits(b.forward(x, { training }).toFloat32Array(), a.forward(x, { training }).toFloat32Array());
    }
    expectSameBits([b.penalty().item()], [a.penalty().item()]);
    expect(String(again)).toBe(String(layer));
  });
});

describe('options that come back', () => {
  it('keep a name that was given', () => {
    expect(remade(new Dense(3, { name: 'head' })).givenName).toBe('head');
    expect(remade(new Reshape([1, 3], { name: 'column' })).givenName).toBe('column');
    expect(remade(new Dense(3)).givenName).toBe('');
  });

  it('are checked as those of the constructor', () => {
    expect(() => Dense.fromConfig({ units: 0 })).toThrow('Dense: units must be a whole number of at least 1, got 0');
    expect(() => Dense.fromConfig({})).toThrow(TypeError);
    expect(() => Dense.fromConfig({ units: 2, unit: 3 })).toThrow(/unknown option 'unit'/);
    expect(() => Dense.fromConfig({ units: 2, weightRegularizer: { type: 'l9' } })).toThrow(RangeError);
    expect(() => Dense.fromConfig({ units: 2, weightRegularizer: 'l2' })).toThrow(TypeError);
    expect(() => Embedding.fromConfig({ entries: 2, units: 2, weightRegularizer: 0 })).toThrow(TypeError);
    expect(() => Embedding.fromConfig({ entries: 2 })).toThrow(/units must be a number, got undefined/);
    expect(() => Activation.fromConfig({ activation: 'swish' })).toThrow(RangeError);
    expect(() => Activation.fromConfig({ activation: 'relu', slope: 0.1 })).toThrow(TypeError);
    expect(() => BatchNorm.fromConfig({ momentum: 1 })).toThrow(RangeError);
    expect(() => LayerNorm.fromConfig({ epsilon: '1e-3' })).toThrow(TypeError);
    expect(() => Dropout.fromConfig({ rate: 1 })).toThrow(RangeError);
    expect(() => Dropout.fromConfig({})).toThrow(TypeError);
    expect(() => Flatten.fromConfig({ shape: [1] })).toThrow(/unknown option 'shape'/);
    expect(() => MaxPool2D.fromConfig({ size: 0 })).toThrow(
      /^MaxPool2D: size must be a whole number of at least 1, got 0/,
    );
    expect(() => AveragePool2D.fromConfig({ size: '2' })).toThrow(TypeError);
    expect(() => GlobalAveragePool2D.fromConfig({ size: 2 })).toThrow(/unknown option 'size'/);
    expect(() => Reshape.fromConfig({})).toThrow('Reshape: shape must be an array of sizes, got undefined');
    expect(() => Reshape.fromConfig({ shape: ['2'] })).toThrow(/^Reshape: /);
  });

  it('name a regularizer in the layer it belongs to', () => {
    const layer = remade(new Dense(2, { weightRegularizer: l2(0.25) })) as Dense;
    expect(String(layer.weightRegularizer)).toBe('l2(0.25)');
  });
});
