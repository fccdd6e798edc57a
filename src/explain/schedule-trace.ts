import { NonFiniteError, requireInteger, requireOneOf } from '../errors.ts';
import { fromJSON } from '../schedules/from-json.ts';
import type { Per, Schedule, ScheduleJson } from '../schedules/schedule.ts';
import { type RuleText, ruleText } from './rule-text.ts';

/** The last step that can be asked for. */
export const mostScheduleSteps = 100_000;

/** Options that show what a schedule does; each can be given another value. */
export const scheduleExamples = {
  constant: { rate: 0.1 },
  stepDecay: { initial: 0.1, factor: 0.5, every: 25 },
  exponentialDecay: { initial: 0.1, factor: 0.96 },
  polynomialDecay: { initial: 0.1, steps: 100 },
  cosineDecay: { initial: 0.1, steps: 100 },
  inverseTimeDecay: { initial: 0.1, rate: 0.05 },
  piecewise: { boundaries: [30, 80], values: [0.1, 0.05, 0.01] },
  warmup: { steps: 20, then: { type: 'cosineDecay', per: 'step', initial: 0.1, steps: 80 } },
  oneCycle: { maximum: 0.1, steps: 100 },
} as const satisfies Readonly<Record<string, object>>;

export type ScheduleName = keyof typeof scheduleExamples;
export const scheduleNames = Object.keys(scheduleExamples) as ScheduleName[];

/** Options of a schedule: numbers, lists of numbers, or a schedule that follows. */
export type ScheduleSettings = Readonly<Record<string, number | readonly number[] | ScheduleJson | Per>>;

export interface ScheduleTrace extends RuleText {
  readonly schedule: ScheduleName;
  /** Complete: those that were given, those of the example, and defaults. */
  readonly options: ScheduleSettings;
  /** As the schedule says it: `cosineDecay(initial 0.1, final 0, steps 100)`. */
  readonly text: string;
  readonly per: Per;
  /** The rates of steps 0, 1, … */
  readonly rates: readonly number[];
}

/** A schedule of the library by name, with the options of the example where no others are given. */
export function makeExampleSchedule(name: ScheduleName, settings: ScheduleSettings = {}): Schedule {
  const { per = 'step', ...options } = { ...scheduleExamples[name], ...settings } as Record<string, unknown>;
  if (name === 'warmup' && typeof options.then === 'object') {
    // What a schedule counts is said where it is made: by the one that follows.
    options.then = { ...options.then, ...('per' in settings && { per }) };
    return fromJSON({ type: name, ...options } as ScheduleJson);
  }
  return fromJSON({ type: name, per, ...options } as ScheduleJson);
}

/** All options of a schedule, with their defaults. */
export function scheduleOptions(schedule: Schedule): ScheduleSettings {
  const { type: _, per: __, ...options } = schedule.toJSON!();
  return options as ScheduleSettings;
}

/**
 * The rates of a schedule, step by step.
 *
 * @param until the last step; where the schedule has an end, a little after it, and 100 otherwise.
 * @throws RangeError, TypeError for an unknown name and for options out of range; NonFiniteError for a rate that is too large for a number.
 */
export function traceSchedule(name: ScheduleName, settings: ScheduleSettings = {}, until?: number): ScheduleTrace {
  requireOneOf('explain schedule', 'name', name, scheduleNames);
  const schedule = makeExampleSchedule(name, settings);
  const options = scheduleOptions(schedule);
  const last = until ?? Math.min(mostScheduleSteps, usualEnd(name, options));
  requireInteger(`explain schedule ${name}`, { until: last }, 1);
  if (last > mostScheduleSteps) {
    throw new RangeError(`explain schedule ${name}: until must be at most ${mostScheduleSteps}, got ${last}`);
  }
  const rates = Array.from({ length: last + 1 }, (_, step) => schedule(step));
  const overflow = rates.findIndex((rate) => !Number.isFinite(rate));
  if (overflow >= 0) {
    throw new NonFiniteError(
      `explain schedule ${name}: the rate of ${schedule.per} ${overflow} became ${rates[overflow]}; choose smaller numbers`,
      { step: overflow },
    );
  }
  return {
    schedule: name,
    ...ruleText('schedules', name),
    options,
    text: String(schedule),
    per: schedule.per,
    rates,
  };
}

function usualEnd(name: ScheduleName, { steps, boundaries, then, every }: ScheduleSettings): number {
  const after = (then as ScheduleJson | undefined)?.steps;
  if (name === 'warmup') return (steps as number) + (typeof after === 'number' ? after : 4 * (steps as number)) || 100;
  if (typeof steps === 'number') return Math.max(2, Math.ceil(1.1 * steps));
  if (Array.isArray(boundaries) && boundaries.length > 0) return Math.ceil(1.25 * boundaries[boundaries.length - 1]);
  return name === 'stepDecay' ? 4 * (every as number) : 100;
}
