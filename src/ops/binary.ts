/** The common part of the binary operations: broadcasting forward, and sums over the broadcast axes backward. */
import { apply } from '../autodiff/apply.ts';
import { result, workspace } from '../autodiff/node.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Broadcast, type BroadcastBackward, kernels } from '../wasm/kernels.ts';
import {
  planBroadcast,
  planReduction,
  reductionScratch,
  runBroadcast,
  runBroadcastBackward,
  runReduction,
} from './broadcast.ts';
import { operand } from './operand.ts';

/**
 * The gradient by one operand before it is summed over broadcast axes: ±dy, or what a kernel makes of dy, a and b
 * (`reads` says which of the two it needs).
 */
export type OperandGradient =
  | { readonly sign: 1 | -1 }
  | { readonly kernel: BroadcastBackward; readonly reads: readonly ('a' | 'b')[] };

export interface BinaryRule {
  readonly name: string;
  readonly kernel: Broadcast;
  readonly gradients: readonly [OperandGradient, OperandGradient];
}

/** @throws TypeError for an operand that is neither tensor nor number; ShapeError where shapes do not broadcast. */
export function binary(
  { name, kernel, gradients }: BinaryRule,
  first: Tensor | number,
  second: Tensor | number,
): Tensor {
  const a = operand(name, 'a', first);
  const b = operand(name, 'b', second);
  const plan = planBroadcast(name, a.shape, b.shape);
  const y = result(plan.shape);

  const sides = [a, b].map((input, i) => {
    const gradient = gradients[i];
    const reductions = sameShape(input.shape, plan.shape) ? [] : planReduction(plan.shape, input.shape);
    const between = reductionScratch(reductions);
    return {
      input,
      gradient,
      reductions,
      // The gradient at the broadcast shape, where a kernel makes it and it is summed afterwards.
      full: 'kernel' in gradient && reductions.length > 0 && input.requiresGrad ? workspace(plan.shape) : undefined,
      between: between > 0 && input.requiresGrad ? workspace([between]) : undefined,
    };
  });
  const backwardReads = new Set<Tensor>();
  for (const { input, gradient } of sides) {
    if (!input.requiresGrad || !('kernel' in gradient)) continue;
    for (const side of gradient.reads) backwardReads.add(side === 'a' ? a : b);
  }

  return apply({
    name,
    inputs: [a, b],
    output: y,
    backwardReads: [...backwardReads],
    backwardScratch: sides.flatMap(({ full, between }) => [full, between].filter((room) => room !== undefined)),
    forward(run) {
      runBroadcast(kernel, plan, run.address(y), run.address(a), run.address(b));
    },
    backward(run) {
      for (const { input, gradient, reductions, full, between } of sides) {
        const dx = run.gradient(input);
        if (dx === 0) continue;
        const dy = run.gradient(y);
        const adds = run.adds(input);
        const scratch = between ? run.address(between) : 0;
        if ('sign' in gradient) {
          if (reductions.length === 0) kernels.scale(dx, dy, plan.size, gradient.sign, adds);
          else runReduction(reductions, dx, dy, scratch, gradient.sign, adds);
        } else if (full) {
          const wide = run.address(full);
          runBroadcastBackward(gradient.kernel, plan, wide, dy, run.address(a), run.address(b), 0);
          runReduction(reductions, dx, wide, scratch, 1, adds);
        } else runBroadcastBackward(gradient.kernel, plan, dx, dy, run.address(a), run.address(b), adds);
      }
    },
  });
}
