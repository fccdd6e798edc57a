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
import { requireEpsilon } from './optimizer-options.ts';

/** Options of `Adamax`. The learning rate is 0.002 unless given. */
export interface AdamaxOptions extends OptimizerOptions {
  /** β₁ in [0, 1): how much of the running mean is kept. 0.9 unless given. */
  readonly beta1?: number;
  /** β₂ in [0, 1): how slowly the largest gradient is forgotten. 0.999 unless given. */
  readonly beta2?: number;
  /** ε, at least 1e-30. 1e-8 unless given. */
  readonly epsilon?: number;
}

/**
 * Adamax: Adam with the largest recent gradient in place of the root of the running square.
 *
 *     m ← β₁m + (1 − β₁)g
 *     u ← max(β₂u, |g| + ε)
 *     θ ← θ − η / (1 − β₁ᵗ) · m / u                   t = 1, 2, …
 *
 * θ, g, m, u share one shape. m and u start at zero: two extra f32 per weight. u needs no bias correction. The paper
 * has no ε and divides 0 by 0 where a gradient has always been 0; here it stands inside the maximum (PyTorch).
 *
 * @see Kingma & Ba, Adam: a method for stochastic optimization, 2015, Algorithm 2. https://arxiv.org/abs/1412.6980
 * @throws RangeError if η is not positive, ε is below 1e-30, or β₁ or β₂ is outside [0, 1).
 */
export class Adamax extends Optimizer<'m' | 'u', AdamaxOptions> {
  constructor(options: AdamaxOptions = {}) {
    const defaults = { learningRate: 2e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    super('Adamax', { m: true, u: true }, options, defaults);
    const { beta1, beta2, epsilon } = this.options;
    requireFraction('Adamax', { beta1, beta2 });
    requireEpsilon('Adamax', epsilon);
  }

  override update(theta: Float32Array, g: Float32Array, { m, u }: Slots<'m' | 'u'>, t: number, rate: number): void {
    const { beta1, beta2, epsilon } = this.options;
    const correction = 1 - integerPower(beta1, t);
    for (let i = 0; i < theta.length; i++) {
      m[i] = flushTiny(beta1 * m[i] + (1 - beta1) * g[i]);
      u[i] = Math.max(beta2 * u[i], Math.abs(g[i]) + epsilon); // never tiny, since ε is not
      theta[i] = flushWeight(theta[i] - ((rate / correction) * m[i]) / u[i]);
    }
  }

  protected override updateFused(
    { theta, gradient, n, slots: { m, u } }: ParameterRun<'m' | 'u'>,
    t: number,
    rate: number,
    { scale, limit }: Clipping,
  ): void {
    const { beta1, beta2, epsilon } = this.options;
    const step = rate / (1 - integerPower(beta1, t));
    kernels.adamax(theta, gradient, m, u, n, scale, limit, step, beta1, beta2, epsilon);
  }

  /** η / u */
  protected override stepLength(_t: number, rate: number): StepLength<'m' | 'u'> {
    return { rate, size: 'u' };
  }
}
