/**
 * A recorded graph: nodes over planned addresses, replayed as often as you like.
 *
 * Inputs, outputs, intermediates, what forward saves for backward, and gradients of intermediates live in one arena at
 * offsets planned once. Parameters and constants live in blocks of their own. Before each replay the graph asks the
 * residents it uses for their addresses; only when one has moved are the addresses of its tensors set anew.
 */
import { GradientError, RecordingError, ShapeError, shapeText } from '../errors.ts';
import { forbidWhileRecording } from '../tensor/mode.ts';
import { ParameterBlock } from '../tensor/parameter-block.ts';
import type { Counter } from '../tensor/random.ts';
import { Tensor, valuesFor } from '../tensor/tensor.ts';
import type { Address } from '../wasm/kernels.ts';
import { beginOperation, floats, type Resident } from '../wasm/memory.ts';
import type { Arena } from './arena.ts';
import { copyOut } from './eager.ts';
import { leavesOf, nodesBackward, nodesNeeded, type Planned, planLives } from './graph-plan.ts';
import { AddressRun, type Node, nextPass, sumOfVersions } from './node.ts';
import { planOffsets } from './planner.ts';

/** A resident, its stay in WASM memory for which the graph is bound, and the tensors whose addresses follow from it. */
interface Binding {
  readonly resident: Resident;
  arrivals: number;
  address: Address;
  readonly values: readonly Tensor[];
  /** Tensors whose gradients live there. */
  readonly gradients: readonly Tensor[];
}

/** What can fill the inputs of a graph where they are. */
export interface InputSource {
  /** Brings in what it reads from WASM memory, before the graph asks for its own addresses. */
  bringIn?(): void;
  /** Fills each input, from element `input.address / 4` of all WASM memory on. */
  write(memory: Float32Array, inputs: readonly Tensor[]): void;
}

export class Graph<Output extends Tensor | Tensor[] = Tensor | Tensor[]> {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** Leaves that require a gradient, in order of first use. */
  readonly parameters: readonly Tensor[];
  /** Nodes in the order of forward. */
  readonly nodes: readonly Node[];
  private readonly backwardNodes: readonly Node[];
  /** Advanced at the start of each run. */
  readonly counters: readonly Counter[];
  private readonly returnsArray: boolean;
  private readonly arena: Arena;
  private readonly arenaBytes: number;
  private readonly planned: readonly Planned[];
  private readonly plannedGradients: readonly Planned[];
  private readonly bindings: readonly Binding[];
  private readonly execution = new AddressRun();
  private arenaBound: Address = 0;
  private readonly cleared: readonly Tensor[];
  /** Leaves that required no gradient when the graph was recorded. */
  private readonly constants: readonly Tensor[];
  private versionsAtRun = -1;

  /** For `record`. */
  constructor(
    inputs: readonly Tensor[],
    outputs: readonly Tensor[],
    returnsArray: boolean,
    recorded: readonly Node[],
    counters: readonly Counter[],
    gradients: boolean,
    arena: Arena,
  ) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.returnsArray = returnsArray;
    this.arena = arena;
    this.counters = counters;
    this.nodes = nodesNeeded(outputs, recorded);
    const leaves = leavesOf(this.nodes, inputs, outputs);
    this.backwardNodes = gradients ? nodesBackward(outputs[0], this.nodes) : [];
    this.parameters = leaves.filter((leaf) => leaf.requiresGrad);
    moveToWasm(this.parameters);
    this.constants = leaves.filter((leaf) => !leaf.requiresGrad);
    moveToWasm(this.constants);

