import { requireFraction, requireNonNegative } from '../errors.ts';
import { integerPower } from '../tensor/scalar-math.ts';
import { kernels } from '../wasm/kernels.ts';
import type { AdamOptions } from './adam.ts';
import { flushTiny } from './flush-tiny.ts';
import { flushWeight } from './flush-weight.ts';
import { type Clipping, Optimizer, type ParameterRun, type Slots, type StepLength } from './optimizer.ts';
import { requireEpsilon } from './optimizer-options.ts';

/** Options of `AdamW`: those of Adam, with the same defaults, and the decay. */
export interface AdamWOptions extends AdamOptions {
  /** λ, at least 0: the part of each weight that a step takes away is ηλ. 0.01 unless given. */
  readonly weightDecay?: number;
}

/**
 * AdamW: Adam, with weights that decay on their own instead of through the gradient.
 *
 *     θ ← θ − η · λ · θ
 *     m ← β₁m + (1 − β₁)g       m̂ = m / (1 − β₁ᵗ)
 *     v ← β₂v + (1 − β₂)g²      v̂ = v / (1 − β₂ᵗ)
 *     θ ← θ − η · m̂ / (√v̂ + ε)                      t = 1, 2, …
 *
 *     amsgrad      w ← max(w, v) takes the place of v in v̂
 *
 * An L2 penalty puts λθ into g, where the division by √v̂ takes its strength from the weights with large gradients.
 * Here all weights decay alike, biases too (PyTorch). The decay goes with the learning rate (PyTorch); the paper
 * multiplies λ by the schedule alone, not by the initial rate.
 *
 * θ, g, m, v, w share one shape. m, v and w (`maximum`) start at zero: two or three extra f32 per weight. ε stands
 * outside the root.
 *
 * @see Loshchilov & Hutter, Decoupled weight decay regularization, 2019, Algorithm 2. https://arxiv.org/abs/1711.05101
 * @throws RangeError if η is not positive, ε is below 1e-30, β₁ or β₂ is outside [0, 1), or λ is negative.
 */
export class AdamW extends Optimizer<'m' | 'v' | 'maximum', AdamWOptions> {
  constructor(options: AdamWOptions = {}) {
    const adam = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, amsgrad: false };
    const slots = { m: true, v: true, maximum: options?.amsgrad === true };
    super('AdamW', slots, options, { ...adam, weightDecay: 0.01 });
    const { beta1, beta2, epsilon, weightDecay } = this.options;
    requireFraction('AdamW', { beta1, beta2 });
    requireEpsilon('AdamW', epsilon);
    requireNonNegative('AdamW', { weightDecay });
  }

  override update(
    theta: Float32Array,
    g: Float32Array,
    { m, v, maximum }: Slots<'m' | 'v' | 'maximum'>,
    t: number,
    rate: number,
  ): void {
    const { beta1, beta2, epsilon, amsgrad, weightDecay } = this.options;
    const meanCorrection = 1 - integerPower(beta1, t);
    const varianceCorrection = 1 - integerPower(beta2, t);
    for (let i = 0; i < theta.length; i++) {
      const decayed = theta[i] - rate * weightDecay * theta[i];
      m[i] = flushTiny(beta1 * m[i] + (1 - beta1) * g[i]);
      v[i] = flushTiny(beta2 * v[i] + (1 - beta2) * g[i] * g[i]);
      if (amsgrad) maximum[i] = Math.max(maximum[i], v[i]);
      const mean = m[i] / meanCorrection;
      const variance = (amsgrad ? maximum[i] : v[i]) / varianceCorrection;
      theta[i] = flushWeight(decayed - (rate * mean) / (Math.sqrt(variance) + epsilon));
    }
  }

  /** As in Adam. The decay ηλ is handed over as it is: 1 − ηλ in float32 would round a small one away. */
  protected override updateFused(
    { theta, gradient, n, slots: { m, v, maximum } }: ParameterRun<'m' | 'v' | 'maximum'>,
    t: number,
    rate: number,
    { scale, limit }: Clipping,
  ): void {
    const { beta1, beta2, epsilon, weightDecay } = this.options;
    const root = Math.sqrt(1 - integerPower(beta2, t));
    const step = (rate * root) / (1 - integerPower(beta1, t));
    const decay = rate * weightDecay;
    kernels.adam(theta, gradient, m, v, maximum, n, scale, limit, step, beta1, beta2, epsilon * root, decay);
  }

  /** η / (√v̂ + ε), with the correction folded as in the update: m̂ is 1 where all gradients are. */
  protected override stepLength(t: number, rate: number): StepLength<'m' | 'v' | 'maximum'> {
    const { beta2, epsilon, amsgrad } = this.options;
    const root = Math.sqrt(1 - integerPower(beta2, t));
    return { rate: rate * root, root: amsgrad ? 'maximum' : 'v', epsilon: epsilon * root };
  }
}
