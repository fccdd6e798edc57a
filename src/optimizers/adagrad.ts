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

/** Options of `Adagrad`. The learning rate is 0.01 unless given. */
export interface AdagradOptions extends OptimizerOptions {
  /** ε, at least 1e-30. 1e-10 unless given. */
  readonly epsilon?: number;
}

/**
 * Adagrad: each weight has a rate of its own, which shrinks with all the gradient it has seen.
 *
 *     s ← s + g²
 *     θ ← θ − η · g / (√s + ε)
 *
 * θ, g, s share one shape. s (`sum`) starts at zero (PyTorch; Keras starts at 0.1): one extra f32 per weight. ε stands
 * outside the root (PyTorch). Rare features keep long steps; under a steady gradient step t is η/√t long.
 *
 * @see Duchi, Hazan & Singer, Adaptive subgradient methods for online learning and stochastic optimization, 2011, the
 *   diagonal form of Figure 1. https://jmlr.org/papers/v12/duchi11a.html
 * @throws RangeError if η is not positive or ε is below 1e-30.
 */
export class Adagrad extends Optimizer<'sum', AdagradOptions> {
  constructor(options: AdagradOptions = {}) {
    super('Adagrad', { sum: true }, options, { learningRate: 0.01, epsilon: 1e-10 });
    requireEpsilon('Adagrad', this.options.epsilon);
  }

  override update(theta: Float32Array, g: Float32Array, { sum }: Slots<'sum'>, _t: number, rate: number): void {
    const { epsilon } = this.options;
    for (let i = 0; i < theta.length; i++) {
      sum[i] = flushTiny(sum[i] + g[i] * g[i]);
      theta[i] = flushWeight(theta[i] - (rate * g[i]) / (Math.sqrt(sum[i]) + epsilon));
    }
  }

  protected override updateFused(run: ParameterRun<'sum'>, _t: number, rate: number, clipping: Clipping): void {
    const { theta, gradient, n, slots } = run;
    kernels.adagrad(theta, gradient, slots.sum, n, clipping.scale, clipping.limit, rate, this.options.epsilon);
  }

  /** η / (√G + ε) */
  protected override stepLength(_t: number, rate: number): StepLength<'sum'> {
    return { rate, root: 'sum', epsilon: this.options.epsilon };
  }
}
