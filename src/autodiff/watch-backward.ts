/** Backward as a spectator sees it, node by node; nothing is kept where nobody watches. */
import type { Tensor } from '../tensor/tensor.ts';
import { type Gradients, runBackward as runUnseen } from './eager.ts';
import type { Node } from './node.ts';

/** What happens at one node on the way back. Values in row-major order; copies. */
export interface BackwardStep {
  readonly node: Node;
  /** ∂loss/∂output: the sum of what all its users have added. */
  readonly gradient: Float32Array;
  /** For each input that wants a gradient, once: what it had before, if anything, and what it has now. */
  readonly inputs: readonly {
    readonly input: Tensor;
    readonly before: Float32Array | undefined;
    readonly after: Float32Array;
  }[];
}

let run = runUnseen;

/** Runs backward of a node now, and shows it to whoever is watching. */
export function runBackward(node: Node, gradients: Gradients): void {
  run(node, gradients);
}

/** Runs `fn` and shows `look` every node of the backward passes in it, in the order of the walk. */
export function watchingBackward<T>(look: (step: BackwardStep) => void, fn: () => T): T {
  const before = run;
  run = (node, gradients) => look(stepOf(node, gradients, before));
  try {
    return fn();
  } finally {
    run = before;
  }
}

/** Runs a node, and keeps what it finds and leaves. */
function stepOf(node: Node, gradients: Gradients, runNode: typeof runUnseen): BackwardStep {
  const gradient = gradients.get(node.output)!.slice();
  const wanted = [...new Set(node.inputs)].filter((input) => input.requiresGrad);
  const before = wanted.map((input) => gradients.get(input)?.slice());
  runNode(node, gradients);
  const changed = wanted.flatMap((input, i) => {
    const after = gradients.get(input);
    return after === undefined ? [] : [{ input, before: before[i], after: after.slice() }];
  });
  return { node, gradient, inputs: changed };
}
