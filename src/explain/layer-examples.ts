/**
 * A small example of each layer: a layer with an input whose numbers can be followed by hand, and what it computes on the way, worked
 * out from its weights by the operations that its formula names.
 */
import type { Initializer } from '../initializers/initializer.ts';
import { Activation } from '../layers/activation.ts';
import { AveragePool2D } from '../layers/average-pool2d.ts';
import { BatchNorm } from '../layers/batch-norm.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Embedding } from '../layers/embedding.ts';
import { Flatten } from '../layers/flatten.ts';
import { GlobalAveragePool2D } from '../layers/global-average-pool2d.ts';
import type { Layer } from '../layers/layer.ts';
import { LayerNorm } from '../layers/layer-norm.ts';
import { MaxPool2D } from '../layers/max-pool2d.ts';
import { Reshape } from '../layers/reshape.ts';
import { add } from '../ops/add.ts';
import { div } from '../ops/div.ts';
import { matmul } from '../ops/matmul.ts';
import { mean } from '../ops/mean.ts';
import { sqrt } from '../ops/sqrt.ts';
import { sub } from '../ops/sub.ts';
import { variance } from '../ops/variance.ts';
import type { NestedArray } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Values, valuesOf } from './values.ts';
import { type ExplainedWindow, windowsOf } from './windows.ts';

/** Something that a layer computes on the way from its input to its output. */
export interface LayerStep {
  /** What it is: `the mean μ of each channel`. */
  readonly name: string;
  readonly value: Values;
}

/** What is known when steps are worked out. */
interface Run<L> {
  readonly layer: L;
  readonly x: Tensor;
  /** The output in training. */
  readonly y: Tensor;
}

export interface LayerExample<L extends Layer = Layer> {
  /** How the layer is made, as one writes it. */
  readonly made: string;
  readonly make: () => L;
  readonly input: NestedArray;
  /** What the input is, where that does not show. */
  readonly about?: string;
  /** In training, where training differs. */
  readonly steps?: (run: Run<L>) => LayerStep[];
  readonly windows?: (run: Run<L>) => ExplainedWindow[];
}

/** Numbers in place of chance, so that sums can be followed by hand. */
function given(values: readonly number[]): Initializer {
  return { name: 'given', fill: (into) => into.set(values), toString: () => 'given' };
}

const step = (name: string, value: Tensor): LayerStep => ({ name, value: valuesOf(value) });

/** An image [4, 4, 1] in a batch of one. */
const image = [
  [1, 2, 0, 1],
  [3, 1, 2, 0],
  [0, 1, 4, 2],
  [2, 0, 1, 3],
].map((row) => row.map((pixel) => [pixel]));

const columns = [
  [1, -2],
  [3, 0],
  [5, 4],
  [7, 6],
];

function example<L extends Layer>(one: LayerExample<L>): LayerExample {
  return one as unknown as LayerExample;
}

/** By the kind of layer. */
export const layerExamples: Readonly<Record<string, LayerExample>> = {
  Activation: example({
    made: "new Activation('relu')",
    make: () => new Activation('relu'),
    input: [[-2, -0.5, 0, 1, 3]],
  }),
  AveragePool2D: example({
    made: 'new AveragePool2D()',
    make: () => new AveragePool2D(),
    input: [image],
    about: 'an image of 4 x 4 pixels with one channel',
    windows: ({ layer, x, y }) => windowsOf(x, y, layer.size, layer.stride),
  }),
  BatchNorm: example({
    made: 'new BatchNorm({ momentum: 0.9 })',
    make: () => new BatchNorm({ momentum: 0.9 }),
    input: columns,
    about: 'four rows with two channels',
    steps({ layer: { epsilon }, x }) {
      const [mu, square] = [mean(x, 0), variance(x, 0)];
      return [
        step('μ, the mean of each channel', mu),
        step('σ², its variance', square),
        step('x − μ', sub(x, mu)),
        step('x̂ = (x − μ) / √(σ² + ε)', div(sub(x, mu), sqrt(add(square, epsilon)))),
      ];
    },
  }),
  Conv2D: example({
    made: 'new Conv2D(1, 3, { weightInitializer: given })',
    make: () => new Conv2D(1, 3, { weightInitializer: given([1, 0, -1, 2, 0, -2, 1, 0, -1]) }),
    input: [image],
    about: 'an image of 4 x 4 pixels with one channel; the filter is given here, and found by training',
    windows: ({ layer, x, y }) => windowsOf(x, y, layer.kernelSize, layer.stride),
  }),
  Dense: example({
    made: "new Dense(2, { activation: 'relu' })",
    make: () => new Dense(2, { activation: 'relu' }),
    input: [
      [1, 2, -1],
      [0, -1, 3],
    ],
    about: 'two rows with three values',
    steps({ layer: { weight, bias }, x }) {
      const product = matmul(x, weight);
      return [step('x·W', product), step('x·W + b', add(product, bias!))];
    },
  }),
  Dropout: example({
    made: 'new Dropout(0.5)',
    make: () => new Dropout(0.5),
    input: [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
    steps({ y }) {
      const values = Array.from(y.toFloat32Array(), (value) => (value === 0 ? 0 : 1));
      return [{ name: 'mask, 1 for what is kept', value: { shape: y.shape, values } }];
    },
  }),
  Embedding: example({
    made: 'new Embedding(4, 3)',
    make: () => new Embedding(4, 3),
    input: [[2, 0, 2]],
    about: 'three categories, by their numbers',
  }),
  Flatten: example({
    made: 'new Flatten()',
    make: () => new Flatten(),
    input: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    about: 'one sample of shape [2, 2]',
  }),
  GlobalAveragePool2D: example({
    made: 'new GlobalAveragePool2D()',
    make: () => new GlobalAveragePool2D(),
    input: [
      [
        [
          [1, 10],
          [2, 20],
        ],
        [
          [3, 30],
          [6, 0],
        ],
      ],
    ],
    about: 'an image of 2 x 2 pixels with two channels',
  }),
  LayerNorm: example({
    made: 'new LayerNorm()',
    make: () => new LayerNorm(),
    input: [
      [1, 2, 3, 6],
      [-10, 0, 10, 20],
    ],
    about: 'two rows with four values',
    steps({ layer: { epsilon }, x }) {
      const [mu, square] = [mean(x, 1, true), variance(x, 1, true)];
      return [
        step('μ, the mean of each row', mu),
        step('σ², its variance', square),
        step('x − μ', sub(x, mu)),
        step('x̂ = (x − μ) / √(σ² + ε)', div(sub(x, mu), sqrt(add(square, epsilon)))),
      ];
    },
  }),
  MaxPool2D: example({
    made: 'new MaxPool2D()',
    make: () => new MaxPool2D(),
    input: [image],
    about: 'an image of 4 x 4 pixels with one channel',
    windows: ({ layer, x, y }) => windowsOf(x, y, layer.size, layer.stride),
  }),
  Reshape: example({
    made: 'new Reshape([3, 2])',
    make: () => new Reshape([3, 2]),
    input: [[1, 2, 3, 4, 5, 6]],
    about: 'one sample of shape [6]',
  }),
};
