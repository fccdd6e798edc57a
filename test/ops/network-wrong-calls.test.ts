import { describe, expect, it } from 'vitest';
import { ShapeError } from '../../src/errors.ts';
import * as losses from '../../src/losses/index.ts';
import * as activations from '../../src/ops/activation-functions.ts';
import { batchNorm } from '../../src/ops/batch-norm.ts';
import { dense } from '../../src/ops/dense.ts';
import { dropout } from '../../src/ops/dropout.ts';
import { elu } from '../../src/ops/elu.ts';
import { gelu } from '../../src/ops/gelu.ts';
import { layerNorm } from '../../src/ops/layer-norm.ts';
import { leakyRelu } from '../../src/ops/leaky-relu.ts';
import { logSoftmax } from '../../src/ops/log-softmax.ts';
import { sigmoid } from '../../src/ops/sigmoid.ts';
import { softmax } from '../../src/ops/softmax.ts';
import { Tensor } from '../../src/tensor/tensor.ts';

const of = (...shape: number[]) =>
  new Tensor(shape, new Float32Array(shape.reduce((product, size) => product * size, 1)));
const wanting = (...shape: number[]) => {
  const made = of(...shape);
  made.requiresGrad = true;
  return made;
};
const running = { mean: of(4), variance: of(4) };
const { softmaxCrossEntropy, sigmoidCrossEntropy, meanSquaredError, meanAbsoluteError, huber } = losses;

type Row = [name: string, call: () => unknown, type: new (message: string) => Error, message: string | RegExp];
/** What TypeScript would not let through. */
const wrong = (value: unknown) => value as never;

