/**
 * Every operation against PyTorch, against finite differences, and eager against recorded; one table for all of them,
 * with odd shapes, single values, scalars, broadcasting, a value used twice, and extremes.
 */
import { describe, expect, it } from 'vitest';
import { backwardFrom } from '../../src/autodiff/backward.ts';
import { gradCheck } from '../../src/autodiff/grad-check.ts';
import { record } from '../../src/autodiff/record.ts';
import { mul, reshape, sum } from '../../src/ops/index.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { inputsOf, type OperationCase, operationCases } from '../helpers/operation-cases.ts';

/**
 * PyTorch's values are float32 themselves. Either side rounds each of a few operations by at most 2⁻²⁴ = 6e-8 of its
 * size, exp and log by twice that, and adds up to 37 values here; the largest difference found is below a third of
 * this.
 */
const tolerance = 2e-6;

/** Each value within the tolerance of max(1, its own size); what is not finite must be the same. */
function expectClose(actual: Float32Array, expected: Float32Array, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const same =
      Object.is(actual[i], expected[i]) ||
      Math.abs(actual[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i]));
    if (!same) throw new Error(`${what}: [${i}] is ${actual[i]}, expected ${expected[i]}`);
  }
}

/** fn with the inputs that take no gradient filled in. */
function ofFreeInputs(one: OperationCase): { fn: (...free: Tensor[]) => Tensor; free: Tensor[] } {
  const inputs = inputsOf(one);
  const free = inputs.filter((input) => input.requiresGrad);
  const fn = (...values: Tensor[]): Tensor => {
    let next = 0;
    return one.fn(...inputs.map((input) => (input.requiresGrad ? values[next++] : input)));
  };
  return { fn, free };
}

describe('values and gradients are those of PyTorch', () => {
  for (const one of operationCases) {
    it(one.title, () => {
      const inputs = inputsOf(one);
      const output = one.fn(...inputs);
      expect(output.shape).toEqual(one.shape);
      expectClose(output.toFloat32Array(), one.output, 'output');
      if (!one.upstream) return;
      backwardFrom(output, one.upstream);
      inputs.forEach((input, i) => {
        const expected = one.gradients[i];
        if (expected) expectClose(input.grad!.toFloat32Array(), expected, `gradient ${i}`);
        else expect(input.grad).toBeUndefined();
      });
    });
  }
});

describe('gradients are those of finite differences', () => {
  for (const one of operationCases) {
    if (one.kink || !one.upstream) continue;
    it(one.title, () => {
      const { fn, free } = ofFreeInputs(one);
      gradCheck(fn, free);
    });
  }
});

describe('eager and recorded give the same bits', () => {
  for (const one of operationCases) {
    it(one.title, () => {
      const eager = inputsOf(one);
      const output = one.fn(...eager);
      const examples = inputsOf(one);
      // One value is needed to go backward from: Σ upstream · output.
      const total = (y: Tensor): Tensor => sum(mul(y, tensor(one.upstream!, one.shape)));
      const graph = record(examples, (...inputs) => {
        const y = one.fn(...inputs);
        return one.upstream ? [total(y), y] : [y];
      });
      for (let round = 0; round < 2; round++) {
        expectSameBits(graph.run(examples).at(-1)!.toFloat32Array(), output.toFloat32Array(), 'output');
      }
      if (!one.upstream) return;
      backwardFrom(total(output), Float32Array.of(1));
      graph.backward();
      eager.forEach((input, i) => {
        if (!input.requiresGrad) return;
        expectSameBits(graph.inputs[i].grad!.toFloat32Array(), input.grad!.toFloat32Array(), `gradient ${i}`);
      });
    });
  }
});

describe('a gradient that is there is added to', () => {
  for (const one of operationCases) {
    if (one.kink || !one.upstream) continue;
    it(one.title, () => {
      const inputs = inputsOf(one);
      for (const input of inputs)
        if (input.requiresGrad)
          input.grad = reshape(tensor(Float32Array.from({ length: input.size }, (_, i) => i)), input.shape);
      backwardFrom(one.fn(...inputs), one.upstream!);
      inputs.forEach((input, i) => {
        const expected = one.gradients[i];
        if (expected)
          expectClose(
            input.grad!.toFloat32Array(),
            expected.map((value, j) => value + j),
            `gradient ${i}`,
          );
      });
    });
  }
});
