/**
 * What all optimizers share: the walk over parameters, the number of steps, the slots, the learning rate and the
 * clipping of gradients. A rule owns nothing but its mathematics.
 */
import { GradientError, requirePositive, ShapeError, shapeText, valueText } from '../errors.ts';
import { forbidWhileRecording, mode } from '../tensor/mode.ts';
import { sameShape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { floats } from '../wasm/memory.ts';
import { type Clipping, clipped, clippingOf } from './clipping.ts';
import { type LearningRate, rateAt, requireLearningRate } from './learning-rate.ts';
import { completeOptions, type OptimizerOptions, type OwnOptions } from './optimizer-options.ts';
import { type OptimizerState, requireState } from './optimizer-state.ts';
import { type ParameterRun, ParameterStates, type Slots } from './parameter-state.ts';
import { hasProximal, proximalStep } from './proximal-step.ts';
import type { StepLength } from './soft-threshold.ts';

export type { Clipping } from './clipping.ts';
export type { LearningRate } from './learning-rate.ts';
export type { OptimizerOptions } from './optimizer-options.ts';
export type { OptimizerState } from './optimizer-state.ts';
export type { ParameterRun, Slots } from './parameter-state.ts';
export type { StepLength } from './soft-threshold.ts';

/**
 * The base of all optimizers. A rule of one's own is a class with `update`:
 *
 *     class SignSgd extends Optimizer {
 *       constructor(options: OptimizerOptions = {}) {
 *         super('SignSgd', {}, options, { learningRate: 1e-3 });
 *       }
 *       override update(theta: Float32Array, g: Float32Array, _slots: Slots, _t: number, rate: number): void {
 *         for (let i = 0; i < theta.length; i++) theta[i] -= rate * Math.sign(g[i]);
 *       }
 *     }
 */
export abstract class Optimizer<Slot extends string = string, Options extends OptimizerOptions = OptimizerOptions> {
  /** The rule, such as `Adam`. */
  readonly name: string;
  /** The options of the rule itself, complete. */
  readonly options: Readonly<OwnOptions<Options>>;
  readonly clipNorm: number | undefined;
  readonly clipValue: number | undefined;
  /** The epoch under way, from 0, for learning rates that go by epochs. Whoever runs the epochs sets it. */
  epoch = 0;

  private rate: LearningRate;
  private readonly fused: boolean;
  private readonly states: ParameterStates<Slot>;
  private stepsTaken = 0;

  /**
   * @param name of the rule, for messages.
   * @param slots names of the values kept for each parameter, false for those that these options do without. They start
   *   at zero.
   * @param options as given by the user; undefined ones take their default.
   * @param defaults all options of the rule and the learning rate.
   * @throws TypeError for an option that is unknown or of the wrong kind; RangeError for a learning rate, `clipNorm` or
   *   `clipValue` that is not positive. The rule checks the ranges of its own options.
   */
  constructor(
    name: string,
    slots: Readonly<Record<Slot, boolean>>,
    options: Options,
    defaults: OwnOptions<Options> & { readonly learningRate: number },
  ) {
    this.name = name;
    const { learningRate, clipNorm, clipValue, ...own } = completeOptions(name, options, defaults);
    this.rate = requireLearningRate(name, learningRate);
    if (clipNorm !== undefined) requirePositive(name, { clipNorm });
    if (clipValue !== undefined) requirePositive(name, { clipValue });
    this.clipNorm = clipNorm;
    this.clipValue = clipValue;
    this.options = Object.freeze(own) as Readonly<OwnOptions<Options>>;
    this.fused = hasKernel(this);
    this.states = new ParameterStates(slots);
  }

  /** η as it was given or last set: a number or a schedule. */
  get learningRate(): LearningRate {
    return this.rate;
  }

  /** @throws TypeError, RangeError as the constructor. */
  set learningRate(learningRate: LearningRate) {
    this.rate = requireLearningRate(this.name, learningRate);
  }

  /** Names of the values kept for each parameter, each as large as it. */
  get slots(): readonly Slot[] {
    return this.states.names;
  }

  /** Calls of `step` so far. */
  get steps(): number {
    return this.stepsTaken;
  }

  /**
   * The learning rate of the next step.
   *
   * @throws RangeError if a schedule gives anything but a finite number of at least 0.
   */
  currentLearningRate(): number {
    return rateAt(this.name, this.rate, this.stepsTaken, this.epoch);
  }

  /**
   * The rule for one parameter, as a plain loop in float64 over float32 storage: the text to read, and what the kernel
   * is tested against.
   *
   * @param theta the parameter, overwritten.
   * @param g its gradient, clipped already. Not to be written.
   * @param slots overwritten; zeros before step 1.
   * @param t the steps of this parameter, this one counted: 1, 2, …
   * @param rate the learning rate of this step.
   */
  abstract update(theta: Float32Array, g: Float32Array, slots: Slots<Slot>, t: number, rate: number): void;

  /**
   * The same over a run of parameters in WASM memory, by one call of a kernel. A class that has `update` alone, or
   * overrides it alone, is run as its loop reads, parameter by parameter.
   */
  protected updateFused(run: ParameterRun<Slot>, t: number, rate: number, clipping: Clipping): void {
    const memory = floats();
    const at = (address: number): Float32Array => memory.subarray(address / 4, address / 4 + run.n);
    const slots = {} as Record<Slot, Float32Array>;
    for (const name in run.slots) if (run.slots[name] !== 0) slots[name] = at(run.slots[name]);
    this.update(at(run.theta), clipped(at(run.gradient), clipping), slots, t, rate);
  }

  /**
   * How far a step moves each weight for each unit of a gradient that stays as it is: what a proximal L1 penalty is multiplied by.
   * Asked after the update, with the slots as they are then; the learning rate alone unless a rule says otherwise.
   *
   * @param t the steps of the parameters, the last one counted.
   * @param rate the learning rate of that step.
   */
  protected stepLength(_t: number, rate: number): StepLength<Slot> {
    return { rate };
  }

  /**
   * One step: updates each parameter that has a gradient by the rule, in place. Gradients stay as they are. The library's own
   * rules leave 0 where a value gets below 2⁻⁸⁰ (8e-25): scale what is meant to be so small.
   *
   * A parameter with a proximal L1 penalty (`regularizers.l1(λ, { proximal: true })`, or `parameter.proximalL1 = λ`) is then
   * soft-thresholded, w ← sign(w)·max(|w| − hλ, 0), where h is `stepLength`: loops of one's own get it by calling `step`.
   *
   * @throws GradientError if none of them has a gradient; ShapeError for a gradient of another shape; TypeError if
   *   one is listed twice or is not a tensor; RangeError from a schedule; RecordingError inside `record`.
   */
  step(parameters: readonly Tensor[]): void {
    if (mode.recording) forbidWhileRecording(`${this.name}.step()`);
    const { states, fused } = this;
    const last = states.lastRuns(parameters);
    const stepped = last ? parameters : this.parametersWithGradient(parameters);
    const rate = this.currentLearningRate();
    const clipping = clippingOf(stepped, this);
    // A rule without a kernel may look at a parameter as a whole, so its parameters are not joined.
    const runs = last ?? states.runsOf(stepped, fused);
    const update = fused ? this.updateFused : Optimizer.prototype.updateFused;
    const shrinks = hasProximal(stepped);
    for (let i = 0; i < runs.length; i++) {
      states.step(runs[i], (run, t) => {
        update.call(this, run, t, rate, clipping);
        if (shrinks) proximalStep(runs[i].parameters, run, this.stepLength(t, rate));
      });
    }
    this.stepsTaken++;
  }

  /** A copy of all that training has left in the optimizer, for parameters in the order given. */
  state(parameters: readonly Tensor[]): OptimizerState<Slot> {
    const list = this.requireParameters('state', parameters);
    return { optimizer: this.name, steps: this.stepsTaken, parameters: list.map((one) => this.states.read(one)) };
  }

  /**
   * Puts back what `state` returned, for the same parameters in the same order: training goes on to the same bits.
   *
   * @throws DataError if it is the state of another rule or misses slots; ShapeError for other numbers of parameters or
   *   values. Nothing is changed then.
   */
  loadState(parameters: readonly Tensor[], state: OptimizerState): void {
    const list = this.requireParameters('loadState', parameters);
    requireState(`${this.name}.loadState`, this.name, this.states.names, list, state);
    this.stepsTaken = state.steps;
    for (const [i, { t, slots }] of state.parameters.entries()) {
      this.states.write(list[i], t, slots);
    }
  }

  /** Such as `Adam(learningRate 0.001, beta1 0.9, beta2 0.999, epsilon 1e-8, amsgrad false)`. */
  toString(): string {
    const { learningRate, clipNorm, clipValue } = this;
    const all = Object.entries({ learningRate, ...this.options, clipNorm, clipValue });
    return `${this.name}(${all.flatMap(([name, value]) => (value === undefined ? [] : `${name} ${value}`)).join(', ')})`;
  }

  private requireParameters(method: string, parameters: readonly Tensor[]): readonly Tensor[] {
    if (!Array.isArray(parameters)) {
      throw new TypeError(`${this.name}.${method}: parameters must be an array, got ${valueText(parameters)}`);
    }
    const wrong = parameters.findIndex((parameter) => !(parameter instanceof Tensor));
    if (wrong < 0) return parameters;
    throw new TypeError(
      `${this.name}.${method}: parameter ${wrong} must be a tensor, got ${valueText(parameters[wrong])}`,
    );
  }

  private parametersWithGradient(parameters: readonly Tensor[]): readonly Tensor[] {
    const list = this.requireParameters('step', parameters);
    const repeated = this.states.firstRepeated(list);
    if (repeated >= 0) {
      throw new TypeError(
        `${this.name}.step: parameter ${repeated} ${shapeText(list[repeated].shape)} is listed twice and would take two steps`,
      );
    }
    for (const [i, { grad, shape }] of list.entries()) {
      if (grad === undefined || sameShape(grad.shape, shape)) continue;
      throw new ShapeError(
        `${this.name}.step: parameter ${i} ${shapeText(shape)} has a gradient of shape ${shapeText(grad.shape)}`,
      );
    }
    const stepped = list.filter(({ grad }) => grad !== undefined);
    if (stepped.length > 0 || list.length === 0) return stepped;
    throw new GradientError(
      `${this.name}.step: none of the ${list.length} parameters has a gradient; call backward() on a loss that depends on them first`,
    );
  }
}

/** Whether the kernel belongs to the rule: no class overrides the rule further down than the kernel. */
function hasKernel(optimizer: object): boolean {
  let type = Object.getPrototypeOf(optimizer);
  while (type !== Optimizer.prototype && !Object.hasOwn(type, 'update') && !Object.hasOwn(type, 'updateFused')) {
    type = Object.getPrototypeOf(type);
  }
  return type !== Optimizer.prototype && Object.hasOwn(type, 'updateFused');
}
