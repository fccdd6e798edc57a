/** Whether a function records the same operations every time: what a recorded graph replays is then what it would compute. */
import { shapeText, valueText } from '../errors.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Graph } from './graph.ts';
import { nodesNeeded } from './graph-plan.ts';
import type { Constant, Node } from './node.ts';
import type { Trace } from './record.ts';

/**
 * The first difference between a recorded graph and a later trace of the same function for the same input shapes, as the end
 * of a sentence; undefined where there is none.
 *
 * Compared are operations and how they are connected, what they were given beside tensors (`constants`), whether gradients
 * flow through them, the counters that are advanced, and constant tensors by their values. A tensor that is the same
 * object in both may change: a graph sees what is assigned to it.
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
  if (nodes.length > graph.nodes.length) {
    return `${nodeText(nodes[graph.nodes.length], graph.nodes.length)} was not there before`;
  }
  if (nodes.length < graph.nodes.length) {
    return `${nodeText(graph.nodes[nodes.length], nodes.length)} is no longer there`;
  }
  if (graph.outputs.length !== again.outputs.length) {
    return `${graph.outputs.length} results became ${again.outputs.length}`;
  }
  for (let i = 0; i < graph.outputs.length; i++) {
    const difference = tensorDifference(graph.outputs[i], again.outputs[i], pairs);
    if (difference) return `result ${i + 1}: ${difference}`;
  }
  const { counters } = graph;
  if (counters.length !== again.counters.length || counters.some((counter, i) => counter !== again.counters[i])) {
    return 'it advances another counter';
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
  for (let i = 0; i < Math.max(first.constants.length, second.constants.length); i++) {
    const [before, now] = [first.constants[i], second.constants[i]];
    if (!Object.is(before, now)) return constantDifference(before, now);
  }
  for (let i = 0; i < first.inputs.length; i++) {
    const difference = tensorDifference(first.inputs[i], second.inputs[i], pairs);
    if (difference) return `operand ${i + 1}: ${difference}`;
  }
  if (first.state.length !== second.state.length || first.state.some((tensor, i) => tensor !== second.state[i])) {
    return 'the statistics that it updates are made anew each time';
  }
  if (first.output.requiresGrad !== second.output.requiresGrad) {
    const [before, now] = first.output.requiresGrad ? ['a', 'none'] : ['no', 'one'];
    return `it had ${before} gradient and now has ${now}`;
  }
  return undefined;
}

function constantDifference(before: Constant | undefined, now: Constant | undefined): string {
  if (typeof before === 'object' && typeof now === 'object')
    return `${valueText(before)} given to it is another each time`;
  return `a number given to it, ${valueText(before)}, became ${valueText(now)}`;
}

function tensorDifference(first: Tensor, second: Tensor, pairs: ReadonlyMap<Tensor, Tensor>): string | undefined {
  if (first === second || pairs.get(first) === second) return undefined;
  const isMade = second.values === undefined && second.home === undefined;
  if (pairs.has(first) || isMade) return 'it came from another operation';
  if (first.requiresGrad || second.requiresGrad) return 'another parameter took its place';
  if (!sameShape(first.shape, second.shape)) {
    return `a constant ${shapeText(first.shape)} became ${shapeText(second.shape)}`;
  }
  const [before, now] = [first.toFloat32Array(), second.toFloat32Array()];
  const at = before.findIndex((value, i) => !Object.is(value, now[i]));
  if (at < 0) return undefined;
  const place = first.size === 1 ? '' : ` at place ${at}`;
  return `a constant ${shapeText(first.shape)} was ${before[at]} and became ${now[at]}${place}`;
}
