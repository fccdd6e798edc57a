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

/** Options of `Momentum`. The learning rate is 0.01 unless given. */
export interface MomentumOptions extends OptimizerOptions {
  /** μ in [0, 1): how much of the last velocity is kept. 0.9 unless given. */
  readonly momentum?: number;
}

/**
 * Gradient descent with the classical momentum: the weights move like a heavy ball, which the gradient pushes and
 * friction slows down.
 *
 *     v ← μv − η · g
 *     θ ← θ + v
 *
 * θ, g, v share one shape. v, in units of θ, starts at zero: one extra f32 per weight. Under a steady gradient the ball
 * reaches a speed of η/(1 − μ) · g. The learning rate stands inside of v, so a change of rate acts on what is pushed
 * from then on; `Sgd` with a momentum has it outside, and makes the same steps while the rate is constant.
 *
 * @see Polyak, Some methods of speeding up the convergence of iteration methods, 1964.
 *   https://doi.org/10.1016/0041-5553(64)90137-5; in this form Sutskever et al., 2013, equations 1 and 2.
 * @throws RangeError if η is not positive or μ is outside [0, 1).
 */
export class Momentum extends Optimizer<'velocity', MomentumOptions> {
  constructor(options: MomentumOptions = {}) {
    super('Momentum', { velocity: true }, options, { learningRate: 0.01, momentum: 0.9 });
    requireFraction('Momentum', { momentum: this.options.momentum });
  }

  override update(
    theta: Float32Array,
    g: Float32Array,
    { velocity }: Slots<'velocity'>,
    _t: number,
    rate: number,
  ): void {
    const { momentum } = this.options;
    for (let i = 0; i < theta.length; i++) {
      velocity[i] = flushTiny(momentum * velocity[i] - rate * g[i]);
      theta[i] = flushWeight(theta[i] + velocity[i]);
    }
  }

  protected override updateFused(run: ParameterRun<'velocity'>, _t: number, rate: number, clipping: Clipping): void {
    const { theta, gradient, n, slots } = run;
    const { scale, limit } = clipping;
    kernels.momentum(theta, gradient, slots.velocity, n, scale, limit, this.options.momentum, -rate, 1, 0);
  }

  /** A gradient of 1 in every step leaves v = −η(1 + μ + … + μᵗ⁻¹), where η stays. */
  protected override stepLength(t: number, rate: number): StepLength<'velocity'> {
    const { momentum } = this.options;
    return { rate: (rate * (1 - integerPower(momentum, t))) / (1 - momentum) };
  }
}
