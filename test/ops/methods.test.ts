import { describe, expect, it } from 'vitest';
import * as simdgrad from '../../src/index.ts';
import { Tensor, tensor } from '../../src/index.ts';
import * as activations from '../../src/ops/activation-functions.ts';

const x = tensor([
  [0.5, 1.5, 2],
  [3, 0.25, 1],
]);
const y = tensor([2, 0.5, 1.5]);

type Call = [method: keyof Tensor & string, rest: unknown[]];

/** What activations are called with, beyond the tensor. */
const argumentsOf: Readonly<Record<string, unknown[]>> = {
  leakyRelu: [0.2],
  elu: [0.5],
  gelu: [{ approximate: 'tanh' }],
  softmax: [0],
};

/** Every method, and the same by the function of its name. */
const calls: Call[] = [
  ['add', [y]],
  ['sub', [y]],
  ['mul', [2]],
  ['div', [y]],
  ['maximum', [y]],
  ['minimum', [1]],
  ['neg', []],
  ['abs', []],
  ['sqrt', []],
  ['square', []],
  ['exp', []],
  ['log', []],
  ['pow', [1.5]],
  ['clip', [0.4, 1.75]],
  ...Object.keys(activations).map((name): Call => [name as keyof Tensor & string, argumentsOf[name] ?? []]),
  ['matmul', [tensor([[1], [2], [3]])]],
  ['transpose', [[1, 0]]],
  ['reshape', [[3, -1]]],
  ['flatten', []],
  [
    'slice',
    [
      [0, 1],
      [-1, 2],
    ],
  ],
  ['sum', [1, true]],
  ['mean', [0]],
  ['variance', [[0, 1]]],
  ['max', [1]],
  ['min', []],
  ['argMax', [1]],
];

describe('methods of Tensor', () => {
  for (const [method, rest] of calls) {
    it(`${method} is the function ${method}`, () => {
      const byMethod = (x[method] as (...rest: unknown[]) => Tensor)(...rest);
      const byFunction = (simdgrad as unknown as Record<string, (...all: unknown[]) => Tensor>)[method](x, ...rest);
      expect(byMethod.shape).toEqual(byFunction.shape);
      expect(byMethod.toFloat32Array()).toEqual(byFunction.toFloat32Array());
    });
  }

  it('are all tested here', () => {
    const own = Object.getOwnPropertyNames(Tensor.prototype);
    const engine = [
      'constructor',
      'rank',
      'toFloat32Array',
      'toArray',
      'item',
      'assign',
      'zeroGrad',
      'toString',
      'read',
      'proximalL1',
    ];
    const attached = own.filter((name) => !engine.includes(name) && name !== 'backward');
    expect(attached.sort()).toEqual(calls.map(([method]) => method).sort());
  });

  it('do not show when a tensor is looped over', () => {
    const seen: string[] = [];
    for (const key in x) seen.push(key);
    expect(seen).toContain('shape');
    expect(seen).not.toContain('relu');
  });

  it('chain, as in the README', () => {
    const w = tensor([[0.5], [-1], [2]], undefined, { requiresGrad: true });
    const loss = x.matmul(w).sub(1).square().mean();
    loss.backward();
    // x·w = [2.75, 3.25]ᵀ; ∂loss/∂w = xᵀ·(x·w − 1)
    expect(loss.item()).toBe((1.75 ** 2 + 2.25 ** 2) / 2);
    expect(w.grad!.toArray()).toEqual([[0.5 * 1.75 + 3 * 2.25], [1.5 * 1.75 + 0.25 * 2.25], [2 * 1.75 + 1 * 2.25]]);
  });
});
