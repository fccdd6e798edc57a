import { requireNonNegative, requirePositive } from '../errors.ts';
import { pow } from '../tensor/scalar-math.ts';
import { makeSchedule, type PerOption, requireOptions, type Schedule } from './schedule.ts';

export interface ExponentialDecayOptions extends PerOption {
  /** The rate of step 0, at least 0. */
  readonly initial: number;
  /** What the rate is multiplied by over `every` steps, positive; 0.96 takes away 4 percent. */
  readonly factor: number;
  /** The steps that one whole factor takes, positive; 1 unless given. */
  readonly every?: number;
}

/**
 * The rate falls by the same proportion at each step.
 *
 *     rate(s) = initial · factor^(s / every)
 *
 * Keras' `ExponentialDecay` without its staircase (that is `stepDecay`); with `every` 1 PyTorch's `ExponentialLR`.
 *
 * @throws RangeError, TypeError for options out of range or unknown.
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const {
    initial,
    factor,
    every = 1,
    per,
  } = requireOptions('exponentialDecay', options, ['initial', 'factor', 'every']);
  requireNonNegative('exponentialDecay', { initial });
  requirePositive('exponentialDecay', { factor, every });
  return makeSchedule(
    'exponentialDecay',
    { per, initial, factor, every },
    (step) => initial * pow(factor, step / every),
  );
}
