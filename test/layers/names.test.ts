import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import { Activation, BatchNorm, type BuildContext, Dense, Flatten, Layer, Reshape } from '../../src/layers/index.ts';
import type { Shape } from '../../src/tensor/shape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { thrownBy } from '../helpers/errors.ts';

/** Layers of other names; they pass on what they get. */
class Conv2D extends Layer {
  override build(inputShape: Shape, context: BuildContext): Shape {
    context.parameter('weight', [1]);
    return inputShape;
  }
  forward(x: Tensor): Tensor {
    return x;
  }
}
class GlobalAveragePool2D extends Conv2D {}
class GRUCell extends Conv2D {}
class LSTM extends Conv2D {}

/** Holds others, one after the other. */
class Chain extends Layer {
  readonly inner: readonly Layer[];
  constructor(inner: readonly Layer[], name?: string) {
    super({ name });
    this.inner = inner;
  }
  override build(inputShape: Shape, context: BuildContext): Shape {
    return this.inner.reduce((shape, layer) => context.layer(layer, shape), inputShape);
  }
  forward(x: Tensor): Tensor {
    return x;
  }
}

const pathsOf = (layers: readonly Layer[]): string[] =>
  layers.flatMap((layer) => [layer.path, ...pathsOf(layer.children)]);
const model = (layers: readonly Layer[], inputShape: Shape = [4]) => new Sequential(layers, { inputShape });

describe('names of layers', () => {
  it('are the kind and a number of its own for each kind', () => {
    const { layers } = model([new Dense(3), new BatchNorm(), new Activation('relu'), new Dense(2), new BatchNorm()]);
    expect(pathsOf(layers)).toEqual(['dense1', 'batchNorm1', 'activation1', 'dense2', 'batchNorm2']);
  });

  it('of classes in capitals and digits stay readable', () => {
    const { layers } = model([new Conv2D(), new GlobalAveragePool2D(), new Conv2D(), new GRUCell(), new LSTM()]);
    expect(pathsOf(layers)).toEqual(['conv2d1', 'globalAveragePool2d1', 'conv2d2', 'gruCell1', 'lstm1']);
    expect(Object.keys(model([new Conv2D()]).weights())).toEqual(['conv2d1.weight']);
  });

  it('may be given, and are counted all the same', () => {
    const named = model([new Dense(3), new Dense(3, { name: 'hidden' }), new Dense(3)]);
    expect(pathsOf(named.layers)).toEqual(['dense1', 'hidden', 'dense3']);
    expect(Object.keys(named.weights())).toContain('hidden.weight');
    expect(named.layers.map(({ givenName }) => givenName)).toEqual(['', 'hidden', '']);
  });

  it('of layers in layers begin with those they are in, and are counted anew in each', () => {
    const inner = new Chain([new Dense(4), new Dense(4), new Flatten({ name: 'flat' })]);
    const { layers } = model([new Dense(4), new Chain([new Dense(4), inner]), new Dense(4), new Chain([], 'last')]);
    expect(pathsOf(layers)).toEqual([
      'dense1',
      'chain1',
      'chain1.dense1',
      'chain1.chain1',
      'chain1.chain1.dense1',
      'chain1.chain1.dense2',
      'chain1.chain1.flat',
      'dense2',
      'last',
    ]);
  });

  it('of a class without a name are those of any layer', () => {
    const anonymous = () => new (class extends Conv2D {})();
    expect(pathsOf(model([anonymous(), anonymous()]).layers)).toEqual(['layer1', 'layer2']);
  });

  it('must differ', () => {
    expect(() => model([new Dense(2, { name: 'a' }), new Dense(2, { name: 'a' })])).toThrow(
      "Sequential: two layers are named 'a'; names must differ",
    );
    expect(() => model([new Dense(2, { name: 'dense2' }), new Dense(2)])).toThrow(/two layers are named 'dense2'/);
    expect(() => model([new Chain([new Dense(4, { name: 'b' }), new Dense(4, { name: 'b' })])])).toThrow(
      "chain1: two layers are named 'b'; names must differ",
    );
  });

  it('must be text without dots and spaces', () => {
    for (const name of ['a.b', 'a b', '', 7, null]) {
      expect(() => new Dense(2, { name: name as string }), String(name)).toThrow(TypeError);
    }
    expect(() => new Dense(2, { name: 'a.b' })).toThrow('Dense: name must be text without dots and spaces, got "a.b"');
    class Dotted extends Conv2D {
      override get type() {
        return 'my.layer';
      }
    }
    expect(() => model([new Dotted()])).toThrow(
      'Sequential: the type of a layer must be text without dots and spaces, got "my.layer"',
    );
  });
});

describe('a layer has one place', () => {
  it('in one model', () => {
    const layer = new Dense(4);
    expect(() => model([layer, layer])).toThrow(/Dense\(4 → 4\) is 'dense1' of a model already; make a new one/);
    model([layer]);
    expect(() => model([layer])).toThrow(/is 'dense1' of a model already/);
    expect(() => model([new Chain([layer])])).toThrow(/chain1: Dense\(4 → 4\) is 'dense1' of a model already/);
  });

  it('and stays as it is when another model wants it', () => {
    const layer = new Dense(4);
    const first = model([layer]);
    const before = first.weights()['dense1.weight'].toFloat32Array();
    const other = new Dense(3);
    expect(() => model([other, layer])).toThrow(TypeError);
    expect(layer.path).toBe('dense1');
    expect(first.weights()['dense1.weight'].toFloat32Array()).toEqual(before);
    expect(other.path).toBe(''); // the new one is free again
    expect(model([other]).layers[0].path).toBe('dense1');
  });
});

describe('layers of a model that could not be built', () => {
  it('can become part of another', () => {
    const layers = [new Chain([new Dense(6), new BatchNorm()]), new Dense(2)];
    const wrong = thrownBy(() => model([...layers, new Reshape([5])]));
    expect(wrong).toBeInstanceOf(ShapeError);
    expect(wrong.message).toBe('reshape1: Reshape([5]) needs 5 values a sample, got 2 of shape [2]');
    expect(pathsOf(layers)).toEqual(['', '']);
    expect(layers.map(({ weights, inputShape, outputShape }) => [weights.length, inputShape, outputShape])).toEqual([
      [0, undefined, undefined],
      [0, undefined, undefined],
    ]);
    const right = model(layers, [3]); // for inputs of another shape, too
    expect(pathsOf(right.layers)).toEqual(['chain1', 'chain1.dense1', 'chain1.batchNorm1', 'dense1']);
    expect(right.weights()['chain1.dense1.weight'].shape).toEqual([3, 6]);
  });

  it('also where the one inside went wrong', () => {
    const [inside, deeper] = [new Dense(4), new Dense(5)];
    const failing = new Chain([inside, new Chain([deeper, new Reshape([7])])]);
    expect(() => model([failing])).toThrow(/^chain1.chain1.reshape1: Reshape\(\[7\]\) needs 7 values/);
    expect([failing, inside, deeper].map(({ path }) => path)).toEqual(['', '', '']);
    expect(() => model([inside, deeper])).not.toThrow();
  });

  it('have the weights of a fresh layer then', () => {
    const again = new Dense(4);
    expect(() => model([again, new Reshape([3])])).toThrow(ShapeError);
    expect(model([again]).weights()['dense1.weight'].toFloat32Array()).toEqual(
      model([new Dense(4)])
        .weights()
        ['dense1.weight'].toFloat32Array(),
    );
  });
});
