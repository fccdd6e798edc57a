/**
 * What an operation is to the engine: a node that names its inputs and output, and how to run it both ways.
 *
 * A node touches no storage. It asks the run for addresses at every call, so the same node runs eagerly over staged
 * JavaScript memory and, recorded, over planned addresses.
 */
import { mode } from '../tensor/mode.ts';
import type { Shape } from '../tensor/shape.ts';
import { type Origin, Tensor } from '../tensor/tensor.ts';
import type { Address, Adds } from '../wasm/kernels.ts';

/** How a node reaches its data while it runs. */
export interface Run {
  /** The values of an input, the output, or anything in `saved`, `state` and the two kinds of scratch. */
  address(tensor: Tensor): Address;
  /** The gradient of the output or of an input; 0 where none is wanted. */
  gradient(tensor: Tensor): Address;
  /** 0 for the first contribution to a gradient in a backward pass, which overwrites; 1 after it. Ask once for each. */
  adds(tensor: Tensor): Adds;
}

/** A number, or something that is asked for one whenever the operation runs. */
export type Constant = number | object;

/** What an operation hands to `apply`. */
export interface NodeSpec {
  readonly name: string;
  readonly inputs: readonly Tensor[];
  /** Made by `result(shape)`; has no values until the node runs. */
  readonly output: Tensor;
  /** Made by `workspace(shape)`: what forward leaves for backward, such as batch means or masks. */
  readonly saved?: readonly Tensor[];
  /** What forward writes outside the graph: running statistics. */
  readonly state?: readonly Tensor[];
  /** Made by `workspace(shape)`: room that forward needs for itself, undefined before and after. */
  readonly scratch?: readonly Tensor[];
  /** The same for backward. */
  readonly backwardScratch?: readonly Tensor[];
  /**
   * What it was given beside tensors and holds on to where shapes do not tell: a rate, an axis, the counter that it reads. A
   * trainer compares two recordings by them (`compare-recordings.ts`), to find numbers that a replay would freeze.
   */
  readonly constants?: readonly Constant[];
  /** Which of inputs, output and saved backward reads; the memory of the rest is reused before it runs. */
  readonly backwardReads?: readonly Tensor[];
  forward(run: Run): void;
  /**
   * Adds to, or overwrites, the gradient of each input that wants one, as `run.adds` says. It may use the memory of the
   * output's gradient for its own intermediate results. Absent: the operation has no gradient.
   */
  backward?(run: Run): void;
}

const none: readonly Tensor[] = [];
const noConstants: readonly Constant[] = [];
let created = 0;

/** A node in the graph. `id` grows in order of creation, which is the order of forward; backward goes against it. */
export class Node implements Origin {
  readonly id = ++created;
  readonly name: string;
  /** The layer that applied it, '' outside layers. */
  readonly layer = mode.layer;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly saved: readonly Tensor[];
  readonly state: readonly Tensor[];
  readonly scratch: readonly Tensor[];
  readonly backwardScratch: readonly Tensor[];
  readonly backwardReads: readonly Tensor[];
  readonly constants: readonly Constant[];
  readonly forward: (run: Run) => void;
  readonly backward: ((run: Run) => void) | undefined;
  /** Sum of the versions of `backwardReads` when forward ran. */
  versions = 0;

  constructor(spec: NodeSpec) {
    this.name = spec.name;
    this.inputs = spec.inputs;
    this.output = spec.output;
    this.saved = spec.saved ?? none;
    this.state = spec.state ?? none;
    this.scratch = spec.scratch ?? none;
    this.backwardScratch = spec.backwardScratch ?? none;
    this.backwardReads = spec.backwardReads ?? none;
    this.constants = spec.constants ?? noConstants;
    this.forward = spec.forward;
    this.backward = spec.backward;
  }
}

/** The output of a node that is about to be applied. */
export function result(shape: Shape): Tensor {
  return new Tensor(shape, undefined);
}

/** Room for `saved` and scratch: float32 words, whatever the node keeps in them. */
export function workspace(shape: Shape): Tensor {
  return new Tensor(shape, undefined);
}

/** The node that made a tensor. */
export function nodeOf(tensor: Tensor): Node | undefined {
  return tensor.origin as Node | undefined;
}

/** All nodes behind a tensor, in the order of creation. */
export function nodesBefore(tensor: Tensor): Node[] {
  const found = new Set<Node>();
  const open = [tensor];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = nodeOf(next);
    if (!node || found.has(node)) continue;
    found.add(node);
    open.push(...node.inputs);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

export function sumOfVersions(tensors: readonly Tensor[]): number {
  let sum = 0;
  for (let i = 0; i < tensors.length; i++) sum += tensors[i].version;
  return sum;
}

/** The one way nodes reach addresses: whoever runs them has set `address` and `gradientAddress` before. */
export class AddressRun implements Run {
  /** Distinguishes backward passes, so that the first contribution of each overwrites. */
  pass = 0;

  address(tensor: Tensor): Address {
    return tensor.address;
  }

  gradient(tensor: Tensor): Address {
    return tensor.gradientAddress;
  }

  adds(tensor: Tensor): Adds {
    if (tensor.gradientPass === this.pass) return 1;
    tensor.gradientPass = this.pass;
    return 0;
  }
}

let passes = 0;

/** A number no backward pass has had. */
export function nextPass(): number {
  return ++passes;
}
