/** What the doc comments say of NaN, infinities, ties and values that are not taken, where PyTorch cannot say it. */
import { describe, expect, it } from 'vitest';
import { backwardFrom } from '../../src/autodiff/backward.ts';
import { record } from '../../src/autodiff/record.ts';
import {
  abs,
  add,
  clip,
  div,
  embedding,
  log,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  pow,
  sqrt,
  sum,
  variance,
  where,
} from '../../src/ops/index.ts';
import { ones, zeros } from '../../src/tensor/create.ts';
import { Tensor, tensor } from '../../src/tensor/tensor.ts';

const infinity = Number.POSITIVE_INFINITY;

function parameter(values: number[], shape: number[] = [values.length]): Tensor {
  return tensor(values, shape, { requiresGrad: true });
}

/** The gradients of Σ output by each of the inputs. */
function gradients(output: Tensor, ...inputs: Tensor[]): number[][] {
  backwardFrom(output, new Float32Array(output.size).fill(1));
  return inputs.map((input) => [...input.grad!.toFloat32Array()]);
}

describe('NaN', () => {
  it('gives no gradient to either side of maximum and minimum', () => {
    for (const operation of [maximum, minimum]) {
      const [a, b] = [parameter([Number.NaN, 1, Number.NaN]), parameter([1, Number.NaN, Number.NaN])];
      const y = operation(a, b);
      expect(y.toArray()).toEqual([Number.NaN, Number.NaN, Number.NaN]);
      expect(gradients(y, a, b)).toEqual([
        [0, 0, 0],
        [0, 0, 0],
      ]);
    }
  });

  it('has no gradient through clip and abs', () => {
    const x = parameter([Number.NaN, -infinity, infinity, -1, 1]);
    expect(gradients(clip(x, -1, 1), x)).toEqual([[0, 0, 0, 1, 1]]);
    const z = parameter([Number.NaN, -infinity, infinity, -0, 0]);
    expect(gradients(abs(z), z)).toEqual([[0, -1, 1, 0, 0]]);
  });

  it('wins in max and min, and takes the gradient', () => {
    for (const operation of [max, min]) {
      const x = parameter([1, Number.NaN, 3, Number.NaN]);
      const y = operation(x);
      expect(y.item()).toBeNaN();
      expect(gradients(y, x)).toEqual([[0, 1, 0, 0]]);
    }
  });

  it('comes through sum, mean and variance, in its own row only', () => {
    const x = tensor([
      [1, 2],
      [Number.NaN, 2],
      [infinity, 1],
      [infinity, -infinity],
    ]);
    expect(sum(x, 1).toArray()).toEqual([3, Number.NaN, infinity, Number.NaN]);
    expect(mean(x, 1).toArray()).toEqual([1.5, Number.NaN, infinity, Number.NaN]);
    expect(variance(x, 1).toArray()).toEqual([0.25, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('is no 0 as a condition', () => {
    expect(where(tensor([Number.NaN, 0, -0]), 1, 2).toArray()).toEqual([1, 2, 2]);
  });
});

describe('where', () => {
  it('keeps what is not taken out, forward and backward', () => {
    const x = parameter([-1, 0, 4]);
    const y = where(tensor([0, 0, 1]), log(x), 0);
    expect(y.toArray()).toEqual([0, 0, Math.fround(Math.log(4))]);
    // The gradient of what is not taken is 0; log itself makes NaN of it at 0: 0/0.
    expect(gradients(y, x)).toEqual([[-0, Number.NaN, 0.25]]);
    const safe = parameter([-1, 0, 4]);
    const inside = where(tensor([0, 0, 1]), safe, 1);
    expect(gradients(log(inside), safe)).toEqual([[0, 0, 0.25]]);
  });

  it('has gradient 0 by a condition that asks for one, eager and recorded', () => {
    const w = parameter([1, 2]);
    const make = (c: Tensor): Tensor => sum(where(mul(c, 2), 3, c));
    expect(gradients(make(w), w)).toEqual([[0, 0]]);
    const graph = record([w], make);
    graph.run([[1, 2]]);
    graph.backward();
    expect(graph.inputs[0].grad!.toArray()).toEqual([0, 0]);
  });
});

describe('ties', () => {
  it('give halves in maximum and minimum, and all of it when both sides are one tensor', () => {
    const [a, b] = [parameter([1, -0]), parameter([1, 0])];
    expect(gradients(maximum(a, b), a, b)).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    const x = parameter([1, 2]);
    expect(gradients(minimum(x, x), x)).toEqual([[1, 1]]);
  });

  it('go to the first place in row-major order in max and min, also over axes that are not neighbours', () => {
    for (const operation of [max, min]) {
      const x = parameter(new Array(12).fill(5), [2, 3, 2]);
      expect(gradients(operation(x), x)[0].indexOf(1)).toBe(0);
      const z = parameter([3, 3, 1, 7, 1, 7, 1, 7], [2, 2, 2]);
      // For the middle axis 0: 3 3 in the first block, 1 7 in the second; for 1: 1 7 and 1 7.
      const expected = operation === max ? [0, 0, 0, 1, 0, 1, 0, 0] : [0, 0, 1, 0, 1, 0, 0, 0];
      expect(gradients(operation(z, [0, 2]), z)).toEqual([expected]);
    }
  });
});

describe('infinite results', () => {
  it('are those of IEEE arithmetic', () => {
    expect(div(tensor([1, -1, 0, infinity]), tensor([0, 0, 0, infinity])).toArray()).toEqual([
      infinity,
      -infinity,
      Number.NaN,
      Number.NaN,
    ]);
    expect(sqrt(tensor([-1, -0])).toArray()).toEqual([Number.NaN, -0]);
    expect(pow(tensor([0, -8, Number.NaN]), -1).toArray()).toEqual([infinity, -0.125, Number.NaN]);
    expect(pow(tensor([0, Number.NaN, -infinity]), 0).toArray()).toEqual([1, 1, 1]);
    expect(pow(tensor([-8]), 1 / 3).item()).toBeNaN();
    const x = parameter([0]);
    expect(gradients(sqrt(x), x)).toEqual([[infinity]]);
  });
});

describe('large sums', () => {
  it('count further than float32 does one by one', () => {
    const n = 20_000_000; // an in-order float32 sum of ones stops at 16,777,216
    expect(sum(ones([n])).item()).toBe(n);
    expect(mean(ones([n])).item()).toBe(1);
  });

  it('take the variance of values far from 0', () => {
    expect(variance(tensor([100_000, 100_001, 100_002])).item()).toBeCloseTo(2 / 3, 6);
  });
});

describe('positions', () => {
  it('beyond float32 are refused where max needs them', () => {
    const long = new Tensor([2 ** 24 + 1], undefined, true);
    expect(() => record([long], (x) => max(x))).toThrow(
      'max: positions are float32 and count to 16777216, the axis has 16777217 values',
    );
    expect(() => record([[2, 2 ** 24]], (x) => max(x, 1))).not.toThrow();
    expect(() => record([[2, 2 ** 24]], (x) => max(x))).not.toThrow();
  });
});

describe('embedding', () => {
  it('adds the gradients of rows asked for more than once, and gives 0 to the others', () => {
    const table = parameter([1, 2, 3, 4, 5, 6], [3, 2]);
    const y = embedding(table, tensor([2, 0, 2]));
    expect(y.toArray()).toEqual([
      [5, 6],
      [1, 2],
      [5, 6],
    ]);
    expect(gradients(y, table)).toEqual([[1, 1, 0, 0, 2, 2]]);
  });

  it('has gradient 0 by indices that ask for one', () => {
    const indices = parameter([1, 0]);
    expect(gradients(embedding(ones([2, 1]), add(indices, 0)), indices)).toEqual([[0, 0]]);
    expect(zeros([1]).requiresGrad).toBe(false);
  });
});
