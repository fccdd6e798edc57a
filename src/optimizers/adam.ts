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

/** Options of `Adam`. The learning rate is 0.001 unless given. */
export interface AdamOptions extends OptimizerOptions {
  /** β₁ in [0, 1): how much of the running mean is kept. 0.9 unless given. */
  readonly beta1?: number;
  /** β₂ in [0, 1): how much of the running square is kept. 0.999 unless given. */
  readonly beta2?: number;
  /** ε, at least 1e-30. 1e-8 unless given. */
  readonly epsilon?: number;
  /** Whether to divide by the largest v so far, so that steps never grow because v shrinks. */
  readonly amsgrad?: boolean;
}

/**
 * Adam: steps scaled by running estimates of the gradient's mean and uncentred variance.
 *
 *     m ← β₁m + (1 − β₁)g       m̂ = m / (1 − β₁ᵗ)
 *     v ← β₂v + (1 − β₂)g²      v̂ = v / (1 − β₂ᵗ)
 *     θ ← θ − η · m̂ / (√v̂ + ε)                      t = 1, 2, …
 *
 *     amsgrad      w ← max(w, v) takes the place of v in v̂
 *
 * θ, g, m, v, w share one shape. m, v and w (`maximum`) start at zero: two or three extra f32 per weight. ε is added to
 * √v̂, outside the root: Algorithm 1 of the paper, not its "ε̂" form. With a steady gradient every step is η long.
 *
 * @see Kingma & Ba, Adam: a method for stochastic optimization, 2015, Algorithm 1. https://arxiv.org/abs/1412.6980
 * @see Reddi, Kale & Kumar, On the convergence of Adam and beyond, 2018, for amsgrad; bias-corrected as in PyTorch,
 *   where the paper leaves the correction out. https://arxiv.org/abs/1904.09237
 * @throws RangeError if η is not positive, ε is below 1e-30, or β₁ or β₂ is outside [0, 1).
 */
export class Adam extends Optimizer<'m' | 'v' | 'maximum', AdamOptions> {
  constructor(options: AdamOptions = {}) {
    const defaults = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, amsgrad: false };
    super('Adam', { m: true, v: true, maximum: options?.amsgrad === true }, options, defaults);
    const { beta1, beta2, epsilon } = this.options;
    requireFraction('Adam', { beta1, beta2 });
    requireEpsilon('Adam', epsilon);
  }

  override update(
    theta: Float32Array,
    g: Float32Array,
    { m, v, maximum }: Slots<'m' | 'v' | 'maximum'>,
    t: number,
    rate: number,
  ): void {
    const { beta1, beta2, epsilon, amsgrad } = this.options;
    const meanCorrection = 1 - integerPower(beta1, t); // not **: its bits are not specified
    const varianceCorrection = 1 - integerPower(beta2, t);
    for (let i = 0; i < theta.length; i++) {
      m[i] = flushTiny(beta1 * m[i] + (1 - beta1) * g[i]);
      v[i] = flushTiny(beta2 * v[i] + (1 - beta2) * g[i] * g[i]);
      if (amsgrad) maximum[i] = Math.max(maximum[i], v[i]);
      const mean = m[i] / meanCorrection;
      const variance = (amsgrad ? maximum[i] : v[i]) / varianceCorrection;
      theta[i] = flushWeight(theta[i] - (rate * mean) / (Math.sqrt(variance) + epsilon));
    }
  }

  /** Both corrections become factors of η and ε: η · m̂ / (√v̂ + ε) = (η√c₂ / c₁) · m / (√v + ε√c₂), cᵢ = 1 − βᵢᵗ. */
  protected override updateFused(
    { theta, gradient, n, slots: { m, v, maximum } }: ParameterRun<'m' | 'v' | 'maximum'>,
    t: number,
    rate: number,
    { scale, limit }: Clipping,
  ): void {
    const { beta1, beta2, epsilon } = this.options;
    const root = Math.sqrt(1 - integerPower(beta2, t));
    const step = (rate * root) / (1 - integerPower(beta1, t));
    kernels.adam(theta, gradient, m, v, maximum, n, scale, limit, step, beta1, beta2, epsilon * root, 0);
  }

  /** η / (√v̂ + ε), with the correction folded as in the update: m̂ is 1 where all gradients are. */
  protected override stepLength(t: number, rate: number): StepLength<'m' | 'v' | 'maximum'> {
    const { beta2, epsilon, amsgrad } = this.options;
    const root = Math.sqrt(1 - integerPower(beta2, t));
    return { rate: rate * root, root: amsgrad ? 'maximum' : 'v', epsilon: epsilon * root };
  }
}
