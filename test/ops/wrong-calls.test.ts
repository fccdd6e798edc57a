/** What wrong calls of operations throw: the type of the error, and the numbers in its message. */
import { describe, expect, it } from 'vitest';
import { gradCheck } from '../../src/autodiff/grad-check.ts';
import { record } from '../../src/autodiff/record.ts';
import { ShapeError } from '../../src/errors.ts';
import {
  add,
  argMax,
  clip,
  concat,
  div,
  embedding,
  flatten,
  log,
  matmul,
  max,
  maximum,
  mean,
  mul,
  neg,
  oneHot,
  pow,
  reshape,
  slice,
  stack,
  sub,
  sum,
  transpose,
  variance,
  where,
} from '../../src/ops/index.ts';
import { full, ones, randomNormal, randomUniform, zeros } from '../../src/tensor/create.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { thrownBy } from '../helpers/errors.ts';

const x = ones([2, 3]);
const table = ones([4, 2]);
/** What TypeScript would not let through. */
const wrong = (value: unknown) => value as never;

type Row = [call: string, run: () => unknown, error: ErrorConstructor | typeof ShapeError, message: string | RegExp];

const rows: Row[] = [
  // Shapes that do not fit.
  [
    'add, last axes',
    () => add(x, ones([2, 4])),
    ShapeError,
    'add: [2, 3] and [2, 4] do not broadcast: axis −1 has 3 and 4; sizes must be equal or 1',
  ],
  ['sub, first axes', () => sub(ones([3, 2, 1]), ones([4, 1, 5])), ShapeError, /axis −3 has 3 and 4/],
  ['mul, ranks', () => mul(ones([3]), ones([2, 2])), ShapeError, /\[3\] and \[2, 2\]/],
  ['maximum', () => maximum(ones([5]), ones([6])), ShapeError, /axis −1 has 5 and 6/],
  ['where, condition', () => where(ones([2, 2]), x, 0), ShapeError, /where: \[2, 2\] and \[2, 3\] do not broadcast/],
  ['where, values', () => where(x, ones([2]), ones([3])), ShapeError, /where: \[2\] and \[3\] do not broadcast/],
  ['matmul', () => matmul(x, ones([4, 2])), ShapeError, 'matmul: inner sizes differ: [2, 3] × [4, 2] (3 and 4)'],
  ['matmul, vector', () => matmul(ones([3]), x), ShapeError, /matmul: expected matrices, got \[3\] × \[2, 3\]/],
  ['reshape', () => reshape(x, [4, 2]), ShapeError, 'reshape: [2, 3] has 6 values, [4, 2] has 8'],
  ['reshape, −1', () => reshape(x, [4, -1]), ShapeError, 'reshape: [2, 3] has 6 values, [4, -1] needs a multiple of 4'],
  ['reshape, −1 twice', () => reshape(x, [-1, -1]), ShapeError, 'reshape: only one size may be −1, got [-1, -1]'],
  ['reshape, 0', () => reshape(x, [0, 6]), ShapeError, /whole numbers of at least 1, got \[0, 6\]/],
  [
    'transpose, too few',
    () => transpose(x, [1]),
    ShapeError,
    'transpose: axes must name each of the 2 axes once, got [1]',
  ],
  ['transpose, twice', () => transpose(x, [1, -1]), ShapeError, /each of the 2 axes once, got \[1, -1\]/],
  [
    'slice, rank',
    () => slice(x, [0], [1, 1]),
    ShapeError,
    'slice: begin needs one number for each of the 2 axes of [2, 3], got 1',
  ],
  [
    'concat, other sizes',
    () => concat([x, ones([3, 3])], 1),
    ShapeError,
    'concat: sizes may differ along axis 1 only: [0] is [2, 3], [1] is [3, 3]',
  ],
  ['concat, ranks', () => concat([x, ones([2])], 0), ShapeError, /\[0\] is \[2, 3\], \[1\] is \[2\]/],
  ['stack', () => stack([x, x, ones([3, 2])]), ShapeError, 'stack: shapes must be equal: [0] is [2, 3], [2] is [3, 2]'],
  [
    'embedding, table',
    () => embedding(ones([4]), tensor([1])),
    ShapeError,
    'embedding: expected a table [entries, columns], got [4]',
  ],

  // Axes and ranges.
  ['sum, axis', () => sum(x, 2), RangeError, 'sum: axis must be in [-2, 1] for rank 2, got 2'],
  ['mean, axis', () => mean(x, -3), RangeError, 'mean: axis must be in [-2, 1] for rank 2, got -3'],
  ['variance, axes', () => variance(x, [0, 5]), RangeError, 'variance: axis must be in [-2, 1] for rank 2, got 5'],
  ['max, twice', () => max(x, [1, -1]), RangeError, 'max: axis 1 is named twice'],
  ['argMax, axis', () => argMax(x, 2), RangeError, /argMax: axis must be in \[-2, 1\]/],
  ['transpose, axis', () => transpose(x, [0, 2]), RangeError, /transpose: axis must be in \[-2, 1\] for rank 2, got 2/],
  ['concat, axis', () => concat([x, x], 2), RangeError, /concat: axis must be in \[-2, 1\] for rank 2, got 2/],
  ['stack, axis', () => stack([x, x], 3), RangeError, /stack: axis must be in \[-3, 2\] for rank 3, got 3/],
  [
    'slice, begin',
    () => slice(x, [0, 3], [1, 1]),
    RangeError,
    'slice: begin[1] must be a whole number in [0, 2] for [2, 3], got 3',
  ],
  [
    'slice, size',
    () => slice(x, [1, 1], [1, 3]),
    RangeError,
    'slice: size[1] must be −1 or a whole number in [1, 2] from 1 on for [2, 3], got 3',
  ],
  [
    'slice, size 0',
    () => slice(x, [0, 0], [0, 1]),
    RangeError,
    /size\[0\] must be −1 or a whole number in \[1, 2\].*got 0/,
  ],
  ['clip, order', () => clip(x, 1, -1), RangeError, 'clip: low must be at most high, got 1 and -1'],
  ['clip, NaN', () => clip(x, Number.NaN, 1), RangeError, /got NaN and 1/],
  ['pow, infinite', () => pow(x, Number.POSITIVE_INFINITY), RangeError, 'pow: exponent must be finite, got Infinity'],
  [
    'embedding, too large',
    () => embedding(table, tensor([0, 1, 4])),
    RangeError,
    'embedding: index [2] must be a whole number in [0, 3], got 4',
  ],
  [
    'embedding, negative',
    () =>
      embedding(
        table,
        tensor([
          [0, 1],
          [-1, 0],
        ]),
      ),
    RangeError,
    /index \[1\]\[0\] must be a whole number in \[0, 3\], got -1/,
  ],
  [
    'embedding, broken',
    () => embedding(table, tensor(1.5)),
    RangeError,
    'embedding: index must be a whole number in [0, 3], got 1.5',
  ],
  ['embedding, NaN', () => embedding(table, tensor([Number.NaN])), RangeError, /index \[0\] .* got NaN/],
  ['oneHot, label', () => oneHot([0, 3], 3), RangeError, 'oneHot: label [1] must be a whole number in [0, 2], got 3'],
  [
    'oneHot, broken',
    () => oneHot(tensor([[0.5]]), 3),
    RangeError,
    'oneHot: label [0][0] must be a whole number in [0, 2], got 0.5',
  ],
  ['oneHot, classes', () => oneHot([0], 0), RangeError, 'oneHot: classes must be a whole number of at least 1, got 0'],

  // The wrong kind of thing.
  ['add, array', () => add(x, wrong([1, 2, 3])), TypeError, 'add: b must be a tensor or a number, got an array of 3'],
  ['div, text', () => div(wrong('1'), x), TypeError, 'div: a must be a tensor or a number, got "1"'],
  ['neg, number', () => neg(wrong(3)), TypeError, 'neg: x must be a tensor, got 3'],
  ['log, nothing', () => log(wrong(undefined)), TypeError, 'log: x must be a tensor, got undefined'],
  ['flatten, array', () => flatten(wrong([1])), TypeError, 'flatten: x must be a tensor, got an array of 1'],
  ['pow, tensor', () => pow(x, wrong(x)), TypeError, 'pow: exponent must be a number, got a Tensor'],
  [
    'clip, missing',
    () => clip(x, 0, wrong(undefined)),
    TypeError,
    'clip: low and high must be numbers, got 0 and undefined',
  ],
  ['where, condition', () => where(wrong(true), 1, 2), TypeError, 'where: condition must be a tensor, got true'],
  ['matmul, array', () => matmul(x, wrong([[1]])), TypeError, 'matmul: b must be a tensor, got an array of 1'],
  ['sum, axis', () => sum(x, wrong('rows')), TypeError, 'sum: axis must be a whole number, got "rows"'],
  [
    'sum, options',
    () => sum(x, 0, wrong({ keepDims: true })),
    TypeError,
    'sum: keepDims must be true or false, got an Object',
  ],
  ['mean, broken axis', () => mean(x, 0.5), TypeError, 'mean: axis must be a whole number, got 0.5'],
  ['argMax, axes', () => argMax(x, wrong([0, 1])), TypeError, 'argMax: axis must be a whole number, got an array of 2'],
  ['transpose, axis', () => transpose(x, wrong(1)), TypeError, 'transpose: axes must be an array of axes, got 1'],
  ['reshape, number', () => reshape(x, wrong(6)), TypeError, 'reshape: shape must be an array of sizes, got 6'],
  ['slice, number', () => slice(x, wrong(0), [1, 1]), TypeError, /slice: begin must be an array, .* got 0/],
  [
    'concat, no array',
    () => concat(wrong(x), 0),
    TypeError,
    'concat: expected an array of at least one tensor, got a Tensor',
  ],
  [
    'concat, empty',
    () => concat([], 0),
    TypeError,
    'concat: expected an array of at least one tensor, got an array of 0',
  ],
  [
    'concat, no axis',
    () => concat([x], wrong(undefined)),
    TypeError,
    'concat: axis must be a whole number, got undefined',
  ],
  ['stack, number', () => stack([x, wrong(1)]), TypeError, 'stack: [1] must be a tensor, got 1'],
  [
    'embedding, indices',
    () => embedding(table, wrong([1])),
    TypeError,
    'embedding: indices must be a tensor, got an array of 1',
  ],
  ['oneHot, labels', () => oneHot(wrong('a'), 2), TypeError, 'tensor: expected numbers, got "a"'],

  // Tensors filled by a rule.
  ['zeros, size', () => zeros([2, -1]), ShapeError, 'zeros: sizes must be whole numbers of at least 1, got [2, -1]'],
  ['ones, number', () => ones(wrong(3)), TypeError, 'ones: shape must be an array of sizes, got 3'],
  ['full, value', () => full([2], wrong('0')), TypeError, 'full: value must be a number, got "0"'],
  [
    'zeros, option',
    () => zeros([2], wrong({ requireGrad: true })),
    TypeError,
    /unknown option 'requireGrad'; did you mean 'requiresGrad'\?/,
  ],
  [
    'randomNormal, option',
    () => randomNormal([2], wrong({ std: 1 })),
    TypeError,
    /unknown option 'std'.*standardDeviation/,
  ],
  [
    'randomNormal, deviation',
    () => randomNormal([2], { standardDeviation: -1 }),
    RangeError,
    'randomNormal: standardDeviation must be at least 0, got -1',
  ],
  ['randomNormal, far', () => randomNormal([2], { standardDeviation: 1e38 }), RangeError, /beyond float32/],
  [
    'randomNormal, seed',
    () => randomNormal([2], { seed: 1.5 }),
    RangeError,
    'randomNormal: seed must be a whole number of at least 0, got 1.5',
  ],
  [
    'randomUniform, order',
    () => randomUniform([2], { low: 1, high: 1 }),
    RangeError,
    'randomUniform: low must be below high in float32, got 1 and 1',
  ],
  [
    'randomUniform, far',
    () => randomUniform([2], { low: -3e38, high: 3e38 }),
    RangeError,
    /farther than float32 reaches/,
  ],
  ['randomUniform, option', () => randomUniform([2], wrong({ hihg: 2 })), TypeError, /did you mean 'high'\?/],
  [
    'gradCheck, inputs',
    () => gradCheck((a) => a, wrong(x)),
    TypeError,
    /gradCheck: inputs must be an array of tensors, got a Tensor/,
  ],
  [
    'gradCheck, option',
    () => gradCheck((a) => a, [x], wrong({ steps: 1 })),
    TypeError,
    /unknown option 'steps'; did you mean 'step'\?/,
  ],
  [
    'gradCheck, step',
    () => gradCheck((a) => a, [x], { step: 0 }),
    RangeError,
    'gradCheck: step must be positive, got 0',
  ],
  [
    'record, option',
    () => record([], () => x, wrong({ area: 1 })),
    TypeError,
    /record: unknown option 'area'; did you mean 'arena'\?/,
  ],
  [
    'tensor, option',
    () => tensor([1], [1], wrong({ requiresgrad: true })),
    TypeError,
    /tensor: unknown option 'requiresgrad'; did you mean 'requiresGrad'\?/,
  ],
];

describe('wrong calls', () => {
  for (const [call, run, type, message] of rows) {
    it(call, () => {
      const error = thrownBy(run);
      expect(error).toBeInstanceOf(type);
      if (typeof message === 'string') expect(error.message).toBe(message);
      else expect(error.message).toMatch(message);
    });
  }

  it('throw the same inside a recording, and leave it', () => {
    expect(() => record([[2, 3]], (input) => sum(input, 7))).toThrow(RangeError);
    expect(sum(x).item()).toBe(6);
  });
});

describe('indices are checked whenever a graph runs', () => {
  const lookups: [name: string, fn: (indices: Tensor) => Tensor][] = [
    ['embedding', (indices) => embedding(table, indices)],
    ['oneHot', (labels) => oneHot(labels, 4)],
  ];
  for (const [name, fn] of lookups) {
    it(name, () => {
      const graph = record([[3]], fn);
      expect(graph.run([[0, 1, 3]]).shape[0]).toBe(3);
      expect(() => graph.run([[0, 4, 3]])).toThrow(/\[1\] must be a whole number in \[0, 3\], got 4/);
      expect(graph.run([[2, 1, 3]]).shape[0]).toBe(3);
    });
  }
});
