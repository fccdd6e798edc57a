import { requireInteger } from '../errors.ts';
import { makeSchedule, type PerOption, requireOptions, type Schedule } from './schedule.ts';
import { toSchedule } from './to-schedule.ts';

export interface WarmupOptions extends PerOption {
  /** Steps of rising rate, a whole number of at least 0. */
  readonly steps: number;
  /** What comes after: a schedule, counting from 0 when the warm-up ends, or a rate that stays. */
  readonly then: number | Schedule;
}

/**
 * The rate rises in equal steps to where another schedule begins, then follows it.
 *
 *     rate(s) = then(0) · (s + 1) / steps      s < steps
 *     rate(s) = then(s − steps)                s ≥ steps
 *
 * So step 0 has the rate then(0) / steps, not 0, and steps − 1 and `steps` both have then(0). It counts what `then`
 * counts.
 *
 * @see Goyal et al., Accurate, large minibatch SGD, 2017, section 2.2. https://arxiv.org/abs/1706.02677
 * @throws RangeError, TypeError for options out of range or unknown, or if `per` contradicts that of `then`.
 */
export function warmup(options: WarmupOptions): Schedule {
  const { steps, per, then: after } = requireOptions('warmup', options, ['steps', 'then']);
  requireInteger('warmup', { steps });
  const then = toSchedule('warmup', 'then', after);
  const counts = typeof after === 'number' ? per : then.per;
  if (per !== undefined && per !== counts) {
    throw new RangeError(`warmup: per is '${per}', but the schedule after it, ${then}, counts by '${counts}'`);
  }
  return makeSchedule('warmup', { per: counts, steps, then: after }, (step) =>
    step < steps ? (then(0) * (step + 1)) / steps : then(step - steps),
  );
}
