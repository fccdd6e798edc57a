/** What operations accept as an operand: a tensor, or a number that stands for a scalar constant. */
import { valueText } from '../errors.ts';
import { Tensor } from '../tensor/tensor.ts';

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
