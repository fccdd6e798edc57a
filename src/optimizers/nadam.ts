import { requireFraction, requireNonNegative } from '../errors.ts';
import { integerPower, pow } from '../tensor/scalar-math.ts';
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

/** Options of `Nadam`. The learning rate is 0.002 unless given. */
export interface NadamOptions extends OptimizerOptions {
  /** β₁ in [0, 1): how much of the running mean is kept, and what the momentum grows to. 0.9 unless given. */
  readonly beta1?: number;
  /** β₂ in [0, 1): how much of the running square is kept. 0.999 unless given. */
  readonly beta2?: number;
  /** ε, at least 1e-30. 1e-8 unless given. */
  readonly epsilon?: number;
  /** ψ, at least 0: how fast the momentum grows from β₁/2 to β₁. 0.004 unless given. */
  readonly momentumDecay?: number;
}

/**
 * Nadam: Adam that looks ahead as Nesterov's momentum does, with a momentum that grows.
 *
 *     μₜ = β₁ · (1 − ½ · 0.96^(tψ))                    t = 1, 2, …
 *     m ← β₁m + (1 − β₁)g
 *     v ← β₂v + (1 − β₂)g²      v̂ = v / (1 − β₂ᵗ)
 *     m̄ = (1 − μₜ) · g / (1 − μ₁⋯μₜ) + μₜ₊₁ · m / (1 − μ₁⋯μₜ₊₁)
 *     θ ← θ − η · m̄ / (√v̂ + ε)
 *
 * θ, g, m, v share one shape. m and v start at zero: two extra f32 per weight. ε stands outside the root. m is kept
 * with β₁ and not with μₜ (PyTorch). The product μ₁⋯μₜ follows from t.
 *
 * @see Dozat, Incorporating Nesterov momentum into Adam, 2016, Algorithm 2, with the schedule of its experiments, where
 *   tψ is t/250. https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ
 * @throws RangeError if η is not positive, ε is below 1e-30, β₁ or β₂ is outside [0, 1), or ψ is negative.
 */
export class Nadam extends Optimizer<'m' | 'v', NadamOptions> {
  /** μ₁⋯μₜ for t = 0, 1, …, as far as it has been asked for and counts. */
  private readonly products = [1];

  constructor(options: NadamOptions = {}) {
    const defaults = { learningRate: 2e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentumDecay: 0.004 };
    super('Nadam', { m: true, v: true }, options, defaults);
    const { beta1, beta2, epsilon, momentumDecay } = this.options;
    requireFraction('Nadam', { beta1, beta2 });
    requireEpsilon('Nadam', epsilon);
    requireNonNegative('Nadam', { momentumDecay });
  }

  override update(theta: Float32Array, g: Float32Array, { m, v }: Slots<'m' | 'v'>, t: number, rate: number): void {
    const { beta1, beta2, epsilon } = this.options;
    const varianceCorrection = 1 - integerPower(beta2, t);
    const factors = this.lookAhead(t);
    for (let i = 0; i < theta.length; i++) {
      m[i] = flushTiny(beta1 * m[i] + (1 - beta1) * g[i]);
      v[i] = flushTiny(beta2 * v[i] + (1 - beta2) * g[i] * g[i]);
      const ahead = factors.gradient * g[i] + factors.mean * m[i];
      theta[i] = flushWeight(theta[i] - (rate * ahead) / (Math.sqrt(v[i] / varianceCorrection) + epsilon));
    }
  }

  /** With m̄ = a·g + b·m, a goes into the rate: a · (g + (b / a)·m). The correction of v goes where it does in Adam. */
  protected override updateFused(
    { theta, gradient, n, slots: { m, v } }: ParameterRun<'m' | 'v'>,
    t: number,
    rate: number,
    { scale, limit }: Clipping,
  ): void {
    const { beta1, beta2, epsilon } = this.options;
    const root = Math.sqrt(1 - integerPower(beta2, t));
    const factors = this.lookAhead(t);
    const step = rate * root * factors.gradient;
    const meanFactor = factors.mean / factors.gradient;
    kernels.nadam(theta, gradient, m, v, n, scale, limit, step, meanFactor, beta1, beta2, epsilon * root);
  }

  /** η · m̄ / (√v̂ + ε) where all gradients are 1 and m therefore 1 − β₁ᵗ. */
  protected override stepLength(t: number, rate: number): StepLength<'m' | 'v'> {
    const { beta1, beta2, epsilon } = this.options;
    const root = Math.sqrt(1 - integerPower(beta2, t));
    const { gradient, mean } = this.lookAhead(t);
    const ahead = gradient + mean * (1 - integerPower(beta1, t));
    return { rate: rate * root * ahead, root: 'v', epsilon: epsilon * root };
  }

  /** The factors of g and m in m̄. */
  private lookAhead(t: number): { gradient: number; mean: number } {
    return {
      gradient: (1 - this.momentumAt(t)) / (1 - this.momentumProduct(t)),
      mean: this.momentumAt(t + 1) / (1 - this.momentumProduct(t + 1)),
    };
  }

  /** μₜ */
  private momentumAt(t: number): number {
    const { beta1, momentumDecay } = this.options;
    return beta1 * (1 - 0.5 * pow(0.96, t * momentumDecay));
  }

  /** μ₁⋯μₜ; 0 from where it is too small to change 1 − μ₁⋯μₜ. */
  private momentumProduct(t: number): number {
    const { products } = this;
    while (products.length <= t) {
      const last = products[products.length - 1];
      if (last < 2 ** -54) return 0;
      products.push(last * this.momentumAt(products.length));
    }
    return products[t];
  }
}
