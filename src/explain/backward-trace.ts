import { backward } from '../autodiff/backward.ts';
import { nodesBefore } from '../autodiff/node.ts';
import { watchingBackward } from '../autodiff/watch-backward.ts';
import { requireOneOf } from '../errors.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { type BackwardGraph, type BackwardGraphName, backwardGraphNames, backwardGraphs } from './backward-graphs.ts';
import { ruleText } from './rule-text.ts';
import { type Values, valuesOf } from './values.ts';

/** What is given: data, or a weight. */
export interface TracedLeaf extends Values {
  readonly name: string;
  /** ∂loss/∂leaf; only where it is wanted. */
  readonly gradient?: readonly number[];
}

/** An operation, in the order in which it ran. */
export interface TracedNode extends Values {
  /** From 1. */
  readonly number: number;
  readonly operation: string;
  /** Names of leaves, and numbers of nodes: `#2`. */
  readonly inputs: readonly string[];
}

/** An operation on the way back. */
export interface BackwardVisit {
  readonly number: number;
  readonly operation: string;
  readonly inputs: readonly string[];
  /** How its gradient is worked out. */
  readonly rule: readonly string[];
  /** ∂loss/∂output, in the shape of the output. */
  readonly gradient: Values;
  /** What it sends to each of its inputs. */
  readonly adds: readonly {
    readonly input: string;
    /** Nothing where no gradient is wanted. */
    readonly values?: Values;
    /** The sum with what had been there before, if anything had. */
    readonly total?: Values;
  }[];
}

/** A graph, its values, and how gradients went through it. */
export interface BackwardTrace {
  readonly graph: BackwardGraphName;
  readonly about: string;
  readonly formula: string;
  readonly leaves: readonly TracedLeaf[];
  readonly nodes: readonly TracedNode[];
  /** In the order of the walk. */
  readonly walk: readonly BackwardVisit[];
}

/**
 * Runs one of a few small graphs forward and backward, and writes down what the engine does at each node.
 *
 * @throws RangeError for a name that there is not.
 */
export function traceBackward(name: BackwardGraphName = 'dense'): BackwardTrace {
  requireOneOf('explain backward', 'graph', name, backwardGraphNames);
  const { about, formula, leaves, loss: compute }: BackwardGraph = backwardGraphs[name];
  const tensors = Object.entries(leaves).map(
    ([leaf, { values, learned }]) => [leaf, tensor(values, undefined, { requiresGrad: learned })] as const,
  );
  const loss = compute(Object.fromEntries(tensors));
  const nodes = nodesBefore(loss);
  const names = new Map<Tensor, string>(tensors.map(([leaf, one]) => [one, leaf]));
  for (const [i, node] of nodes.entries()) names.set(node.output, `#${i + 1}`);
  const nameOf = (one: Tensor): string => names.get(one) ?? 'constant';

  const walk: BackwardVisit[] = [];
  watchingBackward(
    ({ node, gradient, inputs }) => {
      const adds = [...new Set(node.inputs)].map((input) => {
        const step = inputs.find((one) => one.input === input);
        if (!step) return { input: nameOf(input) };
        const { before, after } = step;
        const total = { shape: input.shape, values: Array.from(after) };
        if (!before) return { input: nameOf(input), values: total };
        const values = { shape: input.shape, values: Array.from(after, (value, i) => value - before[i]) };
        return { input: nameOf(input), values, total };
      });
      walk.push({
        number: nodes.indexOf(node) + 1,
        operation: node.name,
        inputs: node.inputs.map(nameOf),
        rule: gradientRule(node.name),
        gradient: { shape: node.output.shape, values: Array.from(gradient) },
        adds,
      });
    },
    () => backward(loss),
  );
  return {
    graph: name,
    about,
    formula,
    leaves: tensors.map(([leaf, one]) => ({
      name: leaf,
      ...valuesOf(one),
      ...(one.grad && { gradient: valuesOf(one.grad).values }),
    })),
    nodes: nodes.map(({ name: operation, inputs, output }, i) => ({
      number: i + 1,
      operation,
      inputs: inputs.map(nameOf),
      ...valuesOf(output),
    })),
    walk,
  };
}

/** The lines of an operation's doc comment that say what its gradients are, without what stands before them. */
function gradientRule(operation: string): string[] {
  const lines = [...ruleText('ops', operation).formula, ...ruleText('losses', operation).formula];
  return lines.flatMap((line) => {
    const parts = line.trim().split(/ {3,}/);
    const first = parts.findIndex((part) => part.includes('∂'));
    return first < 0 ? [] : [parts.slice(first).join('      ')];
  });
}
