/**
 * Every operation and loss says which numbers it holds on to (`NodeSpec.constants`), so that a trainer sees one change
 * between two recordings. Whoever adds an operation and forgets is told here.
 */
import { describe, expect, it } from 'vitest';
import { apply } from '../src/autodiff/apply.ts';
import { differenceBetween } from '../src/autodiff/compare-recordings.ts';
import { result } from '../src/autodiff/node.ts';
import { record, trace } from '../src/autodiff/record.ts';
import * as losses from '../src/losses/index.ts';
import * as operations from '../src/ops/index.ts';
import { Counter } from '../src/tensor/random.ts';
import { Tensor, tensor } from '../src/tensor/tensor.ts';
import { kernels } from '../src/wasm/kernels.ts';
import { values } from './helpers/evidence.ts';
import {
  type AnyOperation,
  type Call,
  optionsOf,
  parametersOf,
  searchConstants,
} from './helpers/forgotten-constants.ts';

const library = { ...operations, ...losses } as unknown as Readonly<Record<string, AnyOperation>>;

function parameter(shape: readonly number[], seed: number): Tensor {
  const made = values(shape, seed);
  made.requiresGrad = true;
  return made;
}
const x = parameter([3, 3], 1);
const other = values([3, 3], 9);
const cube = parameter([3, 3, 3], 2);
const [weight, bias] = [parameter([3, 3], 3), parameter([3], 4)];
const [gamma, beta] = [parameter([3], 5), parameter([3], 6)];
const running = { mean: values([3], 7), variance: tensor([0.5, 1, 2]) };
const labels = tensor([0, 2, 1]);
const weights = tensor([1, 0.5, 2]);
const pair = [parameter([2], 10), parameter([2], 11)];
/** With and without axes of size 1: without them, another axis may leave the same shape. */
const alongAxes: readonly Call[] = [
  [cube, 1, true],
  [cube, 1, false],
  [cube, [0, 2], true],
  [cube, [0, 2], false],
];
const [images, filters] = [parameter([2, 5, 4, 2], 12), parameter([3, 2, 2, 3], 13)];
const dense = { bias, slope: 0.2, alpha: 0.7 };

/** Calls with every argument and option set. Where a number matters only beside another, there are several. */
const calls: Readonly<Record<string, readonly Call[]>> = {
  leakyRelu: [[x, 0.2]],
  elu: [[x, 0.7]],
  gelu: [[x, { approximate: 'tanh' }]],
  softmax: [[x, 0]],
  logSoftmax: [[x, 0]],
  pow: [[parameter([3, 3], 8), 3]],
  clip: [[x, -0.5, 0.75]],
  transpose: [
    [cube, [1, 0, 2]],
    [cube, [2, 0, 1]],
  ],
  reshape: [[x, [9, 1]]],
  slice: [[x, [1, 0], [2, 2]]],
  concat: [[[x, x], 1]],
  stack: [[pair, 1]],
  sum: alongAxes,
  mean: alongAxes,
  variance: alongAxes,
  max: alongAxes,
  min: alongAxes,
  argMax: [[cube, 1]],
  oneHot: [[labels, 4]],
  batchNorm: [
    [x, gamma, beta, { epsilon: 0.1, momentum: 0.5, training: true, running }],
    [x, gamma, beta, { epsilon: 0.1, momentum: 0.5, training: false, running }],
  ],
  layerNorm: [[x, gamma, beta, { epsilon: 0.1 }]],
  dropout: [
    [x, 0.5, { training: true, seed: 2 ** 40, counter: 3, stream: 'dropout1' }],
    [x, 0.5, { training: false, seed: 2 ** 40, counter: 3, stream: 'dropout1' }],
  ],
  dense: [
    [x, weight, { ...dense, activation: 'leakyRelu' }],
    [x, weight, { ...dense, activation: 'elu' }],
  ],
  conv2d: [
    [images, filters, { bias, stride: [2, 1], padding: 'same', activation: 'leakyRelu', slope: 0.2, alpha: 0.7 }],
    [images, filters, { bias, stride: [1, 2], padding: 'valid', activation: 'elu', slope: 0.2, alpha: 0.7 }],
  ],
  maxPool2d: [
    [images, { size: 3, stride: 2, padding: 'same' }],
    [images, { size: [2, 3], stride: [1, 2], padding: 'valid' }],
  ],
  averagePool2d: [
    [images, { size: 3, stride: 2, padding: 'same' }],
    [images, { size: [2, 3], stride: [1, 2], padding: 'valid' }],
  ],
  softmaxCrossEntropy: [
    [x, labels, { weights, labelSmoothing: 0.25 }],
    [x, tensor(new Float32Array(9).fill(0.5), [3, 3]), { weights, labelSmoothing: 0.25 }],
  ],
  sigmoidCrossEntropy: [[x, tensor(new Float32Array(9).fill(0.5), [3, 3]), { weights }]],
  meanSquaredError: [[x, other, { weights }]],
  meanAbsoluteError: [[x, other, { weights }]],
  huber: [[x, other, { weights, delta: 0.5 }]],
};

