/** What a recording comes to: the nodes that are needed, both ways, and how long each value has to live. */
import { RecordingError } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Node, nodeOf } from './node.ts';
import type { Life } from './planner.ts';

/** A value in the arena, and its life. */
export interface Planned {
  readonly tensor: Tensor;
  readonly life: Life;
}

/** Nodes that an output depends on, in the order of creation. */
export function nodesNeeded(outputs: readonly Tensor[], recorded: readonly Node[]): Node[] {
  const needed = new Set<Tensor>(outputs);
  const kept: Node[] = [];
  for (let i = recorded.length - 1; i >= 0; i--) {
    const node = recorded[i];
    if (!needed.has(node.output)) continue;
    kept.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  return kept.reverse();
}

/** Nodes on a path from a tensor that wants a gradient to `root`, in the order of backward. */
export function nodesBackward(root: Tensor, nodes: readonly Node[]): Node[] {
  if (!root.requiresGrad) return [];
  const onPath = new Set<Tensor>([root]);
  const found: Node[] = [];
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (!onPath.has(node.output) || !node.output.requiresGrad) continue;
    found.push(node);
    for (const input of node.inputs) if (input.requiresGrad) onPath.add(input);
  }
  return found;
}

/** Tensors that exist outside the recording, in order of first use. */
export function leavesOf(nodes: readonly Node[], inputs: readonly Tensor[], outputs: readonly Tensor[]): Tensor[] {
  const made = new Set<Tensor>(inputs);
  const leaves = new Set<Tensor>();
  for (const node of nodes) {
    for (const tensor of [...node.inputs, ...node.state]) if (!made.has(tensor)) leaves.add(tensor);
    made.add(node.output);
  }
  for (const output of outputs) if (!made.has(output)) leaves.add(output);
  for (const leaf of leaves) {
    if (leaf.values || leaf.home) continue;
    throw new RecordingError('record: a tensor of another recorded graph was used; pass its value as an input instead');
  }
  return [...leaves];
}

/** Lives of everything that is in the arena, in moments as `planner.ts` counts them. */
export function planLives(
  nodes: readonly Node[],
  backwardNodes: readonly Node[],
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
): { values: Planned[]; gradients: Planned[] } {
  const end = nodes.length + backwardNodes.length;
  const values = new Map<Tensor, Life>();
  const gradients = new Map<Tensor, Life>();
  const start = (lives: Map<Tensor, Life>, tensor: Tensor, from: number, to: number): void => {
    lives.set(tensor, { bytes: tensor.size * 4, from, to, offset: 0 });
  };
  const extend = (lives: Map<Tensor, Life>, tensor: Tensor, to: number): void => {
    const life = lives.get(tensor);
    if (life && life.to < to) life.to = to;
  };

  for (const input of inputs) start(values, input, 0, end);
  nodes.forEach((node, moment) => {
    for (const input of node.inputs) extend(values, input, moment);
    for (const tensor of [...node.saved, ...node.scratch]) start(values, tensor, moment, moment);
    start(values, node.output, moment, moment);
  });
  const inputSet = new Set(inputs);
  backwardNodes.forEach((node, i) => {
    const moment = nodes.length + i;
    for (const tensor of node.backwardReads) extend(values, tensor, moment);
    for (const tensor of node.backwardScratch) start(values, tensor, moment, moment);
    if (i === 0) start(gradients, node.output, moment, moment);
    extend(gradients, node.output, moment);
    for (const input of node.inputs) {
      if (!input.requiresGrad || gradients.has(input)) continue;
      if (inputSet.has(input)) start(gradients, input, moment, end);
      else if (nodeOf(input)) start(gradients, input, moment, moment);
    }
  });
  for (const output of outputs) extend(values, output, end);
  const list = (lives: Map<Tensor, Life>): Planned[] => [...lives].map(([tensor, life]) => ({ tensor, life }));
  return { values: list(values), gradients: list(gradients) };
}
