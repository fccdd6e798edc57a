import { firstReportFrom } from './pruners/reports.ts';
import type { Trial } from './trial.ts';

/** How far a trial went: the step at which it was stopped, or Infinity where it came to its own end; undefined for one that says nothing. */
export function reachOf({ state, budget, reports }: Trial): number | undefined {
  const last = reports.at(-1)?.step;
  if (state === 'pruned') return last;
  if (state !== 'complete') return undefined;
  return budget !== undefined && last !== undefined && last >= budget ? last : Number.POSITIVE_INFINITY;
}

/** The step to which complete trials go: that of the last rung of a schedule, or Infinity where none ends them. */
export function endOf(trials: readonly Trial[]): number {
  let end = 0;
  for (const trial of trials) {
    if (trial.state === 'complete' && reachOf(trial) !== Number.POSITIVE_INFINITY) end = Math.max(end, trial.budget!);
  }
  return end === 0 ? Number.POSITIVE_INFINITY : end;
}

/**
 * What a trial was worth at a step that it reached: its first report there or beyond, or its value if it came to its own end before. For one
 * direction.
 */
export function worthAt(step: number, trial: Trial): number {
  return firstReportFrom(step, trial)?.value ?? trial.values?.[0] ?? trial.reports.at(-1)!.value;
}

/** Of trials that take up each other's parameters the one that went furthest, of equal ones the last; in their order. */
export function oncePerParameters<T extends { readonly trial: Trial; readonly reach: number }>(
  told: readonly T[],
  trials: readonly Trial[],
): T[] {
  const repeats = new Map(trials.map(({ number, repeats: first }) => [number, first]));
  const best = new Map<number, T>();
  for (const one of told) {
    let first = one.trial.number;
    for (let before = repeats.get(first); before !== undefined; before = repeats.get(first)) first = before;
    const other = best.get(first);
    if (other === undefined || one.reach >= other.reach) best.set(first, one);
  }
  const kept = new Set(best.values());
  return told.filter((one) => kept.has(one));
}
