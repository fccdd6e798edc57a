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

/** Options of `RmsProp`. The learning rate is 0.001 unless given. */
export interface RmsPropOptions extends OptimizerOptions {
  /** ρ in [0, 1): how much of the running square is kept. 0.9 unless given (the lecture; PyTorch has 0.99). */
  readonly decay?: number;
  /** ε, at least 1e-30. 1e-7 unless given (PyTorch has 1e-8). */
  readonly epsilon?: number;
  /** μ in [0, 1): how much of the last velocity is kept. 0, no velocity, unless given. */
  readonly momentum?: number;
  /** Whether to divide by the running deviation from the mean instead of the running size. */
  readonly centered?: boolean;
}

type RmsPropSlot = 'square' | 'variance' | 'mean' | 'velocity';

/**
 * RMSProp: steps divided by a running estimate of the gradient's size.
 *
 *     s ← ρs + (1 − ρ)g²
 *     θ ← θ − η · g / (√s + ε)
 *
 *     momentum μ      v ← μv + g / (√s + ε)        θ ← θ − η · v
 *     centered        s is the running variance of g about its running mean m:
 *                     d = g − m        m ← ρm + (1 − ρ)g        s ← ρ(s + (1 − ρ)d²)
 *
 * θ, g and the slots share one shape. s (`square` or, centered, `variance`), m (`mean`) and v (`velocity`) start at
 * zero: one to three extra f32 per weight. ε stands outside the root (PyTorch; others have it inside). There is no bias
 * correction, so the first steps are up to 1/√(1 − ρ) times as long.
 *
 * Centered, the textbook form is E[g²] − m². Where the gradient is steady that is the difference of two nearly equal
 * numbers: float32 loses it to rounding, and may take the root of a negative one. The variance above is the same number
 * without the subtraction (West, 1979).
 *
 * @see Hinton, Neural networks for machine learning, lecture 6e, 2012.
 *   https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf
 * @see Graves, Generating sequences with recurrent neural networks, 2013, equations 38 to 41, for the centered form.
 *   https://arxiv.org/abs/1308.0850
 * @see West, Updating mean and variance estimates, 1979. https://doi.org/10.1145/359146.359153
 * @throws RangeError if η is not positive, ε is below 1e-30, or ρ or μ is outside [0, 1).
 */
export class RmsProp extends Optimizer<RmsPropSlot, RmsPropOptions> {
  constructor(options: RmsPropOptions = {}) {
    const centered = options?.centered === true;
    const slots = { square: !centered, variance: centered, mean: centered, velocity: (options?.momentum ?? 0) !== 0 };
    const defaults = { learningRate: 1e-3, decay: 0.9, epsilon: 1e-7, momentum: 0, centered: false };
    super('RmsProp', slots, options, defaults);
    const { decay, momentum, epsilon } = this.options;
    requireFraction('RmsProp', { decay, momentum });
    requireEpsilon('RmsProp', epsilon);
  }

  override update(
    theta: Float32Array,
    g: Float32Array,
    { square, variance, mean, velocity }: Slots<RmsPropSlot>,
    _t: number,
    rate: number,
  ): void {
    const { decay, epsilon, momentum, centered } = this.options;
    for (let i = 0; i < theta.length; i++) {
      if (centered) {
        const d = g[i] - mean[i];
        mean[i] = flushTiny(decay * mean[i] + (1 - decay) * g[i]);
        variance[i] = flushTiny(decay * (variance[i] + (1 - decay) * d * d));
      } else {
        square[i] = flushTiny(decay * square[i] + (1 - decay) * g[i] * g[i]);
      }
      const size = Math.sqrt(centered ? variance[i] : square[i]) + epsilon;
      if (momentum === 0) {
        theta[i] = flushWeight(theta[i] - (rate * g[i]) / size);
      } else {
        velocity[i] = flushTiny(momentum * velocity[i] + g[i] / size);
        theta[i] = flushWeight(theta[i] - rate * velocity[i]);
      }
    }
  }

  protected override updateFused(run: ParameterRun<RmsPropSlot>, _t: number, rate: number, clipping: Clipping): void {
    const { theta, gradient, n } = run;
    const { square, variance, mean, velocity } = run.slots;
    const { scale, limit } = clipping;
    const { decay, epsilon, momentum, centered } = this.options;
    const s = centered ? variance : square;
    kernels.rmsProp(theta, gradient, s, mean, velocity, n, scale, limit, rate, decay, epsilon, momentum);
  }

  /** η / (√s + ε); with a momentum times 1 + μ + … + μᵗ⁻¹, as in `Sgd`. */
  protected override stepLength(t: number, rate: number): StepLength<RmsPropSlot> {
    const { momentum, epsilon, centered } = this.options;
    const steps = momentum === 0 ? 1 : (1 - integerPower(momentum, t)) / (1 - momentum);
    return { rate: rate * steps, root: centered ? 'variance' : 'square', epsilon };
  }
}
