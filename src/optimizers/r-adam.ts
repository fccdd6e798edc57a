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

/** Options of `RAdam`. The learning rate is 0.001 unless given. */
export interface RAdamOptions extends OptimizerOptions {
  /** β₁ in [0, 1): how much of the running mean is kept. 0.9 unless given. */
  readonly beta1?: number;
  /** β₂ in [0, 1): how much of the running square is kept. 0.999 unless given. */
  readonly beta2?: number;
  /** ε, at least 1e-30. 1e-8 unless given. */
  readonly epsilon?: number;
}

/**
 * RAdam: Adam that steps by the mean alone until v rests on enough gradients, then by v as far as it can be relied on.
 * It takes the place of a warm-up.
 *
 *     m ← β₁m + (1 − β₁)g       m̂ = m / (1 − β₁ᵗ)                              t = 1, 2, …
 *     v ← β₂v + (1 − β₂)g²
 *     ρ∞ = 2 / (1 − β₂) − 1     ρₜ = ρ∞ − 2t · β₂ᵗ / (1 − β₂ᵗ)                 how many gradients v rests on
 *     ρₜ > 5      r = √[ (ρₜ − 4)(ρₜ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρₜ) ]
 *                 θ ← θ − η · r · m̂ · √(1 − β₂ᵗ) / (√v + ε)
 *     otherwise   θ ← θ − η · m̂
 *
 * θ, g, m, v share one shape. m and v start at zero: two extra f32 per weight. With β₂ = 0.999 the first 5 steps go by
 * the mean alone. The threshold is 5 (PyTorch, and nearly the authors' program), where the paper has 4. ε is added to
 * √v before the correction (PyTorch).
 *
 * @see Liu et al., On the variance of the adaptive learning rate and beyond, 2020, Algorithm 2.
 *   https://arxiv.org/abs/1908.03265
 * @throws RangeError if η is not positive, ε is below 1e-30, or β₁ or β₂ is outside [0, 1).
 */
export class RAdam extends Optimizer<'m' | 'v', RAdamOptions> {
  constructor(options: RAdamOptions = {}) {
    const defaults = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    super('RAdam', { m: true, v: true }, options, defaults);
    const { beta1, beta2, epsilon } = this.options;
    requireFraction('RAdam', { beta1, beta2 });
    requireEpsilon('RAdam', epsilon);
  }

  override update(theta: Float32Array, g: Float32Array, { m, v }: Slots<'m' | 'v'>, t: number, rate: number): void {
    const { beta1, beta2, epsilon } = this.options;
    const meanCorrection = 1 - integerPower(beta1, t);
    const varianceCorrection = 1 - integerPower(beta2, t);
    const rectification = this.rectification(t);
    for (let i = 0; i < theta.length; i++) {
      m[i] = flushTiny(beta1 * m[i] + (1 - beta1) * g[i]);
      v[i] = flushTiny(beta2 * v[i] + (1 - beta2) * g[i] * g[i]);
      const mean = m[i] / meanCorrection;
      if (rectification === undefined) {
        theta[i] = flushWeight(theta[i] - rate * mean);
      } else {
        const adapted = Math.sqrt(varianceCorrection) / (Math.sqrt(v[i]) + epsilon);
        theta[i] = flushWeight(theta[i] - rate * rectification * mean * adapted);
      }
    }
  }

  /** Corrections and rectification become factors of η. */
  protected override updateFused(
    { theta, gradient, n, slots: { m, v } }: ParameterRun<'m' | 'v'>,
    t: number,
    rate: number,
    { scale, limit }: Clipping,
  ): void {
    const { beta1, beta2, epsilon } = this.options;
    const rectification = this.rectification(t);
    const factor = rectification === undefined ? 1 : rectification * Math.sqrt(1 - integerPower(beta2, t));
    const step = (rate * factor) / (1 - integerPower(beta1, t));
    const rectified = rectification === undefined ? 0 : 1;
    kernels.rAdam(theta, gradient, m, v, n, scale, limit, step, beta1, beta2, epsilon, rectified);
  }

  /** η, or η · r · √(1 − β₂ᵗ) / (√v + ε) once it is rectified. */
  protected override stepLength(t: number, rate: number): StepLength<'m' | 'v'> {
    const { beta2, epsilon } = this.options;
    const rectification = this.rectification(t);
    if (rectification === undefined) return { rate };
    return { rate: rate * rectification * Math.sqrt(1 - integerPower(beta2, t)), root: 'v', epsilon };
  }

  /** r, or undefined while v rests on too few gradients. */
  private rectification(t: number): number | undefined {
    const { beta2 } = this.options;
    const power = integerPower(beta2, t);
    const limit = 2 / (1 - beta2) - 1;
    const length = limit - (2 * t * power) / (1 - power);
    if (length <= 5) return undefined;
    return Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length));
  }
}
