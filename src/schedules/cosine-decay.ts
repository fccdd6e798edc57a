import { requireInteger, requireNonNegative } from '../errors.ts';
import { cos } from '../tensor/scalar-math.ts';
import { makeSchedule, type PerOption, requireOptions, type Schedule } from './schedule.ts';

export interface CosineDecayOptions extends PerOption {
  /** The rate of step 0, at least 0. */
  readonly initial: number;
  /** The rate from step `steps` on, at least 0; 0 unless given. */
  readonly final?: number;
  /** The steps that the way from `initial` to `final` takes, a whole number of at least 1. */
  readonly steps: number;
}

/**
 * The rate goes from one value to another along half a wave of the cosine, slowly at both ends, then stays.
 *
 *     rate(s) = final + (initial − final) · (1 + cos(π · s / steps)) / 2      s < steps
 *     rate(s) = final                                                        s ≥ steps
 *
 * Keras' `CosineDecay` (`final` is its alpha times `initial`); up to `steps` PyTorch's `CosineAnnealingLR`.
 *
 * @see Loshchilov & Hutter, SGDR: Stochastic gradient descent with warm restarts, 2017, equation 5, without restarts.
 *   https://arxiv.org/abs/1608.03983
 * @throws RangeError, TypeError for options out of range or unknown.
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const { initial, final = 0, steps, per } = requireOptions('cosineDecay', options, ['initial', 'final', 'steps']);
  requireNonNegative('cosineDecay', { initial, final });
  requireInteger('cosineDecay', { steps }, 1);
  return makeSchedule('cosineDecay', { per, initial, final, steps }, (step) =>
    step < steps ? final + ((initial - final) * (1 + cos((Math.PI * step) / steps))) / 2 : final,
  );
}