const table: Row[] = [
  ['no tensor', () => sigmoid(wrong([1, 2])), TypeError, 'sigmoid: x must be a tensor, got an array of 2'],
  ['slope', () => leakyRelu(of(3), -0.1), RangeError, 'leakyRelu: slope must be at least 0, got -0.1'],
  ['slope text', () => leakyRelu(of(3), wrong('0.1')), TypeError, 'leakyRelu: slope must be a number, got "0.1"'],
  ['alpha', () => elu(of(3), 0), RangeError, 'elu: alpha must be positive, got 0'],
  [
    'gelu option',
    () => gelu(of(3), wrong({ aproximate: 'tanh' })),
    TypeError,
    /unknown option 'aproximate'; did you mean 'approximate'/,
  ],
  [
    'gelu kind',
    () => gelu(of(3), wrong({ approximate: 'erf' })),
    RangeError,
    `gelu: approximate must be one of 'tanh', got "erf"`,
  ],
  ['softmax axis', () => softmax(of(2, 3), 2), RangeError, 'softmax: axis must be in [-2, 1] for rank 2, got 2'],
  ['logSoftmax axis', () => logSoftmax(of(2, 3), 0.5), TypeError, 'logSoftmax: axis must be a whole number, got 0.5'],
  ['scalar softmax', () => softmax(of()), RangeError, /axis must be in/],

  [
    'dense inner',
    () => dense(of(32, 64), of(128, 10)),
    ShapeError,
    'dense(128 → 10): expected input [32, 128], got [32, 64] (128 and 64 in the last axis)',
  ],
  [
    'dense sample',
    () => dense(of(128), of(128, 10)),
    ShapeError,
    'dense(128 → 10): expected input [batch, 128], got [128]; reshape one sample to [1, 128]',
  ],
  ['dense weight', () => dense(of(2, 3), of(3)), ShapeError, 'dense: weight must be a matrix [in, out], got [3]'],
  [
    'dense bias',
    () => dense(of(2, 3), of(3, 4), { bias: of(3) }),
    ShapeError,
    'dense(3 → 4): bias must be [4], one value for each output, got [3]',
  ],
  [
    'dense bias rank',
    () => dense(of(2, 3), of(3, 4), { bias: of(1, 4) }),
    ShapeError,
    /bias must be \[4\].* got \[1, 4\]/,
  ],
  [
    'dense activation',
    () => dense(of(2, 3), of(3, 4), { activation: wrong('rely') }),
    RangeError,
    /activation must be one of 'none', .*'relu', .* got "rely"/,
  ],
  [
    'dense option',
    () => dense(of(2, 3), of(3, 4), wrong({ Bias: of(4) })),
    TypeError,
    /unknown option 'Bias'; did you mean 'bias'/,
  ],

  ['dropout rate', () => dropout(of(3), 1), RangeError, 'dropout: rate must be in [0, 1), got 1'],
  ['dropout negative', () => dropout(of(3), -0.5), RangeError, 'dropout: rate must be in [0, 1), got -0.5'],
  [
    'dropout seed',
    () => dropout(of(3), 0.5, { training: true, seed: 1.5 }),
    RangeError,
    /seed must be a whole number .* got 1.5/,
  ],
  [
    'dropout counter',
    () => dropout(of(3), 0.5, { training: true, counter: -1 }),
    RangeError,
    /counter must be a whole number .* got -1/,
  ],
  [
    'dropout large counter',
    () => dropout(of(3), 0.5, { counter: 2 ** 32 }),
    RangeError,
    'dropout: counter must be below 2^32, got 4294967296',
  ],
  [
    'dropout counter kind',
    () => dropout(of(3), 0.5, { counter: wrong('1') }),
    TypeError,
    'dropout: counter must be a number or a Counter, got "1"',
  ],
  ['dropout option', () => dropout(of(3), 0.5, wrong({ train: true })), TypeError, /unknown option 'train'/],
  [
    'dropout training',
    () => dropout(of(3), 0.5, { training: wrong(1) }),
    TypeError,
    'dropout: training must be true or false, got 1',
  ],
  ['dropout stream', () => dropout(of(3), 0.5, { stream: '' }), TypeError, 'dropout: stream must be a name, got ""'],

  [
    'batchNorm of one',
    () => batchNorm(of(1, 64), of(64), of(64), { training: true }),
    ShapeError,
    'batchNorm(64): training needs at least 2 values per channel, got [1, 64]; use a larger batch or evaluation mode',
  ],
  [
    'batchNorm rank',
    () => batchNorm(of(4), of(4), of(4), { training: true }),
    ShapeError,
    'batchNorm: expected x [batch, …, channels], got [4]',
  ],
  [
    'batchNorm gamma',
    () => batchNorm(of(2, 4), of(3), of(4), { training: true }),
    ShapeError,
    'batchNorm(4): gamma must be [4], one value for each channel of x [2, 4], got [3]',
  ],
  [
    'batchNorm running',
    () => batchNorm(of(2, 4), of(4), of(4)),
    TypeError,
    /batchNorm\(4\): outside training the running statistics are needed/,
  ],
  [
    'batchNorm running shape',
    () => batchNorm(of(2, 4), of(4), of(4), { running: { mean: of(4), variance: of(1, 4) } }),
    ShapeError,
    /running.variance must be \[4\].* got \[1, 4\]/,
  ],
  [
    'batchNorm learned mean',
    () => batchNorm(of(2, 4), of(4), of(4), { running: { ...running, mean: wanting(4) } }),
    TypeError,
    /running.mean must not require a gradient/,
  ],
  [
    'batchNorm epsilon',
    () => batchNorm(of(2, 4), of(4), of(4), { running, epsilon: 0 }),
    RangeError,
    'batchNorm: epsilon must be positive, got 0',
  ],
  [
    'batchNorm momentum',
    () => batchNorm(of(2, 4), of(4), of(4), { running, momentum: 1 }),
    RangeError,
    'batchNorm: momentum must be in [0, 1), got 1',
  ],
  [
    'batchNorm option',
    () => batchNorm(of(2, 4), of(4), of(4), wrong({ runing: running })),
    TypeError,
    /unknown option 'runing'; did you mean 'running'/,
  ],
  [
    'layerNorm beta',
    () => layerNorm(of(2, 4), of(4), of(2)),
    ShapeError,
    'layerNorm(4): beta must be [4], one value for each column of x [2, 4], got [2]',
  ],
  ['layerNorm scalar', () => layerNorm(of(), of(1), of(1)), ShapeError, /got a scalar/],
  [
    'layerNorm epsilon',
    () => layerNorm(of(2, 4), of(4), of(4), { epsilon: -1 }),
    RangeError,
    'layerNorm: epsilon must be positive, got -1',
  ],

  [
    'logits rank',
    () => softmaxCrossEntropy(of(4), of(4)),
    ShapeError,
    'softmaxCrossEntropy: logits must be [rows, classes], got [4]',
  ],
  [
    'labels size',
    () => softmaxCrossEntropy(of(4, 3), of(5)),
    ShapeError,
    'softmaxCrossEntropy: labels must be class indices [4] or probabilities [4, 3] for logits [4, 3], got [5]',
  ],
  [
    'labels range',
    () => softmaxCrossEntropy(of(2, 3), new Tensor([2], Float32Array.of(0, 3))),
    RangeError,
    'softmaxCrossEntropy: labels must be whole numbers from 0 to 2 for 3 classes, got 3 in row 1',
  ],
  [
    'labels fraction',
    () => softmaxCrossEntropy(of(2, 3), new Tensor([2], Float32Array.of(0.5, 1))),
    RangeError,
    /got 0.5 in row 0/,
  ],
  [
    'labels gradient',
    () => softmaxCrossEntropy(of(2, 3), wanting(2)),
    TypeError,
    /labels of shape \[2\] require a gradient/,
  ],
  [
    'smoothing',
    () => softmaxCrossEntropy(of(2, 3), of(2), { labelSmoothing: 1 }),
    RangeError,
    'softmaxCrossEntropy: labelSmoothing must be in [0, 1), got 1',
  ],
  [
    'loss option',
    () => softmaxCrossEntropy(of(2, 3), of(2), wrong({ labelsmoothing: 0.1 })),
    TypeError,
    /did you mean 'labelSmoothing'/,
  ],
  [
    'weights size',
    () => softmaxCrossEntropy(of(2, 3), of(2), { weights: of(3) }),
    ShapeError,
    'softmaxCrossEntropy: weights must be [2], one factor for each sample, got [3]',
  ],
  [
    'weights gradient',
    () => meanSquaredError(of(2, 3), of(2, 3), { weights: wanting(2) }),
    TypeError,
    /weights of shape \[2\] require a gradient/,
  ],
  [
    'broadcast trap',
    () => meanSquaredError(of(32, 1), of(32)),
    ShapeError,
    'meanSquaredError: predictions and targets must have one shape, got [32, 1] and [32]; reshape the targets to [32, 1]',
  ],
  [
    'other sizes',
    () => meanAbsoluteError(of(3), of(4)),
    ShapeError,
    'meanAbsoluteError: predictions and targets must have one shape, got [3] and [4]',
  ],
  [
    'logits and targets',
    () => sigmoidCrossEntropy(of(3), of(4)),
    ShapeError,
    'sigmoidCrossEntropy: logits and targets must have one shape, got [3] and [4]',
  ],
  [
    'targets gradient',
    () => sigmoidCrossEntropy(of(3), wanting(3)),
    TypeError,
    /targets of shape \[3\] require a gradient/,
  ],
  ['delta', () => huber(of(3), of(3), { delta: 0 }), RangeError, 'huber: delta must be positive, got 0'],
  ['targets kind', () => huber(of(3), wrong(3)), TypeError, 'huber: targets must be a tensor, got 3'],
];

describe('every activation refuses what is no tensor, in its own name', () => {
  it.each(Object.entries(activations))('%s', (name, activation) => {
    expect(() => activation(wrong([1, 2]))).toThrow(TypeError);
    expect(() => activation(wrong([1, 2]))).toThrow(`${name}: x must be a tensor, got an array of 2`);
  });
});

describe('wrong calls say who, what was expected and what came', () => {
  for (const [name, call, type, message] of table) {
    it(name, () => {
      let thrown: unknown;
      try {
        call();
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(type);
      if (typeof message === 'string') expect((thrown as Error).message).toBe(message);
      else expect((thrown as Error).message).toMatch(message);
    });
  }
});
