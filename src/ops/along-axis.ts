/** The common part of operations that map each row along an axis to a row of the same length. */
import { apply } from '../autodiff/apply.ts';
import { result } from '../autodiff/node.ts';
import { normalizeAxis } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Address, Adds } from '../wasm/kernels.ts';
import { requireTensor } from './operand.ts';
import { transpose } from './transpose.ts';

export interface RowRule {
  readonly name: string;
  forward(out: Address, x: Address, rows: number, columns: number): void;
  /** From the output y. */
  backward(dx: Address, dy: Address, y: Address, rows: number, columns: number, adds: Adds): void;
}

/**
 * Kernels know rows in the last axis; any other axis is exchanged with the last one before and after.
 *
 * @throws TypeError unless `x` is a tensor; RangeError for an axis it does not have.
 */
export function alongAxis(rule: RowRule, x: Tensor, axis: number): Tensor {
  requireTensor(rule.name, 'x', x);
  const last = x.rank - 1;
  const along = normalizeAxis(rule.name, axis, x.rank);
  if (along === last) return alongRows(rule, x);
  const axes = x.shape.map((_, i) => (i === along ? last : i === last ? along : i));
  return transpose(alongRows(rule, transpose(x, axes)), axes);
}

function alongRows(rule: RowRule, x: Tensor): Tensor {
  const y = result(x.shape);
  const columns = x.shape[x.rank - 1];
  const rows = x.size / columns;
  return apply({
    name: rule.name,
    inputs: [x],
    output: y,
    backwardReads: [y],
    forward(run) {
      rule.forward(run.address(y), run.address(x), rows, columns);
    },
    backward(run) {
      rule.backward(run.gradient(x), run.gradient(y), run.address(y), rows, columns, run.adds(x));
    },
  });
}
