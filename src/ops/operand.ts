/** What operations accept as an operand: a tensor, or a number that stands for a scalar constant. */
import type { Run } from '../autodiff/node.ts';
import { valueText } from '../errors.ts';
import { Tensor } from '../tensor/tensor.ts';
import { kernels } from '../wasm/kernels.ts';

/** @throws TypeError for anything but a tensor or a number. */
export function operand(who: string, name: string, value: Tensor | number): Tensor {
  if (value instanceof Tensor) return value;
  if (typeof value === 'number') return new Tensor([], Float32Array.of(value));
  throw new TypeError(`${who}: ${name} must be a tensor or a number, got ${valueText(value)}`);
}

/** @throws TypeError unless `value` is a tensor. */
export function requireTensor(who: string, name: string, value: unknown): Tensor {
  if (value instanceof Tensor) return value;
  throw new TypeError(`${who}: ${name} must be a tensor, got ${valueText(value)}`);
}

/** Contributes 0 to the gradient of an input by which an operation has none: a condition, or indices. */
export function noGradientBy(input: Tensor, run: Run): void {
  const gradient = run.gradient(input);
  if (gradient !== 0 && run.adds(input) === 0) kernels.fill(gradient, input.size, 0);
}
