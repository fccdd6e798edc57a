import { describe, expect, it } from 'vitest';
import { backwardFrom } from '../../src/autodiff/backward.ts';
import { record } from '../../src/autodiff/record.ts';
import { ShapeError } from '../../src/errors.ts';
import { activate, activationNames } from '../../src/ops/activation.ts';
import { add, conv2d, dense, reshape } from '../../src/ops/index.ts';
import { placeWindows } from '../../src/ops/window.ts';
import { Tensor } from '../../src/tensor/tensor.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { values } from '../helpers/evidence.ts';
import { convolution, inputGradient, weightGradient } from '../twins/convolution.ts';

const parameter = (shape: readonly number[], seed: number) =>
  new Tensor(shape, values(shape, seed).toFloat32Array(), true);

describe('conv2d', () => {
  it('equals the plain loops, the bias and the activation one after the other, bit for bit', () => {
    for (const activation of ['none', 'relu', 'elu', 'sigmoid', 'gelu'] as const) {
      for (const padding of ['valid', 'same'] as const) {
        const [xa, wa, ba] = [parameter([2, 6, 5, 3], 1), parameter([3, 2, 3, 7], 2), parameter([7], 3)];
        const y = conv2d(xa, wa, { bias: ba, stride: [1, 2], padding, activation });

        const windows = placeWindows('test', [2, 6, 5, 3], [3, 2], [1, 2], padding);
        const [x, weight, bias] = [xa, wa, ba].map((tensor) => tensor.toFloat32Array());
        const z = new Tensor(y.shape, convolution(windows, 7, x, weight), true);
        const b = new Tensor([7], bias, true);
        const apart = activate(add(z, b), activation);
        expectSameBits(y.toFloat32Array(), apart.toFloat32Array(), `${activation}, ${padding}: y`);

        const upstream = values(y.shape, 5).toFloat32Array();
        backwardFrom(y, upstream.slice());
        backwardFrom(apart, upstream.slice());
        const dz = z.grad!.toFloat32Array();
        expectSameBits(ba.grad!.toFloat32Array(), b.grad!.toFloat32Array(), `${activation}, ${padding}: db`);
        expectSameBits(wa.grad!.toFloat32Array(), weightGradient(windows, 7, x, dz), `${activation}, ${padding}: dw`);
        expectSameBits(
          xa.grad!.toFloat32Array(),
          inputGradient(windows, 7, dz, weight),
          `${activation}, ${padding}: dx`,
        );
      }
    }
  });

  it('of 1 x 1 windows is a dense layer for every pixel, bit for bit', () => {
    const x = values([2, 4, 3, 5]);
    const [weight, bias] = [values([5, 6], 2), values([6], 3)];
    const pixels = conv2d(x, reshape(weight, [1, 1, 5, 6]), { bias, activation: 'relu' });
    expectSameBits(
      pixels.toFloat32Array(),
      dense(x, weight, { bias, activation: 'relu' }).toFloat32Array(),
      '1 x 1 against dense',
    );
  });

  it('that sees the whole image is a dense layer of it, bit for bit', () => {
    const x = values([3, 4, 5, 2]);
    const weight = values([4, 5, 2, 7], 2);
    const y = conv2d(x, weight);
    expect(y.shape).toEqual([3, 1, 1, 7]);
    const flat = dense(reshape(x, [3, 40]), reshape(weight, [40, 7]));
    expectSameBits(y.toFloat32Array(), flat.toFloat32Array(), 'the whole image');
  });

  it('finds no gradient of images that want none, and keeps for backward only what it reads', () => {
    const x = values([1, 4, 4, 1]);
    const weight = parameter([2, 2, 1, 3], 2);
    const y = conv2d(x, weight);
    backwardFrom(y, new Float32Array(y.size).fill(1));
    expect(x.grad).toBeUndefined();
    expect(weight.grad).toBeDefined();
    const graph = record([[1, 4, 4, 1]], (input) => conv2d(input, weight));
    expect(graph.nodes[0].backwardReads).toEqual([graph.inputs[0]]);
  });

  it("has ⌈size / stride⌉ windows with padding 'same', and as many as fit in without", () => {
    const shapeOf = (size: number, window: number, stride: number, padding: 'valid' | 'same') =>
      conv2d(values([1, size, 3, 1]), values([window, 1, 1, 1]), { stride: [stride, 1], padding }).shape[1];
    expect([1, 2, 3, 4].map((stride) => shapeOf(7, 3, stride, 'same'))).toEqual([7, 4, 3, 2]);
    expect([1, 2, 3, 4, 5].map((stride) => shapeOf(7, 3, stride, 'valid'))).toEqual([5, 3, 2, 2, 1]);
    expect(shapeOf(2, 5, 1, 'same')).toBe(2);
  });
});

describe('wrong calls of conv2d', () => {
  const [x, weight] = [values([2, 5, 5, 3]), values([3, 3, 3, 4])];
  const wrong = (value: unknown) => value as never;
  const table: [what: string, call: () => unknown, type: new (message: string) => Error, message: string][] = [
    ['no tensor', () => conv2d(wrong([1]), weight), TypeError, 'conv2d: x must be a tensor, got an array of 1'],
    [
      'one image',
      () => conv2d(values([28, 28]), weight),
      ShapeError,
      'conv2d: expected images [batch, height, width, channels], got [28, 28]; reshape one grey image to [1, height, width, 1]',
    ],
    [
      'a matrix as weight',
      () => conv2d(x, values([3, 4])),
      ShapeError,
      'conv2d: weight must be [height, width, in, out], got [3, 4]',
    ],
    [
      'channels first',
      () => conv2d(values([2, 3, 5, 5]), weight),
      ShapeError,
      'conv2d: weight [3, 3, 3, 4] is for images of 3 channels, got [2, 3, 5, 5]; images are [batch, height, width, channels]',
    ],
    [
      'an image smaller than the window',
      () => conv2d(values([1, 5, 2, 3]), weight),
      ShapeError,
      "conv2d: windows of 3 × 3 do not fit into images of 5 × 2, got [1, 5, 2, 3]; with padding 'same' they may reach beyond the edges",
    ],
    [
      'a bias of another length',
      () => conv2d(x, weight, { bias: values([3]) }),
      ShapeError,
      'conv2d: bias must be [4], one value for each filter, got [3]',
    ],
    [
      'stride 0',
      () => conv2d(x, weight, { stride: 0 }),
      RangeError,
      'conv2d: stride must be a whole number of at least 1, got 0',
    ],
    [
      'three strides',
      () => conv2d(x, weight, { stride: wrong([1, 1, 1]) }),
      TypeError,
      'conv2d: stride must be a whole number, or [height, width], got an array of 3',
    ],
    [
      'padding by number',
      () => conv2d(x, weight, { padding: wrong(1) }),
      RangeError,
      "conv2d: padding must be one of 'valid', 'same', got 1",
    ],
    [
      "PyTorch's spelling",
      () => conv2d(x, weight, wrong({ strides: 2 })),
      TypeError,
      "conv2d: unknown option 'strides'; did you mean 'stride'? Known options: bias, stride, padding, activation, slope, alpha",
    ],
    [
      'an activation that there is not',
      () => conv2d(x, weight, { activation: wrong('swish') }),
      RangeError,
      `conv2d: activation must be one of ${activationNames.map((name) => `'${name}'`).join(', ')}, got "swish"`,
    ],
  ];
  it.each(table)('%s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
