/** What `build` may ask for and return, and what tracing finds where it returns nothing. */
import { describe, expect, it } from 'vitest';
import { RecordingError, ShapeError } from '../../src/errors.ts';
import { type BuildContext, Dense, Layer } from '../../src/layers/index.ts';
import { matmul, mean, mul, reshape, sum } from '../../src/ops/index.ts';
import { l2 } from '../../src/regularizers/index.ts';
import type { Shape } from '../../src/tensor/shape.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { Sequential } from '../../src/training/sequential.ts';

describe('the shape of outputs', () => {
  class Returns extends Layer {
    readonly compute: (h: Tensor) => Tensor;
    constructor(compute: (h: Tensor) => Tensor) {
      super();
      this.compute = compute;
    }
    forward(h: Tensor): Tensor {
      return this.compute(h);
    }
  }
  const shapeOf = (compute: (h: Tensor) => Tensor, inputShape: Shape) =>
    new Sequential([new Returns(compute)], { inputShape }).outputShape;

  it('is found by tracing', () => {
    expect(shapeOf((h) => mean(h, [1, 2]), [3, 4, 5])).toEqual([5]);
    expect(shapeOf((h) => reshape(h, [h.shape[0], 2, 6]), [3, 4])).toEqual([2, 6]);
    expect(shapeOf((h) => sum(h, 1), [7])).toEqual([]);
    expect(shapeOf((h) => h, [7])).toEqual([7]);
  });

  it('must keep the batch axis', () => {
    expect(() => shapeOf((h) => sum(h), [3])).toThrow(ShapeError);
    expect(() => shapeOf((h) => mean(h, 0), [3])).toThrow(
      'returns1: outputs must keep the batch axis: [2, 3] became [3]',
    );
    expect(() => shapeOf((h) => reshape(h, [3, 4]), [6])).toThrow(/\[2, 6\] became \[3, 4\]/);
  });

  it('names the layer where an operation refuses its inputs', () => {
    expect(() => shapeOf((h) => matmul(h, tensor([1, 2], [2, 1])), [3])).toThrow(
      /^returns1: matmul: inner sizes differ/,
    );
  });

  it('has to be returned by build where forward looks at values', () => {
    const looks = (h: Tensor) => mul(h, h.toFloat32Array()[0]);
    expect(() => shapeOf(looks, [3])).toThrow(RecordingError);
    expect(() => shapeOf(looks, [3])).toThrow(
      /^returns1: its output shape cannot be found by tracing: .*; return the shape from build\(\)$/,
    );
    class Looks extends Returns {
      override build(inputShape: Shape): Shape {
        return inputShape;
      }
    }
    const model = new Sequential([new Looks(looks)], { inputShape: [3] });
    expect(model.forward(tensor([2, 3, 4], [1, 3])).toArray()).toEqual([[4, 6, 8]]); // eager is free to look
  });

  it('is checked where build returns it', () => {
    class Returning extends Layer {
      readonly shape: unknown;
      constructor(shape: unknown) {
        super();
        this.shape = shape;
      }
      override build(): Shape {
        return this.shape as Shape;
      }
      forward(h: Tensor): Tensor {
        return h;
      }
    }
    for (const wrong of [3, [-1], [1.5], ['a'], null]) {
      expect(() => new Sequential([new Returning(wrong)], { inputShape: [3] }), String(wrong)).toThrow(
        /^returning1.build: /,
      );
    }
  });
});

describe('weights that build asks for', () => {
  class Asking extends Layer {
    readonly ask: (context: BuildContext) => unknown;
    constructor(ask: (context: BuildContext) => unknown) {
      super();
      this.ask = ask;
    }
    override build(inputShape: Shape, context: BuildContext): Shape {
      this.ask(context);
      return inputShape;
    }
    forward(h: Tensor): Tensor {
      return h;
    }
  }
  const asking = (ask: (context: BuildContext) => unknown) => () =>
    new Sequential([new Asking(ask)], { inputShape: [3], seed: 6 });

  it('have values at once, by initializer', () => {
    const seen: number[][] = [];
    asking((context) => {
      seen.push([...context.parameter('a', [2], { initializer: 'ones' }).toFloat32Array()]);
      seen.push([...context.state('b', [3]).toFloat32Array()]);
      expect([context.path, context.seed]).toEqual(['asking1', 6]);
    })();
    expect(seen).toEqual([
      [1, 1],
      [0, 0, 0],
    ]);
  });

  it.each([
    [
      'a name with a dot',
      (c) => c.parameter('a.b', [1]),
      /^asking1: a weight needs a name without dots and spaces, got "a.b"/,
    ],
    ['no name', (c) => c.parameter('', [1]), /needs a name/],
    ['a name twice', (c) => [c.parameter('a', [1]), c.state('a', [1])], /^asking1: two weights are named 'a'/],
    ['a wrong shape', (c) => c.parameter('a', [0]), /^asking1.a: .*\[0\]/],
    ['an unknown initializer', (c) => c.parameter('a', [1], { initializer: 'he' }), /^asking1.a: initializer.*"he"/],
    ['an unknown option', (c) => c.parameter('a', [1], { init: 'ones' } as never), /unknown option 'init'/],
    [
      'a regularizer for a state',
      (c) => c.state('a', [1], { regularizer: l2(1) } as never),
      /unknown option 'regularizer'/,
    ],
    [
      'a factor for a regularizer',
      (c) => c.parameter('a', [1], { regularizer: 0.1 as never }),
      /must be a regularizer/,
    ],
    [
      'trainable as text',
      (c) => c.parameter('a', [1], { trainable: 'no' as never }),
      /^asking1.a: trainable must be true or false/,
    ],
    ['what is no layer', (c) => c.layer({} as never, [1]), /^asking1: expected a layer, got an Object/],
    ['a layer of no shape', (c) => c.layer(new Dense(1), 3 as never), /^asking1.dense1: shape/],
  ] as [string, (context: BuildContext) => unknown, RegExp][])('must not have %s', (_, ask, message) => {
    expect(asking(ask)).toThrow(message);
  });
});
