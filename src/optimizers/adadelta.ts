import { requireFraction } from '../errors.ts';
import { kernels } from '../wasm/kernels.ts';
import { flushTiny } from './flush-tiny.ts';
import { flushWeight } from './flush-weight.ts';
import {
  type Clipping,
  Optimizer,
  type OptimizerOptions,
  type ParameterRun,
  type Slots,
  type StepLength,
} from './optimizer.ts';
import { requireEpsilon } from './optimizer-options.ts';

/** Options of `Adadelta`. The learning rate is 1, the paper's rule, unless given. */
export interface AdadeltaOptions extends OptimizerOptions {
  /** ρ in [0, 1): how much of both running squares is kept. 0.9 unless given. */
  readonly decay?: number;
  /** ε, at least 1e-30: what the first steps grow from. 1e-6 unless given. */
  readonly epsilon?: number;
}

/**
 * Adadelta: steps in units of the weights, by the ratio of the running sizes of past steps and past gradients.
 *
 *     s ← ρs + (1 − ρ)g²
 *     δ = g · √(c + ε) / √(s + ε)
 *     c ← ρc + (1 − ρ)δ²
 *     θ ← θ − η · δ
 *
 * θ, g, s, c share one shape. s (`gradients`) and c (`changes`) start at zero: two extra f32 per weight. ε stands
 * inside the roots. With c at zero the first step is about √(ε / (1 − ρ)) long, so it starts slowly.
 *
 * @see Zeiler, ADADELTA: an adaptive learning rate method, 2012, Algorithm 1. https://arxiv.org/abs/1212.5701
 * @throws RangeError if η is not positive, ε is below 1e-30, or ρ is outside [0, 1).
 */
export class Adadelta extends Optimizer<'gradients' | 'changes', AdadeltaOptions> {
  constructor(options: AdadeltaOptions = {}) {
    const defaults = { learningRate: 1, decay: 0.9, epsilon: 1e-6 };
    super('Adadelta', { gradients: true, changes: true }, options, defaults);
    requireFraction('Adadelta', { decay: this.options.decay });
    requireEpsilon('Adadelta', this.options.epsilon);
  }

  override update(
    theta: Float32Array,
    g: Float32Array,
    { gradients, changes }: Slots<'gradients' | 'changes'>,
    _t: number,
    rate: number,
  ): void {
    const { decay, epsilon } = this.options;
    for (let i = 0; i < theta.length; i++) {
      gradients[i] = flushTiny(decay * gradients[i] + (1 - decay) * g[i] * g[i]);
      const change = (g[i] * Math.sqrt(changes[i] + epsilon)) / Math.sqrt(gradients[i] + epsilon);
      changes[i] = flushTiny(decay * changes[i] + (1 - decay) * change * change);
      theta[i] = flushWeight(theta[i] - rate * change);
    }
  }

  protected override updateFused(
    { theta, gradient, n, slots: { gradients, changes } }: ParameterRun<'gradients' | 'changes'>,
    _t: number,
    rate: number,
    { scale, limit }: Clipping,
  ): void {
    const { decay, epsilon } = this.options;
    kernels.adadelta(theta, gradient, gradients, changes, n, scale, limit, rate, decay, epsilon);
  }

  /** η · √(Δ + ε) / √(G + ε), with Δ as it is after the step. */
  protected override stepLength(_t: number, rate: number): StepLength<'gradients' | 'changes'> {
    return { rate, change: 'changes', square: 'gradients', epsilon: this.options.epsilon };
  }
}
