import { expect, it } from 'vitest';
import { ParameterBlock } from '../../src/tensor/parameter-block.ts';
import { tensor } from '../../src/tensor/tensor.ts';

it('holds values next to each other, each on 16 bytes, with zeros in the gaps', () => {
  const block = new ParameterBlock([
    { shape: [5], values: [1, 2, 3, 4, 5] },
    { shape: [2, 2] },
    { shape: [], values: [9] },
  ]);
  expect(block.bytes).toBe(32 + 16 + 16);
  expect([...block.values.read(0, 16)]).toEqual([1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0]);
  expect(block.tensors.map((one) => one.toArray())).toEqual([
    [1, 2, 3, 4, 5],
    [
      [0, 0],
      [0, 0],
    ],
    9,
  ]);
  block.tensors[1].assign([6, 7, 8, 9]);
  expect([...block.values.read(32, 4)]).toEqual([6, 7, 8, 9]);
  expect(block.tensors.every(({ requiresGrad }) => requiresGrad)).toBe(true);
});

it('takes in tensors, which stay the same tensors, once', () => {
  const weight = tensor([1, 2], [2], { requiresGrad: true });
  const block = new ParameterBlock([weight, { shape: [1], requiresGrad: false }]);
  expect(block.tensors[0]).toBe(weight);
  expect(weight.toArray()).toEqual([1, 2]);
  expect(block.tensors[1].requiresGrad).toBe(false);
  expect(() => new ParameterBlock([weight])).toThrow(/the tensor \[2\] is in WASM memory already/);
});

it('refuses what is no parameter', () => {
  expect(() => new ParameterBlock([])).toThrow(TypeError);
  expect(() => new ParameterBlock([{ shape: [2], values: [1] }])).toThrow(/2 values.*got 1/);
  expect(() => new ParameterBlock([{ shape: [0] }])).toThrow(/at least 1/);
});
