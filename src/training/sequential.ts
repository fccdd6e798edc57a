import { advance } from '../autodiff/record.ts';
import { type RowsLike, toRows } from '../data/rows.ts';
import {
  closestName,
  DataError,
  requireInteger,
  requireKnownOptions,
  ShapeError,
  shapeText,
  valueText,
} from '../errors.ts';
import { buildLayer, forgetBuild, LayerNames } from '../layers/build-layer.ts';
import { isBuiltIn } from '../layers/built-in.ts';
import { GivenWeights } from '../layers/given-weights.ts';
import type { ForwardContext, Layer, LayerWeight } from '../layers/layer.ts';
import type { ActivationName } from '../ops/activation.ts';
import { add } from '../ops/add.ts';
import { requireTensor } from '../ops/operand.ts';
import { isBuiltIn as isBuiltInRegularizer, requirePenalty } from '../regularizers/regularizer.ts';
import { fingerprint } from '../tensor/fingerprint.ts';
import { mode } from '../tensor/mode.ts';
import { ParameterBlock } from '../tensor/parameter-block.ts';
import { Counter } from '../tensor/random.ts';
import { requireShape, type Shape } from '../tensor/shape.ts';
import { type Tensor, tensor, valuesFor } from '../tensor/tensor.ts';
import type { BatchSource } from './batch-source.ts';
import { type EvaluateOptions, evaluateModel } from './evaluate.ts';
import type { History } from './history.ts';
import type { ForwardOptions, Model } from './model.ts';
import { labelsOf, predictRows, requireInputShape } from './predict.ts';
import { type SummaryOptions, summaryOf } from './summary.ts';
import { Trainer } from './trainer.ts';
import { type FitOptions, fitOptionNames, type TrainerOptions, trainerOptionNames } from './trainer-options.ts';

export interface SequentialOptions {
  /** Of one sample, without the batch axis. */
  readonly inputShape: Shape;
  /** Chooses the initial weights, the dropout masks and the order of batches; 0 unless set, so that runs repeat. */
  readonly seed?: number;
  /**
   * All its weights by name instead of initial ones, running statistics too: `weights()` of a model like it. Copied.
   */
  readonly weights?: Readonly<Record<string, Tensor>>;
}

/** Options of `model.fit`: those of a trainer and those of its `fit`. */
export type SequentialFitOptions = TrainerOptions & FitOptions;

/**
 * A model that is one layer after the other.
 *
 *     const model = new Sequential(
 *       [new Dense(64, { activation: 'relu' }), new Dense(3, { activation: 'softmax' })],
 *       { inputShape: [4], seed: 42 },
 *     );
 *     await model.fit(x, y, { loss: 'crossEntropy', optimizer: 'adam', epochs: 50 });
 *     model.predictLabels(x);
 *
 * The layers are built at once. All learned weights live in one block of WASM memory, so that an optimizer updates the
 * model in one call; nothing has to be disposed of. Weights are named by layer (`dense1.weight`), and layers by kind and
 * number unless they have a name.
 *
 * @throws TypeError for no layers, or what is none; ShapeError where a layer does not take what the one before gives, or a
 *   weight that was given has another shape; DataError for one that is missing, too many, or not finite.
 */
export class Sequential implements Model {
  readonly layers: readonly Layer[];
  readonly inputShape: Shape;
  /** Of one sample. */
  readonly outputShape: Shape;
  readonly seed: number;
  /** Training forwards so far: what tells one dropout mask from the next. Saved with the model. */
  readonly counter = new Counter();
  /** Whether any layer adds to the loss. */
  readonly hasPenalty: boolean;
  readonly recordsFaithfully: boolean;
  private readonly named: readonly (readonly [name: string, weight: LayerWeight])[];

