import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backwardFrom } from '../../src/autodiff/backward.ts';
import { record, trace } from '../../src/autodiff/record.ts';
import { ShapeError } from '../../src/errors.ts';
import { add, averagePool2d, globalAveragePool2d, maxPool2d, mean, mul, sum } from '../../src/ops/index.ts';
import { placeWindows } from '../../src/ops/window.ts';
import { noGrad } from '../../src/tensor/mode.ts';
import { Tensor, tensor } from '../../src/tensor/tensor.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { values } from '../helpers/evidence.ts';
import { someFloats } from '../helpers/floats.ts';
import * as twins from '../twins/pooling.ts';

const infinity = Number.POSITIVE_INFINITY;

const image = (shape: readonly number[], numbers: ArrayLike<number>) => tensor(numbers, shape, { requiresGrad: true });

/** The gradient of Σ output. */
function gradient(output: Tensor, x: Tensor): number[] {
  backwardFrom(output, new Float32Array(output.size).fill(1));
  return [...x.grad!.toFloat32Array()];
}

describe.each(['maxPool2d', 'averagePool2d'] as const)('%s', (name) => {
  const pool = name === 'maxPool2d' ? maxPool2d : averagePool2d;

  it('equals the plain loops bit for bit, eager and recorded, where x is used twice', () => {
    const pixels = fc.integer({ min: 1, max: 7 });
    const pair = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }));
    const property = fc.property(
      fc.tuple(fc.integer({ min: 1, max: 2 }), pixels, pixels, pixels),
      pair,
      pair,
      fc.constantFrom('valid' as const, 'same' as const),
      (shape, size, stride, padding) => {
        fc.pre(padding === 'same' || (shape[1] >= size[0] && shape[2] >= size[1]));
        const windows = placeWindows('test', shape, size, stride, padding);
        const numbers = someFloats(shape[0] * shape[1] * shape[2] * shape[3], 2, 7).map((v) => Math.round(4 * v) / 4);
        const twice = (x: Tensor) => add(pool(x, { size, stride, padding }), pool(x, { size, stride, padding }));
        const x = image(shape, numbers);
        const y = twice(x);
        const upstream = someFloats(y.size, 2, 8);
        backwardFrom(y, upstream.slice());

        const z = image(shape, numbers);
        const graph = record([], () => {
          const output = twice(z);
          return [sum(mul(output, tensor(upstream, output.shape))), output];
        });
        const [, again] = graph.run();
        graph.backward();

        const out = name === 'maxPool2d' ? twins.maxPool(windows, numbers).out : twins.averagePool(windows, numbers);
        const backward = (start?: Float32Array) =>
          name === 'maxPool2d'
            ? twins.maxPoolBackward(windows, numbers, upstream, start)
            : twins.averagePoolBackward(windows, upstream, start);
        const doubled = out.map((v) => 2 * v);
        const dx = backward(backward());
        expectSameBits(y.toFloat32Array(), doubled, 'eager');
        expectSameBits(again.toFloat32Array(), doubled, 'recorded');
        expectSameBits(x.grad!.toFloat32Array(), dx, 'gradient');
        expectSameBits(z.grad!.toFloat32Array(), dx, 'recorded gradient');
      },
    );
    fc.assert(property, { numRuns: 100, seed: 6 });
  });

  it('has windows side by side unless a stride is given', () => {
    const x = values([2, 7, 6, 3]);
    expect(pool(x, { size: 2 }).shape).toEqual([2, 3, 3, 3]);
    expect(pool(x, { size: [3, 2] }).shape).toEqual([2, 2, 3, 3]);
    expect(pool(x, { size: 2, padding: 'same' }).shape).toEqual([2, 4, 3, 3]);
    expect(pool(x, { size: 3, stride: 1, padding: 'same' }).shape).toEqual([2, 7, 6, 3]);
    expect(pool(x, { size: 2, stride: [4, 1] }).shape).toEqual([2, 2, 5, 3]);
  });

  it('of windows far larger than the image sees all of it', () => {
    const x = values([2, 3, 4, 5]);
    const all = pool(x, { size: [3, 4] }).toFloat32Array();
    const far = { size: 2 ** 24, padding: 'same' } as const;
    expectSameBits(pool(x, far).toFloat32Array(), all);
    expectSameBits(pool(x, { size: [3, 4], stride: 2 ** 24 }).toFloat32Array(), all);
    const z = image(x.shape, x.toFloat32Array());
    expect(gradient(pool(z, far), z).reduce((total, v) => total + v)).toBeCloseTo(10, 5);
  });

  it('gives windows with NaN or infinities to nobody else', () => {
    const numbers = new Array(16).fill(1);
    numbers[0] = Number.NaN;
    numbers[3] = infinity;
    numbers[12] = -infinity;
    const y = pool(image([1, 4, 4, 1], numbers), { size: 2 }).toFloat32Array();
    expect([...y]).toEqual([Number.NaN, infinity, name === 'maxPool2d' ? 1 : -infinity, 1]);
  });

  it('does nothing in windows of one pixel', () => {
    const x = image([1, 2, 2, 1], [-0, 1, -infinity, 5]);
    const y = pool(x, { size: 1 });
    // An average is a sum from +0, which is never −0.
    expectSameBits(y.toFloat32Array(), [name === 'maxPool2d' ? -0 : 0, 1, -infinity, 5]);
    expect(gradient(y, x)).toEqual([1, 1, 1, 1]);
  });
});

