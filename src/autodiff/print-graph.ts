/** A graph for people: as text, one line a node, and as a Mermaid flowchart. */
import { RecordingError, shapeText, valueText } from '../errors.ts';
import { Tensor } from '../tensor/tensor.ts';
import { type Node, nodesBefore } from './node.ts';

/**
 * The operations behind an eager tensor or in a recorded graph, to be printed.
 *
 *     console.log(graphOf(loss).toText());
 *     #1 matmul [32, 64] ← parameter [11, 64], …
 *
 * An eager tensor remembers its operations only where a parameter with `requiresGrad` is behind it.
 */
export function graphOf(from: Tensor | { readonly nodes: readonly Node[] }): { toText(): string; toMermaid(): string } {
  const nodes = nodesFor(from);
  return { toText: () => graphToText(nodes), toMermaid: () => graphToMermaid(nodes) };
}

function nodesFor(from: Tensor | { readonly nodes: readonly Node[] }): readonly Node[] {
  if (!(from instanceof Tensor)) {
    if (Array.isArray(from?.nodes)) return from.nodes;
    throw new TypeError(`graphOf: expected a tensor or a recorded graph, got ${valueText(from)}`);
  }
  if (from.origin) return nodesBefore(from);
  throw new RecordingError(
    'graphOf: this tensor remembers no operation; compute it from tensors with { requiresGrad: true }',
  );
}

/** `#3`, or for a leaf what it is. */
function namer(nodes: readonly Node[]): { label(tensor: Tensor): string; id(tensor: Tensor): string } {
  const numbers = new Map<Tensor, number>(nodes.map((node, i) => [node.output, i + 1]));
  const leaves = new Map<Tensor, number>();
  return {
    label(tensor) {
      const number = numbers.get(tensor);
      if (number !== undefined) return `#${number}`;
      const kind = tensor.requiresGrad ? 'parameter' : tensor.values || tensor.home ? 'constant' : 'input';
      return `${kind} ${shapeText(tensor.shape)}`;
    },
    id(tensor) {
      const number = numbers.get(tensor);
      if (number !== undefined) return `n${number}`;
      if (!leaves.has(tensor)) leaves.set(tensor, leaves.size + 1);
      return `leaf${leaves.get(tensor)}`;
    },
  };
}

function graphToText(nodes: readonly Node[]): string {
  const { label } = namer(nodes);
  const numberWidth = String(nodes.length).length + 1;
  const nameWidth = widest(nodes, (node) => node.name);
  const shapeWidth = widest(nodes, (node) => shapeText(node.output.shape));
  return nodes
    .map((node, i) => {
      const number = `#${i + 1}`.padStart(numberWidth);
      const shape = shapeText(node.output.shape).padEnd(shapeWidth);
      return `${number} ${node.name.padEnd(nameWidth)} ${shape} ← ${node.inputs.map(label).join(', ')}`;
    })
    .join('\n');
}

function graphToMermaid(nodes: readonly Node[]): string {
  const { label, id } = namer(nodes);
  const lines = ['flowchart TD'];
  const drawn = new Set<Tensor>(nodes.map((node) => node.output));
  for (const node of nodes) {
    for (const input of node.inputs) {
      if (drawn.has(input)) continue;
      drawn.add(input);
      lines.push(`  ${id(input)}(["${label(input)}"])`);
    }
    lines.push(`  ${id(node.output)}["${node.name} ${shapeText(node.output.shape)}"]`);
    for (const input of node.inputs) lines.push(`  ${id(input)} --> ${id(node.output)}`);
  }
  return lines.join('\n');
}

function widest(nodes: readonly Node[], text: (node: Node) => string): number {
  return nodes.reduce((width, node) => Math.max(width, text(node).length), 0);
}
