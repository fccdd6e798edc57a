import { requireFraction, requireNonNegative } from '../errors.ts';
import { kernels } from '../wasm/kernels.ts';
import { flushTiny } from './flush-tiny.ts';
import { flushWeight } from './flush-weight.ts';
import { type Clipping, Optimizer, type OptimizerOptions, type ParameterRun, type Slots } from './optimizer.ts';

/** Options of `Lion`. The learning rate is 0.0001 unless given: a third to a tenth of what suits Adam. */
export interface LionOptions extends OptimizerOptions {
  /** β₁ in [0, 1): the weight of m against the gradient in the direction. 0.9 unless given. */
  readonly beta1?: number;
  /** β₂ in [0, 1): how much of m is kept. 0.99 unless given. */
  readonly beta2?: number;
  /** λ, at least 0: the part of each weight that a step takes away is ηλ. 0 unless given. */
  readonly weightDecay?: number;
}

/**
 * Lion: every weight moves by the learning rate, in the direction that a momentum points to.
 *
 *     c = β₁m + (1 − β₁)g
 *     θ ← θ − η · (sign(c) + λθ)                        sign(0) = 0
 *     m ← β₂m + (1 − β₂)g
 *
 * θ, g, m share one shape. m starts at zero: one extra f32 per weight. The rule was found by a search over programs.
 * Its steps are larger than Adam's, so it wants a smaller rate and, for the same decay ηλ, a larger λ.
 *
 * @see Chen et al., Symbolic discovery of optimization algorithms, 2023, Algorithm 2. https://arxiv.org/abs/2302.06675
 * @throws RangeError if η is not positive, β₁ or β₂ is outside [0, 1), or λ is negative.
 */
export class Lion extends Optimizer<'m', LionOptions> {
  constructor(options: LionOptions = {}) {
    super('Lion', { m: true }, options, { learningRate: 1e-4, beta1: 0.9, beta2: 0.99, weightDecay: 0 });
    const { beta1, beta2, weightDecay } = this.options;
    requireFraction('Lion', { beta1, beta2 });
    requireNonNegative('Lion', { weightDecay });
  }

  override update(theta: Float32Array, g: Float32Array, { m }: Slots<'m'>, _t: number, rate: number): void {
    const { beta1, beta2, weightDecay } = this.options;
    for (let i = 0; i < theta.length; i++) {
      const direction = Math.sign(beta1 * m[i] + (1 - beta1) * g[i]);
      theta[i] = flushWeight(theta[i] - rate * (direction + weightDecay * theta[i]));
      m[i] = flushTiny(beta2 * m[i] + (1 - beta2) * g[i]);
    }
  }

  protected override updateFused(
    { theta, gradient, n, slots: { m } }: ParameterRun<'m'>,
    _t: number,
    rate: number,
    { scale, limit }: Clipping,
  ): void {
    const { beta1, beta2, weightDecay } = this.options;
    kernels.lion(theta, gradient, m, n, scale, limit, rate, beta1, beta2, rate * weightDecay);
  }
}
