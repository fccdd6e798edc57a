/** The common part of operations that map each value on its own. */
import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Address, Adds } from '../wasm/kernels.ts';
import { requireTensor } from './operand.ts';

export interface UnaryRule {
  readonly name: string;
  /** Whether backward computes from the input x, the output y, or neither. */
  readonly reads: 'input' | 'output' | 'nothing';
  /** The numbers that it takes. */
  readonly constants?: readonly number[];
  forward(out: Address, x: Address, n: number): void;
  /** `read` is the address of what `reads` names, 0 for nothing. */
  backward(dx: Address, dy: Address, read: Address, n: number, adds: Adds): void;
}

/** @throws TypeError unless `x` is a tensor. */
export function unary(rule: UnaryRule, x: Tensor): Tensor {
  requireTensor(rule.name, 'x', x);
  const y = result(x.shape);
  const read = rule.reads === 'input' ? x : rule.reads === 'output' ? y : undefined;
  return apply({
    name: rule.name,
    inputs: [x],
    output: y,
    constants: rule.constants,
    backwardReads: read ? [read] : [],
    forward(run) {
      rule.forward(run.address(y), run.address(x), x.size);
    },
    backward(run) {
      rule.backward(run.gradient(x), run.gradient(y), read ? run.address(read) : 0, x.size, run.adds(x));
    },
  });
}
