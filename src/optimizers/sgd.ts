import { requireFraction } from '../errors.ts';
import { integerPower } from '../tensor/scalar-math.ts';
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

/** Options of `Sgd`. The learning rate is 0.01 unless given. */
export interface SgdOptions extends OptimizerOptions {
  /** μ in [0, 1): how much of the last velocity is kept. 0, no velocity, unless given. */
  readonly momentum?: number;
  /** Whether to step to where the velocity is about to lead. Needs a momentum. */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent: a step against the gradient, by way of a velocity if there is a momentum.
 *
 *     momentum 0      θ ← θ − η · g
 *     momentum μ      v ← μv + g        θ ← θ − η · v
 *     Nesterov        v ← μv + g        θ ← θ − η · (g + μv)
 *
 * θ, g, v share one shape. v starts at zero and is kept only with a momentum: one extra f32 per weight. The learning
 * rate stands outside of v, so a change of rate acts at once (PyTorch; `Momentum` has it inside).
 *
 * @see Robbins & Monro, A stochastic approximation method, 1951. https://doi.org/10.1214/aoms/1177729586
 * @see Sutskever et al., On the importance of initialization and momentum in deep learning, 2013, for Nesterov's
 *   momentum as a step of its own; in this form, which steps from the point looked ahead to, as in PyTorch.
 * @throws RangeError if η is not positive, μ is outside [0, 1), or `nesterov` is set without a momentum.
 */
export class Sgd extends Optimizer<'velocity', SgdOptions> {
  constructor(options: SgdOptions = {}) {
    const defaults = { learningRate: 0.01, momentum: 0, nesterov: false };
    super('Sgd', { velocity: (options?.momentum ?? 0) !== 0 }, options, defaults);
    const { momentum, nesterov } = this.options;
    requireFraction('Sgd', { momentum });
    if (nesterov && momentum === 0) throw new RangeError('Sgd: nesterov needs a momentum above 0, got 0');
  }

  override update(
    theta: Float32Array,
    g: Float32Array,
    { velocity }: Slots<'velocity'>,
    _t: number,
    rate: number,
  ): void {
    const { momentum, nesterov } = this.options;
    for (let i = 0; i < theta.length; i++) {
      if (momentum === 0) {
        theta[i] = flushWeight(theta[i] - rate * g[i]);
      } else {
        velocity[i] = flushTiny(momentum * velocity[i] + g[i]);
        const direction = nesterov ? g[i] + momentum * velocity[i] : velocity[i];
        theta[i] = flushWeight(theta[i] - rate * direction);
      }
    }
  }

  protected override updateFused(run: ParameterRun<'velocity'>, _t: number, rate: number, clipping: Clipping): void {
    const { theta, gradient, n, slots } = run;
    const { scale, limit } = clipping;
    const { momentum, nesterov } = this.options;
    if (momentum === 0) kernels.sgd(theta, gradient, n, scale, limit, rate);
    else kernels.momentum(theta, gradient, slots.velocity, n, scale, limit, momentum, 1, -rate, nesterov ? 1 : 0);
  }

  /** A gradient of 1 in every step leaves v = 1 + μ + … + μᵗ⁻¹. */
  protected override stepLength(t: number, rate: number): StepLength<'velocity'> {
    const { momentum, nesterov } = this.options;
    if (momentum === 0) return { rate };
    return { rate: (rate * (1 - integerPower(momentum, nesterov ? t + 1 : t))) / (1 - momentum) };
  }
}