  constructor(layers: readonly Layer[], options: SequentialOptions) {
    const who = 'Sequential';
    requireKnownOptions(who, options ?? null, ['inputShape', 'seed', 'weights']);
    if (!Array.isArray(layers) || layers.length === 0) {
      throw new TypeError(`${who}: expected an array of at least one layer, got ${valueText(layers)}`);
    }
    const { inputShape, seed = 0, weights } = options;
    this.inputShape = [...requireShape(`${who}: inputShape`, inputShape)];
    requireInteger(who, { seed });
    this.seed = seed;
    this.layers = [...layers];
    this.outputShape = this.build(new LayerNames(who), weights && new GivenWeights(who, weights));
    this.named = this.layers.flatMap((layer) =>
      layer.allWeights().map(([name, weight]) => [`${layer.path}.${name}`, weight] as const),
    );
    this.hasPenalty = this.layers.some((layer) => layer.hasPenalty);
    this.recordsFaithfully =
      new.target === Sequential && // a class of someone's own may compute anything
      this.layers.every(isBuiltIn) &&
      this.named.every(([, { regularizer }]) => !regularizer || isBuiltInRegularizer(regularizer));
    for (const learned of [true, false]) {
      const tensors = this.named.filter(([, weight]) => weight.learned === learned).map(([, weight]) => weight.tensor);
      if (tensors.length > 0) new ParameterBlock(tensors);
    }
  }

  private build(names: LayerNames, given: GivenWeights | undefined): Shape {
    const built: Layer[] = [];
    try {
      let shape = this.inputShape;
      for (const layer of this.layers) {
        const name = names.next(layer);
        built.push(layer);
        shape = buildLayer(layer, name, shape, this.seed, given);
      }
      given?.requireNoneLeft();
      return shape;
    } catch (error) {
      built.forEach(forgetBuild); // they can become part of another model
      throw error;
    }
  }

  /**
   * Outputs for a batch, computed at once: for loops of one's own. Probabilities where the model ends in softmax or
   * sigmoid.
   *
   * @param x [batch, …inputShape].
   * @throws ShapeError for another shape.
   */
  forward(x: Tensor, options: ForwardOptions = {}): Tensor {
    return this.run('forward', x, options, false);
  }

  /** As `forward`, before the final activation. */
  logits(x: Tensor, options: ForwardOptions = {}): Tensor {
    return this.run('logits', x, options, true);
  }

  private run(method: string, x: Tensor, options: ForwardOptions, logits: boolean): Tensor {
    const who = `Sequential.${method}`;
    requireTensor(who, 'x', x);
    requireKnownOptions(who, options, ['training']);
    const { training = false } = options;
    if (typeof training !== 'boolean') {
      throw new TypeError(`${who}: training must be true or false, got ${valueText(training)}`);
    }
    if (x.rank === 0) throw new ShapeError(`${who}: expected a batch, got a scalar`);
    requireInputShape(who, this, x.shape.slice(1));
    if (training) advance(this.counter);
    const context: ForwardContext = { training, seed: this.seed, counter: this.counter };
    const last = this.layers.length - 1;
    const { layer } = mode; // of the model that this one is a part of
    let y = x;
    try {
      for (let i = 0; i <= last; i++) {
        mode.layer = this.layers[i].path;
        y = logits && i === last ? this.layers[i].forwardLogits(y, context) : this.layers[i].forward(y, context);
      }
    } finally {
      mode.layer = layer;
    }
    return y;
  }

  get finalActivation(): ActivationName {
    return this.layers[this.layers.length - 1].finalActivation;
  }

  /** The sum of the penalties of all regularizers; 0 without any. Part of the training loss. */
  penalty(): Tensor {
    const { layer: before } = mode;
    let total: Tensor | undefined;
    try {
      for (const layer of this.layers) {
        mode.layer = layer.path;
        const penalty = layer.penalty();
        if (penalty === undefined) continue;
        const scalar = requirePenalty(`${layer.path}.penalty`, penalty);
        total = total ? add(total, scalar) : scalar;
      }
    } finally {
      mode.layer = before;
    }
    return total ?? tensor(0);
  }

  /** The tensors that are learned: without those of frozen layers. */
  parameters(): Tensor[] {
    return this.named.filter(([, { tensor }]) => tensor.requiresGrad).map(([, { tensor }]) => tensor);
  }

  /** Numbers that are learned. */
  get parameterCount(): number {
    return this.parameters().reduce((sum, { size }) => sum + size, 0);
  }

