/** Evidence for the operations of test/golden/operations.json, which test/ops/operations.test.ts runs too. */
import type { Tensor } from '../../src/tensor/tensor.ts';
import type { Evidence, GoldenCall, GoldenCase, GradientCase } from '../helpers/evidence.ts';
import { inputsOf, type OperationCase, operationCases } from '../helpers/operation-cases.ts';

/** `maximum` for `maximum(x, 0.25)`. */
function nameOf(one: OperationCase): string {
  return /^\w+/.exec(one.name)![0];
}

/** Only inputs with a gradient are varied. */
function gradientCase(one: OperationCase): GradientCase {
  const inputs = inputsOf(one);
  const fn: GradientCase['fn'] = (library, ...free) => {
    const values = [...free];
    return one.fnIn(library)(...inputs.map((input): Tensor => (input.requiresGrad ? values.shift()! : input)));
  };
  return { fn, inputs: inputs.filter((input) => input.requiresGrad) };
}

function goldenCase(one: OperationCase): GoldenCase {
  return {
    inputs: one.inputs.map(({ shape, values }) => [[...shape], [...values]]),
    options: one.fnIn,
    upstream: one.upstream && [...one.upstream],
    output: [[...one.shape], [...one.output]],
    gradients: one.inputs.map((_, i) => (one.gradients[i] ? [...one.gradients[i]] : null)),
  };
}

const call: GoldenCall = (library, inputs, fnIn: OperationCase['fnIn']) => fnIn(library)(...inputs);

const gradients: Record<string, GradientCase[]> = {};
const entries: Record<string, GoldenCase[]> = {};
const calls: Record<string, GoldenCall> = {};
for (const one of operationCases) {
  const name = nameOf(one);
  calls[name] = call;
  entries[name] = [...(entries[name] ?? []), goldenCase(one)];
  if (one.upstream && !one.kink) gradients[name] = [...(gradients[name] ?? []), gradientCase(one)];
}

export const operations: Evidence = { gradients, golden: [{ entries, calls }] };
