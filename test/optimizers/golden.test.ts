import { describe, expect, it } from 'vitest';
import { ParameterBlock } from '../../src/tensor/parameter-block.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import golden from '../golden/optimizers.json' with { type: 'json' };
import { addedOptimizers } from '../helpers/added-golden.ts';
import { make } from './all-rules.ts';

const { shapes, start, gradients } = golden;

type After = Record<string, number[][]>;

/** |a − b| ≤ 1e-6 · max(1, max |expected|). */
function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  const tolerance = 1e-6 * Math.max(1, ...expected.map(Math.abs));
  expected.forEach((value, i) => {
    if (!(Math.abs(actual[i] - value) <= tolerance)) expect({ i, value: actual[i] }).toEqual({ i, value });
  });
}

/** 25 steps with the given gradients, compared after 1, 5 and 25. */
function run(parameters: readonly Tensor[], step: (parameters: readonly Tensor[]) => void, after: After): void {
  gradients.forEach((all, i) => {
    for (const [j, parameter] of parameters.entries()) parameter.grad = tensor(all[j], shapes[j]);
    step(parameters);
    const expected = after[i + 1] ?? [];
    for (const [j, values] of expected.entries()) expectClose(parameters[j].toFloat32Array(), values);
  });
  expect(gradients.length).toBe(25);
}

const added = addedOptimizers.flatMap(({ optimizer, cases }) =>
  cases.map((one) => ({ ...one, optimizer, source: 'a program of its own' })),
);

describe.each([...golden.cases, ...added])(
  '$optimizer $options makes the steps of $source',
  ({ optimizer: name, options, after }) => {
    it('with parameters in a block', () => {
      const optimizer = make(name, options);
      const { tensors } = new ParameterBlock(shapes.map((shape, i) => ({ shape, values: start[i] })));
      run(tensors, (parameters) => optimizer.step(parameters), after as After);
    });

    it('with parameters in JavaScript memory', () => {
      const optimizer = make(name, options);
      const parameters = shapes.map((shape, i) => tensor(start[i], shape, { requiresGrad: true }));
      run(parameters, () => optimizer.step(parameters), after as After);
    });

    it('by the rule as it reads', () => {
      const optimizer = make(name, options);
      const parameters = shapes.map((shape, i) => tensor(start[i], shape));
      const slots = optimizer.state(parameters).parameters.map((one) => one.slots);
      let t = 0;
      const step = (): void => {
        t++;
        for (const [i, { values, grad }] of parameters.entries()) {
          optimizer.update(values!, grad!.values!, slots[i], t, optimizer.currentLearningRate());
        }
      };
      run(parameters, step, after as After);
    });
  },
);
