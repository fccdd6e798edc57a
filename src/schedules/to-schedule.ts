import { requireNonNegative, requireOneOf, valueText } from '../errors.ts';
import { constant } from './constant.ts';
import type { Schedule } from './schedule.ts';

/**
 * A learning rate as people give it, a number or a schedule, as a schedule. `who` and `name` say whose option it is.
 *
 * @throws TypeError if it is neither, RangeError for a number that is negative or not finite.
 */
export function toSchedule(who: string, name: string, value: unknown): Schedule {
  if (typeof value === 'number') {
    requireNonNegative(who, { [name]: value });
    return constant(value);
  }
  if (typeof value === 'function' && 'per' in value) {
    requireOneOf(who, `${name}.per`, value.per, ['step', 'epoch']);
    return value as Schedule;
  }
  const hint = typeof value === 'function' ? "; give it the property per: 'step' or 'epoch'" : '';
  throw new TypeError(`${who}: ${name} must be a number or a schedule, got ${valueText(value)}${hint}`);
}
