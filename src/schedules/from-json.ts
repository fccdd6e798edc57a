import { requireOneOf, valueText } from '../errors.ts';
import { constant } from './constant.ts';
import { cosineDecay } from './cosine-decay.ts';
import { exponentialDecay } from './exponential-decay.ts';
import { inverseTimeDecay } from './inverse-time-decay.ts';
import { oneCycle } from './one-cycle.ts';
import { piecewise } from './piecewise.ts';
import { polynomialDecay } from './polynomial-decay.ts';
import type { PerOption, Schedule, ScheduleJson } from './schedule.ts';
import { stepDecay } from './step-decay.ts';
import { warmup } from './warmup.ts';

type Make = (options: never) => Schedule;

const makers: Readonly<Record<string, Make>> = {
  constant: ({ rate, ...options }: { rate: number } & PerOption) => constant(rate, options),
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  oneCycle,
  piecewise,
  polynomialDecay,
  stepDecay,
  warmup: ({ then, ...options }: { steps: number; then: number | ScheduleJson }) =>
    warmup({ ...options, then: typeof then === 'number' ? then : fromJSON(then) }),
};

/**
 * The schedule that `toJSON` wrote down.
 *
 * @throws RangeError, TypeError if there is no such schedule, or its options are not what it takes.
 */
export function fromJSON(json: ScheduleJson): Schedule {
  if (typeof json !== 'object' || json === null) {
    throw new TypeError(`schedules.fromJSON: expected { type, per, … }, got ${valueText(json)}`);
  }
  const { type, ...options } = json;
  requireOneOf('schedules.fromJSON', 'type', type, Object.keys(makers));
  return makers[type](options as never);
}
