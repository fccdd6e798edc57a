import { requireInteger, requireNonNegative, requirePositive } from '../errors.ts';
import { pow } from '../tensor/scalar-math.ts';
import { makeSchedule, type PerOption, requireOptions, type Schedule } from './schedule.ts';

export interface PolynomialDecayOptions extends PerOption {
  /** The rate of step 0, at least 0. */
  readonly initial: number;
  /** The rate from step `steps` on, at least 0; 0 unless given. */
  readonly final?: number;
  /** The steps that the way from `initial` to `final` takes, a whole number of at least 1. */
  readonly steps: number;
  /** 1, a straight line, unless given; positive. */
  readonly power?: number;
}

/**
 * The rate goes from one value to another along a power of the time that is left, then stays.
 *
 *     rate(s) = final + (initial − final) · (1 − s / steps)^power      s < steps
 *     rate(s) = final                                                  s ≥ steps
 *
 * Keras' `PolynomialDecay` without cycles; with power 1 a linear decay.
 *
 * @throws RangeError, TypeError for options out of range or unknown.
 */
export function polynomialDecay(options: PolynomialDecayOptions): Schedule {
  const names = ['initial', 'final', 'steps', 'power'] as const;
  const { initial, final = 0, steps, power = 1, per } = requireOptions('polynomialDecay', options, names);
  requireNonNegative('polynomialDecay', { initial, final });
  requireInteger('polynomialDecay', { steps }, 1);
  requirePositive('polynomialDecay', { power });
  return makeSchedule('polynomialDecay', { per, initial, final, steps, power }, (step) =>
    step < steps ? final + (initial - final) * pow(1 - step / steps, power) : final,
  );
}