    const plan = planLives(this.nodes, this.backwardNodes, inputs, outputs);
    this.planned = plan.values;
    this.plannedGradients = plan.gradients;
    this.arenaBytes = planOffsets([...plan.values, ...plan.gradients].map(({ life }) => life));
    this.bindings = bindingsOf(leaves, this.backwardNodes);
    const reached = new Set(this.backwardNodes.flatMap((node) => node.inputs));
    this.cleared = [...inputs, ...leaves].filter((leaf) => leaf.requiresGrad && reached.has(leaf));
  }

  /** Bytes of the arena that this graph needs while it runs. */
  get bytes(): number {
    return this.arenaBytes;
  }

  /**
   * Runs forward over new input values and returns the outputs, copied out of the graph.
   *
   * @param values one entry for each input: a tensor, or numbers in row-major order. Without any, the inputs keep the
   *   values they have.
   * @throws ShapeError for a wrong number of inputs or values.
   */
  run(values: readonly (Tensor | ArrayLike<number>)[] = []): Output {
    this.forward(values);
    const copies = this.outputs.map((output) => new Tensor(output.shape, copyOut(output.address, output.size)));
    return (this.returnsArray ? copies : copies[0]) as Output;
  }

  /**
   * Runs forward like `run`, without copying outputs out: for loops that read a value now and then with `read`.
   *
   * @throws ShapeError for a wrong number of inputs or values.
   */
  forward(values: readonly (Tensor | ArrayLike<number>)[] = []): void {
    forbidWhileRecording('graph.run()');
    if (values.length !== this.inputs.length && values.length !== 0) {
      throw new ShapeError(`graph.run: expected ${this.inputs.length} inputs, got ${values.length}`);
    }
    const flat = values.map((value, i) => valuesFor(`graph.run: input ${i}`, this.inputs[i].shape, value));
    this.bind();
    if (values.length === 0 && this.inputs.length > 0 && this.arena.owner !== this) {
      throw new ShapeError(
        `graph.run: expected ${this.inputs.length} inputs, got 0; the inputs have no values to keep`,
      );
    }
    const memory = floats();
    for (let i = 0; i < flat.length; i++) memory.set(flat[i], this.inputs[i].address / 4);
    this.execute();
  }

  /** Runs forward over inputs that `source` puts straight into WASM memory, without a copy between. */
  forwardFrom(source: InputSource): void {
    forbidWhileRecording('graph.run()');
    this.bind(source);
    source.write(floats(), this.inputs);
    this.execute();
  }

  private execute(): void {
    this.arena.owner = this;
    this.versionsAtRun = -1; // no backward from a forward that failed half-way
    const { nodes, execution, counters } = this;
    for (let i = 0; i < counters.length; i++) counters[i].advance();
    for (let i = 0; i < nodes.length; i++) nodes[i].forward(execution);
    this.versionsAtRun = sumOfVersions(this.parameters);
  }

  /**
   * Whether `requiresGrad` of a parameter or constant is another than when the graph was recorded: its backward throws
   * then, and it has to be recorded again.
   */
  get isOutdated(): boolean {
    const { parameters, constants } = this;
    for (let i = 0; i < parameters.length; i++) if (!parameters[i].requiresGrad) return true;
    for (let i = 0; i < constants.length; i++) if (constants[i].requiresGrad) return true;
    return false;
  }

  /** The value of output `index` after the last forward: its first element. */
  read(index = 0): number {
    this.bind();
    if (this.arena.owner !== this) {
      throw new RecordingError('graph.read: run the graph first; its memory was used by another since');
    }
    return floats()[this.outputs[index].address / 4];
  }

  /** Writes the values of output `index` after the last forward into `target`, from element `at` on. */
  readInto(index: number, target: Float32Array, at = 0): void {
    this.bind();
    if (this.arena.owner !== this) {
      throw new RecordingError('graph.readInto: run the graph first; its memory was used by another since');
    }
    const { address, size } = this.outputs[index];
    const memory = floats();
    for (let i = 0, from = address / 4; i < size; i++) target[at + i] = memory[from + i];
  }

  /**
   * Backward of the last run: fills `.grad` of the parameters (and of inputs that require one), adding to gradients
   * that are there; call `zeroGrad()` on them for fresh ones.
   *
   * @throws GradientError if the graph was recorded in `noGrad`, nothing in it requires a gradient, `requiresGrad` of a
   *   parameter is not what it was then, or a parameter was changed since the last run; ShapeError if the first output is not one value; RecordingError without a run.
   */
  backward(): void {
    forbidWhileRecording('graph.backward()');
    const root = this.outputs[0];
    if (root.size !== 1) {
      throw new ShapeError(
        `graph.backward: the first output must be one value, got ${shapeText(root.shape)}; reduce it with sum() or mean()`,
      );
    }
    if (this.backwardNodes.length === 0) {
      throw new GradientError(
        'graph.backward: nothing to differentiate; record outside noGrad(), with parameters made with { requiresGrad: true }',
      );
    }
    this.bind();
    if (this.arena.owner !== this || this.versionsAtRun < 0) {
      throw new RecordingError('graph.backward: run the graph first; its memory holds no forward pass of its own');
    }
    if (this.versionsAtRun !== sumOfVersions(this.parameters)) {
      throw new GradientError('graph.backward: a parameter was changed since the last run; run forward again first');
    }
    this.bindGradients();
    const { backwardNodes, execution, cleared } = this;
    const pass = nextPass();
    execution.pass = pass;
    for (let i = 0; i < cleared.length; i++) if (cleared[i].grad !== undefined) continueGradient(cleared[i], pass);
    floats()[root.gradientAddress / 4] = 1;
    for (let i = 0; i < backwardNodes.length; i++) backwardNodes[i].backward!(execution);
    for (let i = 0; i < cleared.length; i++) {
      const leaf = cleared[i];
      if (leaf.gradientPass !== pass) continue;
      if (leaf.gradientHome) leaf.grad = leaf.gradientHome;
      else leaf.grad = new Tensor(leaf.shape, copyOut(leaf.gradientAddress, leaf.size));
    }
  }

  /** Brings everything in and, where something has moved, sets the addresses of its tensors. */
  private bind(source?: InputSource): void {
    beginOperation();
    source?.bringIn?.();
    this.arena.require(this.arenaBytes);
    for (let i = 0; i < this.bindings.length; i++) {
      const binding = this.bindings[i];
      const address = binding.resident.address();
      // Not the address: it may have been elsewhere and back, and an eager operation may have met the tensors there.
      if (binding.resident.arrivals === binding.arrivals) continue;
      for (const tensor of binding.values) tensor.address = address + tensor.home!.byteOffset;
      binding.arrivals = binding.resident.arrivals;
      binding.address = address;
    }
    const arena = this.arena.address();
    if (arena === this.arenaBound) return;
    for (const { tensor, life } of this.planned) tensor.address = arena + life.offset;
    for (const { tensor, life } of this.plannedGradients) tensor.gradientAddress = arena + life.offset;
    this.arenaBound = arena;
  }

  /**
   * Sets where the gradients of leaves go. Other graphs and eager passes over the same leaves want them elsewhere, or
   * not at all, so this is done for each backward.
   */
  private bindGradients(): void {
    const { bindings, parameters, constants } = this;
    if (this.isOutdated) {
      throw recordAgain(
        [...parameters.filter((one) => !one.requiresGrad), ...constants.filter((one) => one.requiresGrad)][0],
      );
    }
    for (let i = 0; i < constants.length; i++) constants[i].gradientAddress = 0;
    for (let i = 0; i < bindings.length; i++) {
      const { gradients, address } = bindings[i];
      for (let j = 0; j < gradients.length; j++) {
        gradients[j].gradientAddress = address + gradients[j].home!.byteOffset;
      }
    }
  }
}

