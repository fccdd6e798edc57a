import { requireInteger, requireKnownOptions, requireOneOf } from '../errors.ts';

/** What a schedule counts: updates of the weights, or passes over the data. */
export type Per = 'step' | 'epoch';

/** How a schedule is written down: its name and options. `schedules.fromJSON` reads it. */
export interface ScheduleJson {
  readonly type: string;
  readonly per: Per;
  readonly [option: string]: unknown;
}

/**
 * A learning rate that changes: called with a step (or an epoch, as `per` says) from 0 on, it gives the rate for it. It
 * keeps no state, so any step can be asked for at any time, and a checkpoint needs to store the step only.
 *
 *     const rate = cosineDecay({ initial: 0.1, steps: 100 });
 *     rate(50); // 0.05
 *
 * A function of one's own is a schedule when it has `per`:
 * `Object.assign((step: number) => 0.1 / (1 + step), { per: 'step' as const })`.
 *
 * @throws RangeError if the step is not a whole number of at least 0.
 */
export interface Schedule {
  (step: number): number;
  readonly per: Per;
  /** Such as `cosineDecay(initial 0.1, final 0, steps 100)`. */
  toString(): string;
  toJSON?(): ScheduleJson;
}

/** The option that every schedule takes: what it counts. */
export interface PerOption {
  /** 'step' unless given. */
  readonly per?: Per;
}

/** The options of a schedule, which has to be given some, when all their names are known. */
export function requireOptions<T extends PerOption>(who: string, options: T, names: readonly (keyof T & string)[]): T {
  const known = [...names, 'per'];
  requireKnownOptions(who, options ?? null, known);
  return options;
}

/**
 * A schedule from its name, its complete options and the rule, for steps that have been checked. Options that are
 * schedules write themselves down.
 */
export function makeSchedule(
  name: string,
  { per = 'step', ...options }: PerOption & Record<string, unknown>,
  rule: (step: number) => number,
): Schedule {
  requireOneOf(name, 'per', per, ['step', 'epoch']);
  const rate = (step: number): number => {
    requireInteger(name, { [per]: step });
    return rule(step);
  };
  const text = [
    ...Object.entries(options).map(([key, value]) => `${key} ${textOf(value)}`),
    ...(per === 'epoch' ? ['per epoch'] : []),
  ];
  return Object.assign(rate, {
    per,
    toString: () => `${name}(${text.join(', ')})`,
    toJSON: () => ({ type: name, per, ...writable(name, options) }),
  });
}

/** Options with the schedules among them written down. */
function writable(name: string, options: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(options).map(([key, value]) => {
    if (typeof value !== 'function') return [key, value];
    const { toJSON } = value as Schedule;
    if (!toJSON) throw new TypeError(`${name}: ${key} has no toJSON, so it cannot be written down`);
    return [key, toJSON()];
  });
  return Object.fromEntries(entries);
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}
