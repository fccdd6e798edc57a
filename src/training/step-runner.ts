/** Takes training steps: forward, backward, update; recorded or eager, to the same bits. */
import { backward } from '../autodiff/backward.ts';
import { differenceBetween } from '../autodiff/compare-recordings.ts';
import type { Graph } from '../autodiff/graph.ts';
import { record, trace } from '../autodiff/record.ts';
import { RecordingError } from '../errors.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { Counter } from '../tensor/random.ts';
import { type Shape, sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { ModelLoss } from './loss-function.ts';
import type { Model } from './model.ts';
import { namedWeights, nonFiniteError } from './non-finite.ts';
import { RecordedGraphs } from './recorded-graphs.ts';
import { type Predictions, type StepComputation, stepComputation } from './step-computation.ts';

/** A batch: inputs, targets in the shape that the loss wants, and perhaps a factor for each row. */
export type StepBatch = readonly [x: Tensor, y: Tensor, weights?: Tensor];

export class StepRunner {
  /** Of the last step: the part of the loss that regularisers add. */
  penalty = 0;
  /** Of the last step: what metrics are computed from, row-major; room for as many rows as the largest batch had. */
  predictions = new Float32Array();
  /** Steps taken. */
  steps = 0;
  private readonly model: Model;
  private readonly optimizer: Optimizer;
  private readonly recorded: boolean;
  private readonly compute: StepComputation;
  private readonly wanted: Predictions;
  private readonly graphs: RecordedGraphs;
  private graph: Graph<Tensor[]> | undefined;
  private parameters: readonly Tensor[] = [];
  private readonly states: readonly Tensor[];
  private readonly counter: Counter | undefined;
  /** The loss of a step that is computed anew. */
  private eagerLoss: Tensor | undefined;
  /** Whether two recordings are still to be compared. */
  private unproven: boolean;

  constructor(model: Model, loss: ModelLoss, optimizer: Optimizer, recorded: boolean, wanted: Predictions) {
    this.model = model;
    this.optimizer = optimizer;
    this.recorded = recorded;
    this.wanted = wanted;
    this.compute = stepComputation(model, loss, true, wanted);
    this.graphs = new RecordedGraphs(model);
    this.states = model.states?.() ?? [];
    this.counter = model.counter;
    this.unproven = recorded && !(model.recordsFaithfully === true && loss.builtIn);
  }

  /**
   * One step.
   *
   * @returns the loss before the update, penalty included.
   * @throws NonFiniteError for a loss that is not finite, and whatever operations and optimizer throw: the model is then as
   *   it was before.
   */
  run(who: string, batch: StepBatch): number {
    const { states, counter } = this;
    const before = states.length > 0 ? states.map((state) => state.toFloat32Array()) : undefined;
    const count = counter?.value;
    try {
      const loss = this.recorded ? this.forwardRecorded(who, batch) : this.forwardEager(batch);
      if (!Number.isFinite(loss)) {
        this.restore(before, count);
        throw this.nonFinite(who, loss, batch);
      }
      const { parameters } = this;
      for (let i = 0; i < parameters.length; i++) parameters[i].zeroGrad();
      if (this.eagerLoss) backward(this.eagerLoss);
      else this.graph!.backward();
      this.optimizer.step(parameters);
      this.steps++;
      return loss;
    } catch (error) {
      this.restore(before, count);
      throw error;
    }
  }

  private forwardRecorded(who: string, batch: StepBatch): number {
    const graph = this.graphFor(who, batch);
    graph.forward(batch as readonly Tensor[]);
    this.penalty = graph.read(1);
    if (this.wanted !== 'none') graph.readInto(2, this.roomFor(graph.outputs[2].size));
    return graph.read(0);
  }

  private forwardEager(batch: StepBatch): number {
    const [loss, penalty, predictions] = this.compute(...batch);
    this.eagerLoss = loss;
    this.parameters = this.model.parameters();
    this.penalty = penalty.item();
    if (predictions) this.roomFor(predictions.size).set(predictions.toFloat32Array());
    return loss.item();
  }

  private restore(states: readonly Float32Array[] | undefined, count: number | undefined): void {
    states?.forEach((values, i) => {
      this.states[i].assign(values);
    });
    if (count !== undefined) this.counter!.value = count;
  }

  /** The graph of the last step where it fits, else one recorded before or now. */
  private graphFor(who: string, batch: StepBatch): Graph<Tensor[]> {
    const last = this.graph;
    if (last && fits(last, batch) && !last.isOutdated && !this.unproven) return last;
    const shapes = batch.map((tensor) => tensor!.shape);
    const graph = this.graphs.get(shapes.join(' '), (arena) => record(shapes, this.compute, { arena }));
    if (this.unproven && this.steps > 0) {
      this.compare(who, last ?? graph);
      this.unproven = false;
    }
    this.graph = graph;
    this.parameters = this.model.parameters();
    return graph;
  }

  private compare(who: string, graph: Graph<Tensor[]>): void {
    const difference = differenceBetween(
      graph,
      trace(
        graph.inputs.map(({ shape }) => shape),
        this.compute,
      ),
    );
    if (!difference) return;
    throw new RecordingError(
      `${who}: recorded twice, the step differs: ${difference}; a number computed in JavaScript would stay as it was at the ` +
        'first step: compute it with operations on tensors, assign it to a tensor that is made once, or train with { recorded: false }',
    );
  }

  private roomFor(values: number): Float32Array {
    if (this.predictions.length < values) this.predictions = new Float32Array(values);
    return this.predictions;
  }

  /** Computes the step once more, from the state before it, to see where it went wrong. */
  private nonFinite(who: string, loss: number, batch: StepBatch): Error {
    const names = ['x', 'y', 'weights'];
    const data = batch.map((tensor, i) => [names[i], tensor!] as const);
    return nonFiniteError(who, this.steps, loss, this.compute, batch, [...data, ...namedWeights(this.model)]);
  }
}

function fits({ inputs }: Graph<Tensor[]>, batch: StepBatch): boolean {
  if (inputs.length !== batch.length) return false;
  for (let i = 0; i < inputs.length; i++) if (!sameShape(inputs[i].shape, batch[i]!.shape)) return false;
  return true;
}

/** Two row shapes that belong together, to tell whether a batch has those of the last. */
export function sameRows(a: Shape, batch: Shape): boolean {
  if (a.length !== batch.length - 1) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== batch[i + 1]) return false;
  return true;
}
