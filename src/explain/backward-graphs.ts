/** Small graphs whose numbers can be followed by hand. */
import { meanSquaredError } from '../losses/mean-squared-error.ts';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { add } from '../ops/add.ts';
import { matmul } from '../ops/matmul.ts';
import { mean } from '../ops/mean.ts';
import { mul } from '../ops/mul.ts';
import { relu } from '../ops/relu.ts';
import { square } from '../ops/square.ts';
import { sum } from '../ops/sum.ts';
import type { NestedArray } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';

export interface BackwardGraph {
  /** What it shows. */
  readonly about: string;
  readonly formula: string;
  /** Values that are given, and whether a gradient by them is wanted. */
  readonly leaves: Readonly<Record<string, { readonly values: NestedArray; readonly learned: boolean }>>;
  readonly loss: (leaves: Readonly<Record<string, Tensor>>) => Tensor;
}

const given = (values: NestedArray) => ({ values, learned: false });
const learned = (values: NestedArray) => ({ values, learned: true });

export const backwardGraphs = {
  dense: {
    about: 'Two rows through a dense layer with a relu and a second product, by mean squared error.',
    formula: 'L = mean((relu(x·W + b)·V − t)²)',
    leaves: {
      x: given([
        [1, 2],
        [3, -1],
      ]),
      W: learned([
        [1, -1],
        [0.5, 2],
      ]),
      b: learned([0, 1]),
      V: learned([[1], [-0.5]]),
      t: given([[1], [2]]),
    },
    loss: ({ x, W, b, V, t }) => meanSquaredError(matmul(relu(add(matmul(x, W), b)), V), t),
  },
  softmax: {
    about: 'Two rows, three classes: what a classifier ends in. t has the classes.',
    formula: 'L = mean(−log softmax(x·W + b)[t])',
    leaves: {
      x: given([
        [1, 2],
        [3, -1],
      ]),
      W: learned([
        [1, 0, -1],
        [0.5, 1, 0],
      ]),
      b: learned([0, 0.5, 0]),
      t: given([1, 0]),
    },
    loss: ({ x, W, b, t }) => softmaxCrossEntropy(add(matmul(x, W), b), t),
  },
  shared: {
    about: 'A product that two operations use and a weight that two use: what they send back is added up.',
    formula: 's = w∘x      L = sum(s² + s + w)',
    leaves: { w: learned([2, -1, 0.5]), x: given([1, 2, 4]) },
    loss: ({ w, x }) => {
      const s = mul(w, x);
      return sum(add(add(square(s), s), w));
    },
  },
  broadcast: {
    about: 'A column and a row that repeat: their gradients are summed over the places where they were used.',
    formula: 'L = mean((x∘c + b)²)',
    leaves: {
      x: given([
        [1, 2],
        [3, -1],
      ]),
      c: learned([[2], [-1]]),
      b: learned([1, 0]),
    },
    loss: ({ x, c, b }) => mean(square(add(mul(x, c), b))),
  },
} as const satisfies Readonly<Record<string, BackwardGraph>>;

export type BackwardGraphName = keyof typeof backwardGraphs;
export const backwardGraphNames = Object.keys(backwardGraphs) as BackwardGraphName[];