/** Operations on tensors and nothing else; their number of arguments is checked. Number operands become constant tensors. */
const onTensorsAlone: Readonly<Record<string, number>> = {
  ...{ add: 2, sub: 2, mul: 2, div: 2, maximum: 2, minimum: 2, matmul: 2, embedding: 2, where: 3 },
  ...{ globalAveragePool2d: 1 },
};

/** Whether a tensor is all that an operation can be given, so that there is no number to hold on to: `relu(x)`. */
function takesOneTensor(operation: AnyOperation): boolean {
  const [only, ...others] = parametersOf(operation);
  return others.length === 0 && /^\w+$/.test(only) && operation(x) instanceof Tensor;
}

/** Options in which a change is not one of a number: other tensors. */
const tensorOptions = ['weights', 'bias', 'running'];

describe('every number that an operation holds on to is known to the comparison of recordings', () => {
  it.each(Object.keys(library))('%s', (name) => {
    const operation = library[name];
    const parameters = parametersOf(operation);
    if (name in onTensorsAlone) {
      expect(parameters.length, `parameters of ${name}: ${parameters}`).toBe(onTensorsAlone[name]);
      expect(calls[name]).toBeUndefined();
      return;
    }
    const own = calls[name];
    if (!own && takesOneTensor(operation)) return;
    if (!own) throw new Error(`${name}(${parameters.join(', ')}) has no call in test/constants.test.ts`);
    const tried = new Set<string>();
    const forgotten = new Set<string>();
    for (const call of own) {
      const found = searchConstants(operation, call);
      for (const path of found.tried) tried.add(path);
      for (const path of found.forgotten) forgotten.add(path);
    }
    expect([...forgotten], `${name} holds on to these and does not list them in constants`).toEqual([]);

    const [call] = own;
    expect(call.length, `arguments of ${name}: ${parameters}`).toBe(parameters.length);
    call.forEach((argument, i) => {
      const isNumber = typeof argument === 'number' || typeof argument === 'boolean';
      if (isNumber) expect([...tried], `no change of ${parameters[i]} mattered`).toContain(String(i));
    });
    for (const option of optionsOf(operation, call)) {
      expect(Object.keys(call.at(-1) as object), `options of the call of ${name}`).toContain(option);
      if (tensorOptions.includes(option)) continue;
      const path = `${call.length - 1}.${option}`; // or, of a list, `2.stride.0`
      const mattered = [...tried].some((one) => one === path || one.startsWith(`${path}.`));
      expect(mattered, `a change of ${option} mattered, of ${[...tried]}`).toBe(true);
    }
  });
});

describe('the search finds what is forgotten', () => {
  /** y = factor · x, as a node whose factor is in its closure alone, or in its constants. */
  const scaled =
    (tells: boolean): AnyOperation =>
    (a: Tensor, factor: number) => {
      const y = result(a.shape);
      return apply({
        name: 'scaled',
        inputs: [a],
        output: y,
        ...(tells && { constants: [factor] }),
        forward(run) {
          kernels.scale(run.address(y), run.address(a), a.size, factor, 0);
        },
      });
    };

  it('in an operation that does not list its factor', () => {
    expect(searchConstants(scaled(false), [x, 2]).forgotten).toEqual(['1']);
    expect(searchConstants(scaled(true), [x, 2]).forgotten).toEqual([]);
  });

  it('and passes over none that could be given one', () => {
    expect(takesOneTensor(library['relu'])).toBe(true);
    expect(takesOneTensor(scaled(false))).toBe(false);
    expect(takesOneTensor(library['softmax'])).toBe(false);
    expect(takesOneTensor(((...all: [Tensor, number]) => scaled(false)(...all)) as AnyOperation)).toBe(false);
  });

  it('and reads parameters and options as they are declared', () => {
    expect(parametersOf(library['clip'])).toEqual(['x', 'low', 'high']);
    expect(parametersOf(library['softmax'])).toEqual(['x', 'axis']);
    expect(
      parametersOf(((a: Tensor, { b = [1, 2] } = {}, c = (1 + 2) * 3) => a.mul(b[0] + c)) as AnyOperation),
    ).toHaveLength(3);
    expect(optionsOf(library['huber'], calls.huber[0])).toEqual(['delta', 'weights']);
  });
});

describe('a counter', () => {
  it('that is one object may change; one that is made anew is found', () => {
    const counter = new Counter();
    const dropped = (of: Counter) => () => [operations.dropout(x, 0.5, { training: true, counter: of })];
    const graph = record([], dropped(counter));
    counter.advance();
    expect(differenceBetween(graph, trace([], dropped(counter)))).toBeUndefined();
    expect(differenceBetween(graph, trace([], dropped(new Counter())))).toBe(
      "operation 1, 'dropout': a Counter given to it is another each time",
    );
  });
});
