import { requireNonNegative } from '../errors.ts';
import { makeSchedule, type PerOption, requireOptions, type Schedule } from './schedule.ts';

/**
 * The same rate at every step.
 *
 *     rate(s) = rate
 *
 * @param rate at least 0.
 * @throws RangeError, TypeError if it is not.
 */
export function constant(rate: number, options: PerOption = {}): Schedule {
  const { per } = requireOptions('constant', options, []);
  requireNonNegative('constant', { rate });
  return makeSchedule('constant', { per, rate }, () => rate);
}