describe('maxPool2d', () => {
  it('gives the gradient to the first of equals in row order', () => {
    const x = image([1, 2, 4, 1], [1, 2, 5, 5, 2, 2, 5, 5]);
    const y = maxPool2d(x, { size: 2 });
    expect([...y.toFloat32Array()]).toEqual([2, 5]);
    expect(gradient(y, x)).toEqual([0, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('takes the first of −0 and +0', () => {
    expectSameBits(maxPool2d(tensor([-0, 0, -1, 0, -0, -1], [1, 1, 6, 1]), { size: [1, 3] }).toFloat32Array(), [-0, 0]);
  });

  it('gives the gradient of a window with NaN to the first NaN', () => {
    const { NaN: nan } = Number;
    const x = image([1, 3, 3, 1], [1, infinity, 2, 3, nan, nan, nan, 4, 5]);
    const y = maxPool2d(x, { size: 3 });
    expect(y.item()).toBeNaN();
    expect(gradient(y, x)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });

  it('never takes what is beside the image', () => {
    const x = image([1, 3, 3, 1], [-5, -6, -7, -infinity, -8, -3, -9, -2, -infinity]);
    const y = maxPool2d(x, { size: 2, stride: 2, padding: 'same' });
    expect([...y.toFloat32Array()]).toEqual([-5, -3, -2, -infinity]);
    expect(gradient(y, x)).toEqual([1, 0, 0, 0, 0, 1, 0, 1, 1]);
  });

  it('sums the gradients of windows that share their largest', () => {
    const x = image([1, 3, 3, 1], [0, 1, 2, 3, 9, 4, 5, 6, 7]);
    expect(gradient(maxPool2d(x, { size: 2, stride: 1 }), x)).toEqual([0, 0, 0, 0, 4, 0, 0, 0, 0]);
  });

  it('writes positions only where a gradient is wanted, and keeps nothing else for backward', () => {
    const nodeFor = (requiresGrad: boolean) =>
      trace([], () => maxPool2d(new Tensor([1, 4, 4, 1], new Float32Array(16), requiresGrad), { size: 2 })).nodes[0];
    expect(nodeFor(false).saved).toEqual([]);
    const { saved, backwardReads } = nodeFor(true);
    expect(saved.map(({ shape }) => shape)).toEqual([[1, 2, 2, 1]]);
    expect(backwardReads).toEqual(saved);
    const x = image([1, 4, 4, 1], someFloats(16));
    expect(noGrad(() => maxPool2d(x, { size: 2 })).toFloat32Array()).toEqual(
      maxPool2d(x, { size: 2 }).toFloat32Array(),
    );
  });
});

describe('averagePool2d', () => {
  it('divides by the pixels inside the image', () => {
    const x = image([1, 3, 3, 1], new Array(9).fill(3));
    const y = averagePool2d(x, { size: 2, stride: 2, padding: 'same' });
    expect([...y.toFloat32Array()]).toEqual([3, 3, 3, 3]);
    expect(gradient(y, x)).toEqual([0.25, 0.25, 0.5, 0.25, 0.25, 0.5, 0.5, 0.5, 1]);
  });

  it('leaves pixels between windows without a gradient', () => {
    const x = image([1, 1, 5, 1], [1, 2, 3, 4, 5]);
    expect(gradient(averagePool2d(x, { size: [1, 1], stride: [1, 3] }), x)).toEqual([1, 0, 0, 1, 0]);
  });
});

describe('globalAveragePool2d', () => {
  it('is the mean over height and width, bit for bit', () => {
    for (const shape of [
      [3, 7, 5, 6],
      [1, 1, 1, 4],
      [2, 1, 9, 1],
      [1, 40, 50, 3],
    ]) {
      const numbers = values(shape).toFloat32Array();
      const [a, b] = [image(shape, numbers), image(shape, numbers)];
      const [y, expected] = [globalAveragePool2d(a), mean(b, [1, 2])];
      expect(y.shape).toEqual([shape[0], shape[3]]);
      expectSameBits(y.toFloat32Array(), expected.toFloat32Array());
      expectSameBits(gradient(y, a), gradient(expected, b));
    }
  });
});

describe('wrong calls', () => {
  const x = values([2, 5, 4, 3]);
  const wrong = (value: unknown) => value as never;
  type Row = [what: string, call: () => unknown, type: new (message: string) => Error, message: string];
  const table: Row[] = [
    [
      'no tensor',
      () => maxPool2d(wrong([1]), { size: 2 }),
      TypeError,
      'maxPool2d: x must be a tensor, got an array of 1',
    ],
    [
      'one image',
      () => averagePool2d(values([28, 28]), { size: 2 }),
      ShapeError,
      'averagePool2d: expected images [batch, height, width, channels], got [28, 28]; reshape one grey image to [1, height, width, 1]',
    ],
    [
      'no options',
      () => maxPool2d(x, wrong(undefined)),
      TypeError,
      'maxPool2d: size must be a whole number, or [height, width], got undefined',
    ],
    ['size alone', () => maxPool2d(x, wrong(2)), TypeError, 'maxPool2d: options must be an object, got 2'],
    [
      'no size',
      () => averagePool2d(x, wrong({ stride: 2 })),
      TypeError,
      'averagePool2d: size must be a whole number, or [height, width], got undefined',
    ],
    [
      'size 0',
      () => maxPool2d(x, { size: 0 }),
      RangeError,
      'maxPool2d: size must be a whole number of at least 1, got 0',
    ],
    [
      'half a window',
      () => maxPool2d(x, { size: [2, 1.5] }),
      RangeError,
      'maxPool2d: width of size must be a whole number of at least 1, got 1.5',
    ],
    [
      'three sizes',
      () => averagePool2d(x, { size: wrong([2, 2, 3]) }),
      TypeError,
      'averagePool2d: size must be a whole number, or [height, width], got an array of 3',
    ],
    [
      'a stride of text',
      () => averagePool2d(x, { size: 2, stride: wrong('2') }),
      TypeError,
      'averagePool2d: stride must be a whole number, or [height, width], got "2"',
    ],
    [
      'a stride beyond counting',
      () => maxPool2d(x, { size: 2, stride: [1, 2 ** 32] }),
      RangeError,
      'maxPool2d: width of stride must be in [1, 16777216], got 4294967296',
    ],
    [
      'a size beyond counting',
      () => averagePool2d(x, { size: 2 ** 40, padding: 'same' }),
      RangeError,
      'averagePool2d: size must be in [1, 16777216], got 1099511627776',
    ],
    [
      'padding in capitals',
      () => maxPool2d(x, { size: 2, padding: wrong('SAME') }),
      RangeError,
      `maxPool2d: padding must be one of 'valid', 'same', got "SAME"`,
    ],
    [
      'a window larger than the image',
      () => maxPool2d(x, { size: [2, 5] }),
      ShapeError,
      "maxPool2d: windows of 2 × 5 do not fit into images of 5 × 4, got [2, 5, 4, 3]; with padding 'same' they may reach beyond the edges",
    ],
    [
      'Keras spelling',
      () => averagePool2d(x, wrong({ size: 2, strides: 1 })),
      TypeError,
      "averagePool2d: unknown option 'strides'; did you mean 'stride'? Known options: size, stride, padding",
    ],
    [
      'averages of more pixels than float32 counts',
      () =>
        trace([[1, 4097, 4096, 1]], (large) => {
          maxPool2d(large, { size: [4097, 4096] });
          return averagePool2d(large, { size: [4097, 4096] });
        }),
      RangeError,
      'averagePool2d: a window may have up to 16777216 pixels inside the image, got 4097 × 4096; the mean of whole images is globalAveragePool2d(x)',
    ],
    [
      'the mean of no tensor',
      () => globalAveragePool2d(wrong(3)),
      TypeError,
      'globalAveragePool2d: x must be a tensor, got 3',
    ],
    [
      'the mean of rows',
      () => globalAveragePool2d(values([4, 3])),
      ShapeError,
      'globalAveragePool2d: expected images [batch, height, width, channels], got [4, 3]',
    ],
  ];
  it.each(table)('%s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
