/** `apply(node)`: the one place that decides whether an operation runs now or is only noted. */
import { mode } from '../tensor/mode.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { runForward } from './eager.ts';
import { Node, type NodeSpec } from './node.ts';
import { note } from './record.ts';

let seen: ((node: Node) => void) | undefined;

/**
 * Applies an operation: runs its forward at once, or notes it for the graph that is being recorded.
 *
 * The output remembers the node when any input wants a gradient and the operation has one, unless inside `noGrad`.
 */
export function apply(spec: NodeSpec): Tensor {
  const node = new Node(spec);
  const output = node.output;
  const differentiable =
    mode.gradients && node.backward !== undefined && node.inputs.some((input) => input.requiresGrad);
  output.requiresGrad = differentiable;
  if (mode.recording) {
    output.origin = node;
    note(node);
  } else {
    runForward(node, differentiable);
    if (differentiable) output.origin = node;
    seen?.(node);
  }
  return output;
}

/** Runs `fn` and shows `look` every operation right after it ran, also those that no gradient goes through. */
export function watching<T>(look: (node: Node) => void, fn: () => T): T {
  const before = seen;
  seen = look;
  try {
    return fn();
  } finally {
    seen = before;
  }
}
