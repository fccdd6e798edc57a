/** Takes training steps: forward, backward, update; recorded or eager, to the same bits. */
import type { Arena } from '../autodiff/arena.ts';
import { backward } from '../autodiff/backward.ts';
import { differenceBetween } from '../autodiff/compare-recordings.ts';
import type { Graph } from '../autodiff/graph.ts';
import { record, trace } from '../autodiff/record.ts';
import { GradientError, RecordingError, valueText } from '../errors.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { Counter } from '../tensor/random.ts';
import { type Shape, sameShape } from '../tensor/shape.ts';
import { Tensor, viewOf } from '../tensor/tensor.ts';
import type { ModelLoss } from './loss-function.ts';
import type { Model } from './model.ts';
import { namedWeights, nonFiniteError } from './non-finite.ts';
import { RecordedGraphs } from './recorded-graphs.ts';
import type { StepBatch } from './step-batch.ts';
import { type Predictions, type StepComputation, stepComputation } from './step-computation.ts';

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
  /** Their values before the step under way. */
  private readonly statesBefore: readonly Float32Array[];
  private readonly counter: Counter | undefined;
  /** The loss of a step that is computed anew. */
  private eagerLoss: Tensor | undefined;
  /** Steps after which the recording is compared with a new one; never where both are known to be the same. */
  private compareAt: number;

  constructor(model: Model, loss: ModelLoss, optimizer: Optimizer, recorded: boolean, wanted: Predictions) {
    this.model = model;
    this.optimizer = optimizer;
    this.recorded = recorded;
    this.wanted = wanted;
    this.compute = stepComputation(model, loss, true, wanted);
    this.graphs = new RecordedGraphs(model);
    this.states = model.states?.() ?? [];
    this.statesBefore = this.states.map(({ size }) => new Float32Array(size));
    this.counter = model.counter;
    const isFaithful = model.recordsFaithfully === true && loss.builtIn;
    this.compareAt = recorded && !isFaithful ? 1 : Number.POSITIVE_INFINITY;
  }

  /**
   * One step.
   *
   * @param measure is called before the update, when the penalty and the predictions are known.
   * @returns the loss before the update, penalty included.
   * @throws NonFiniteError for a loss that is not finite, and whatever operations, `measure` and optimizer throw: the model
   *   is then as it was before.
   */
  run(who: string, batch: StepBatch, measure?: () => void): number {
    const { states, statesBefore, counter } = this;
    for (let i = 0; i < states.length; i++) statesBefore[i].set(viewOf(states[i]));
    const count = counter?.value;
    try {
      const loss = this.recorded ? this.forwardRecorded(who, batch) : this.forwardEager(who, batch);
      if (!Number.isFinite(loss)) {
        this.restore(count);
        throw this.nonFinite(who, loss, batch);
      }
      measure?.();
      const { parameters } = this;
      for (let i = 0; i < parameters.length; i++) parameters[i].zeroGrad();
      if (this.eagerLoss) backward(this.eagerLoss);
      else this.graph!.backward();
      this.optimizer.step(parameters);
      this.steps++;
      return loss;
    } catch (error) {
      this.restore(count);
      throw error;
    }
  }

  private forwardRecorded(who: string, batch: StepBatch): number {
    const graph = this.graphFor(who, batch);
    graph.forwardFrom(batch);
    this.penalty = graph.read(1);
    if (this.wanted !== 'none') graph.readInto(2, this.roomFor(graph.outputs[2].size));
    return graph.read(0);
  }

  private forwardEager(who: string, batch: StepBatch): number {
    const [loss, penalty, predictions] = this.compute(...batch.tensors());
    this.eagerLoss = loss;
    this.parameters = learnedParameters(who, this.model);
    this.penalty = penalty.item();
    if (predictions) this.roomFor(predictions.size).set(predictions.toFloat32Array());
    return loss.item();
  }

  private restore(count: number | undefined): void {
    this.states.forEach((state, i) => {
      state.assign(this.statesBefore[i]);
    });
    if (count !== undefined) this.counter!.value = count;
  }

  /** The graph of the last step where it fits, else one recorded before or now. */
  private graphFor(who: string, batch: StepBatch): Graph<Tensor[]> {
    const last = this.graph;
    if (last && fits(last, batch) && !last.isOutdated && this.steps < this.compareAt) return last;
    const { shapes } = batch;
    const graph = this.graphs.get(shapes.join(' '), (arena) => this.record(who, shapes, arena));
    if (this.steps >= this.compareAt) {
      this.compare(who, last && !last.isOutdated ? last : graph);
      this.compareAt = 2 * this.steps;
    }
    this.graph = graph;
    this.parameters = learnedParameters(who, this.model);
    return graph;
  }

  private record(who: string, shapes: readonly Shape[], arena: Arena): Graph<Tensor[]> {
    try {
      return record(shapes, this.compute, { arena });
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      throw new RecordingError(
        `${who}: the step cannot be recorded: ${error.message}; or train with { recorded: false }`,
        { cause: error },
      );
    }
  }

  /** @throws what the model or the loss say to batches of these shapes. Nothing is computed. */
  tryShapes(shapes: readonly Shape[]): void {
    try {
      trace(shapes, this.compute);
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error; // which `recorded: false` makes good
    }
  }

  /** Has the next step compare the recording with a new one, since what code of others computes may have changed. */
  compareSoon(): void {
    if (this.compareAt !== Number.POSITIVE_INFINITY) this.compareAt = Math.max(1, this.steps);
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
      `${who}: recorded again, the step differs: ${difference}; a number computed in JavaScript would stay as it was at the ` +
        'first step: compute it with operations on tensors, assign it to a tensor that is made once, or train with { recorded: false }',
    );
  }

  private roomFor(values: number): Float32Array {
    if (this.predictions.length < values) this.predictions = new Float32Array(values);
    return this.predictions;
  }

  /** Computes the step once more, from the state before it, to see where it went wrong. */
  private nonFinite(who: string, loss: number, batch: StepBatch): Error {
    return nonFiniteError(who, this.steps, loss, this.compute, batch.tensors(), namedWeights(this.model));
  }
}

/** @throws TypeError unless `parameters()` gives tensors; GradientError if none of them is learned. */
function learnedParameters(who: string, model: Model): readonly Tensor[] {
  const parameters: unknown = model.parameters();
  const isList = Array.isArray(parameters) && parameters.every((one) => one instanceof Tensor);
  if (!isList)
    throw new TypeError(`${who}: parameters() must return an array of tensors, got ${valueText(parameters)}`);
  if (parameters.some(({ requiresGrad }) => requiresGrad)) return parameters;
  const hint = parameters.length > 0 ? '; make them with { requiresGrad: true }' : '; are all layers frozen?';
  throw new GradientError(`${who}: the model has nothing to learn${hint}`);
}

function fits({ inputs }: Graph<Tensor[]>, { shapes }: StepBatch): boolean {
  if (inputs.length !== shapes.length) return false;
  for (let i = 0; i < inputs.length; i++) if (!sameShape(inputs[i].shape, shapes[i])) return false;
  return true;
}
