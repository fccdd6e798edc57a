import { requireInteger, requireNonNegative, requirePositive } from '../errors.ts';
import { pow } from '../tensor/scalar-math.ts';
import { makeSchedule, type PerOption, requireOptions, type Schedule } from './schedule.ts';

export interface StepDecayOptions extends PerOption {
  /** The rate of the first `every` steps, at least 0. */
  readonly initial: number;
  /** What the rate is multiplied by at each drop, positive; 0.5 halves it. */
  readonly factor: number;
  /** Steps between drops, a whole number of at least 1. */
  readonly every: number;
}

/**
 * The rate drops by a factor every so many steps, and stays in between.
 *
 *     rate(s) = initial · factor^⌊s / every⌋
 *
 * PyTorch's `StepLR`. `exponentialDecay` falls smoothly through the same points.
 *
 * @throws RangeError, TypeError for options out of range or unknown.
 */
export function stepDecay(options: StepDecayOptions): Schedule {
  const { initial, factor, every, per } = requireOptions('stepDecay', options, ['initial', 'factor', 'every']);
  requireNonNegative('stepDecay', { initial });
  requirePositive('stepDecay', { factor });
  requireInteger('stepDecay', { every }, 1);
  return makeSchedule(
    'stepDecay',
    { per, initial, factor, every },
    (step) => initial * pow(factor, Math.floor(step / every)),
  );
}