function recordAgain({ shape, requiresGrad }: Tensor): GradientError {
  return new GradientError(
    `graph.backward: requiresGrad of ${shapeText(shape)} became ${requiresGrad} after the graph was recorded; record it again`,
  );
}

/** Leaves that still live in JavaScript memory move into one block together. */
function moveToWasm(leaves: readonly Tensor[]): void {
  const homeless = leaves.filter((leaf) => leaf.values !== undefined);
  if (homeless.length > 0) new ParameterBlock(homeless);
}

/** The residents of the leaves, each with the tensors that live in it. */
function bindingsOf(leaves: readonly Tensor[], backwardNodes: readonly Node[]): Binding[] {
  const wanted = new Set(backwardNodes.flatMap((node) => node.inputs).filter((input) => input.requiresGrad));
  const found = new Map<Resident, { values: Tensor[]; gradients: Tensor[] }>();
  const at = (resident: Resident) => {
    let lists = found.get(resident);
    if (!lists) {
      lists = { values: [], gradients: [] };
      found.set(resident, lists);
    }
    return lists;
  };
  for (const leaf of leaves) {
    at(leaf.home!.resident).values.push(leaf);
    if (wanted.has(leaf)) at(leaf.gradientHome!.home!.resident).gradients.push(leaf);
  }
  return [...found].map(([resident, lists]) => ({ resident, arrivals: 0, address: 0, ...lists }));
}

/** Makes the gradient that a leaf has the start of the next contribution. */
function continueGradient(leaf: Tensor, pass: number): void {
  if (leaf.grad !== leaf.gradientHome) {
    floats().set(valuesFor('grad', leaf.shape, leaf.grad), leaf.gradientAddress / 4);
  }
  leaf.gradientPass = pass;
}
