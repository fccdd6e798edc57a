import { requirePositive, requireWithin } from '../errors.ts';
import { memoryBudgets } from '../wasm/memory.ts';
import type { Job } from './job.ts';

/** What a job may take, if there is a limit. */
export type JobLimits = Pick<Job, 'timeLimitSeconds' | 'memoryLimitBytes'>;

/** Seconds that a timer can be set to: 24 days. */
const longest = 2147483;

/** @throws RangeError, TypeError for limits that cannot be. */
export function requireLimits(
  who: string,
  { key, timeLimitSeconds, memoryLimitBytes }: JobLimits & Pick<Job, 'key'>,
): void {
  if (timeLimitSeconds !== undefined) {
    const named = { [`timeLimitSeconds of job '${key}'`]: timeLimitSeconds };
    requirePositive(who, named);
    requireWithin(who, named, 0, longest);
  }
  if (memoryLimitBytes !== undefined) {
    const { least, most } = memoryBudgets;
    requireWithin(who, { [`memoryLimitBytes of job '${key}'`]: memoryLimitBytes }, least, most);
  }
}
