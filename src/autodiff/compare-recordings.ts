/** Whether a function records the same operations every time: what a recorded graph replays is then what it would compute. */
import { shapeText } from '../errors.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Graph } from './graph.ts';
import { nodesNeeded } from './graph-plan.ts';
import type { Node } from './node.ts';
import type { Trace } from './record.ts';

/**
 * The first difference between a recorded graph and a later trace of the same function for the same input shapes, as the end
 * of a sentence; undefined where there is none.
 *
 * Compared are operations, the numbers they were given (`constants`), how they are connected, and constant tensors by their values. A tensor that
 * is the same object in both may change: a graph sees what is assigned to it.
 */
export function differenceBetween(graph: Graph<Tensor[]>, again: Trace<Tensor[]>): string | undefined {
  const nodes = nodesNeeded(again.outputs, again.nodes);
  const pairs = new Map<Tensor, Tensor>();
  graph.inputs.forEach((input, i) => {
    pairs.set(input, again.symbols[i]);
  });
  for (let i = 0; i < Math.min(nodes.length, graph.nodes.length); i++) {
    const [first, second] = [graph.nodes[i], nodes[i]];
    if (first.name !== second.name) return `${nodeText(first, i)} became ${nodeText(second, i)}`;
    const difference = nodeDifference(first, second, pairs);
    if (difference) return `${nodeText(first, i)}: ${difference}`;
    pairs.set(first.output, second.output);
  }
  if (nodes.length !== graph.nodes.length) return `${graph.nodes.length} operations became ${nodes.length}`;
  for (let i = 0; i < graph.outputs.length; i++) {
    const difference = tensorDifference(graph.outputs[i], again.outputs[i], pairs);
    if (difference) return `result ${i}: ${difference}`;
  }
  return undefined;
}

function nodeText({ name, layer }: Node, i: number): string {
  return `operation ${i + 1}, '${name}'${layer ? ` in ${layer}` : ''}`;
}

function nodeDifference(first: Node, second: Node, pairs: ReadonlyMap<Tensor, Tensor>): string | undefined {
  if (!sameShape(first.output.shape, second.output.shape)) {
    return `its result ${shapeText(first.output.shape)} became ${shapeText(second.output.shape)}`;
  }
  if (first.inputs.length !== second.inputs.length) {
    return `its ${first.inputs.length} operands became ${second.inputs.length}`;
  }
  for (let i = 0; i < first.constants.length; i++) {
    if (Object.is(first.constants[i], second.constants[i])) continue;
    return `a number given to it, ${first.constants[i]}, became ${second.constants[i]}`;
  }
  for (let i = 0; i < first.inputs.length; i++) {
    const difference = tensorDifference(first.inputs[i], second.inputs[i], pairs);
    if (difference) return `operand ${i + 1}: ${difference}`;
  }
  return undefined;
}

function tensorDifference(first: Tensor, second: Tensor, pairs: ReadonlyMap<Tensor, Tensor>): string | undefined {
  if (first === second || pairs.get(first) === second) return undefined;
  if (pairs.has(first) || second.values === undefined) return 'it came from another operation';
  if (first.requiresGrad || second.requiresGrad) return 'a parameter is made anew each time';
  if (!sameShape(first.shape, second.shape)) {
    return `a constant ${shapeText(first.shape)} became ${shapeText(second.shape)}`;
  }
  const before = first.toFloat32Array();
  const at = before.findIndex((value, i) => !Object.is(value, second.values![i]));
  return at < 0
    ? undefined
    : `a constant ${shapeText(first.shape)} was ${before[at]} and became ${second.values[at]} at place ${at}`;
}