  /** The tensors that training changes without learning them: running statistics. */
  states(): Tensor[] {
    return this.named.filter(([, { learned }]) => !learned).map(([, { tensor }]) => tensor);
  }

  /** All weights by name, learned or kept: the tensors themselves. */
  weights(): Record<string, Tensor> {
    return Object.fromEntries(this.named.map(([name, { tensor }]) => [name, tensor]));
  }

  /**
   * Overwrites weights by name; those that are not named stay.
   *
   * @throws DataError for an unknown name or a number that is not finite; ShapeError for a wrong size. Nothing is changed then.
   */
  setWeights(values: Readonly<Record<string, Tensor | ArrayLike<number>>>): void {
    const who = 'Sequential.setWeights';
    if (typeof values !== 'object' || values === null || Symbol.iterator in values) {
      throw new TypeError(`${who}: expected an object of weights by name, got ${valueText(values)}`);
    }
    const known = new Map(this.named.map(([name, { tensor }]) => [name, tensor]));
    const checked = Object.entries(values).map(([name, value]) => {
      const weight = known.get(name);
      if (!weight) {
        const close = closestName(name, [...known.keys()]);
        const hint = close ? `; did you mean '${close}'?` : '';
        throw new DataError(`${who}: no weight is named '${name}'${hint} Names: ${[...known.keys()].join(', ')}`);
      }
      const flat = valuesFor(`${who}: ${name}`, weight.shape, value);
      for (let i = 0; i < flat.length; i++) {
        if (Number.isFinite(Math.fround(flat[i]))) continue;
        throw new DataError(`${who}: ${name} has ${flat[i]} at place ${i}, which is no finite float32`);
      }
      return { weight, flat };
    });
    for (const { weight, flat } of checked) weight.assign(flat);
  }

  /**
   * A table of the layers: what they are, shape of their outputs, parameters; the totals; and the bytes that a training
   * step takes.
   */
  summary(options: SummaryOptions = {}): string {
    return summaryOf(this, options);
  }

  /**
   * Outputs for rows of inputs, in evaluation mode.
   *
   * @param x [rows, …inputShape] as a tensor, nested arrays, or { data, shape, scale }.
   * @returns [rows, …outputShape].
   * @throws ShapeError for rows of another shape; DataError for rows that are not finite.
   */
  predict(x: RowsLike): Tensor {
    return predictRows('Sequential.predict', this, toRows('Sequential.predict: x', x));
  }

  /** The class of each row: the place of the largest output, or for a single sigmoid 1 above one half. */
  predictLabels(x: RowsLike): number[] {
    const who = 'Sequential.predictLabels';
    return labelsOf(who, predictRows(who, this, toRows(`${who}: x`, x)));
  }

  /**
   * The loss, penalty included, and metrics on rows with known targets, in evaluation mode.
   *
   *     model.evaluate(x, y, { loss: 'crossEntropy', metrics: ['accuracy', 'f1'] }); // { loss: 0.31, accuracy: 0.9, f1: 0.88 }
   */
  evaluate(x: RowsLike, y: RowsLike, options: EvaluateOptions): Record<string, number> {
    return evaluateModel('Sequential.evaluate', this, x, y, options);
  }

  /** SHA-256 over names, shapes and bits of all weights. */
  fingerprint(): Promise<string> {
    return fingerprint(this.weights());
  }

  /** Trains: short for `new Trainer(model, options).fit(x, y, options)`. */
  async fit(x: RowsLike | BatchSource, y: RowsLike | undefined, options: SequentialFitOptions): Promise<History> {
    requireKnownOptions('fit', options ?? null, [...trainerOptionNames, ...fitOptionNames]);
    const { loss, optimizer, metrics, recorded, ...fit } = options;
    return new Trainer(this, { loss, optimizer, metrics, recorded }).fit(x, y, fit);
  }

  /** Such as `Sequential([11] → [6], 3 layers)`. */
  toString(): string {
    const { inputShape, outputShape, layers } = this;
    return `Sequential(${shapeText(inputShape)} → ${shapeText(outputShape)}, ${layers.length} layers)`;
  }
}
