import { requireNonNegative, requirePositive } from '../errors.ts';
import { makeSchedule, type PerOption, requireOptions, type Schedule } from './schedule.ts';

export interface InverseTimeDecayOptions extends PerOption {
  /** The rate of step 0, at least 0. */
  readonly initial: number;
  /** How fast it falls: after every / rate steps half of `initial` is left. At least 0. */
  readonly rate: number;
  /** The steps that count as one, positive; 1 unless given. */
  readonly every?: number;
}

/**
 * The rate falls like one over the time.
 *
 *     rate(s) = initial / (1 + rate · s / every)
 *
 * Keras' `InverseTimeDecay` without its staircase. The sum of all rates is infinite and that of their squares finite,
 * the classical conditions of Robbins and Monro (1951) for stochastic descent to settle.
 *
 * @throws RangeError, TypeError for options out of range or unknown.
 */
export function inverseTimeDecay(options: InverseTimeDecayOptions): Schedule {
  const { initial, rate, every = 1, per } = requireOptions('inverseTimeDecay', options, ['initial', 'rate', 'every']);
  requireNonNegative('inverseTimeDecay', { initial, rate });
  requirePositive('inverseTimeDecay', { every });
  return makeSchedule(
    'inverseTimeDecay',
    { per, initial, rate, every },
    (step) => initial / (1 + (rate * step) / every),
  );
}
