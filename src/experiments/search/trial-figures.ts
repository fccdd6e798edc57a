import type { Axis } from '../../report/document.ts';
import { axisText } from '../../report/number-text.ts';
import { isBetter } from '../../search/is-better.ts';
import type { Space } from '../../search/space/space.ts';
import { SearchStudy } from '../../search/study.ts';
import type { Direction, Trial, TrialState } from '../../search/trial.ts';
import { log } from '../../tensor/scalar-math.ts';
import { countText, listText, plural } from '../figure-text.ts';

/** What a value of trials is called, such as 'validation loss'. */
export interface ValueName {
  readonly title: string;
  readonly format?: Axis['format'];
}

/** The trials of a search with what is known of all of them. */
export interface TrialFigures {
  readonly space: Space;
  /** By number. */
  readonly trials: readonly Trial[];
  readonly directions: readonly Direction[];
  /** One of each direction. */
  readonly names: readonly ValueName[];
  /** The best, or with several directions the front. */
  readonly best: readonly Trial[];
}

/** @param bestNumber of the trial that is called the best; the one of the best value unless set. */
export function trialFigures(
  space: Space,
  trials: readonly Trial[],
  directions: readonly Direction[],
  value: ValueName | readonly ValueName[],
  bestNumber?: number,
): TrialFigures {
  const given: readonly ValueName[] = 'title' in value ? [value] : value;
  const names = directions.map((_, i) => given[i] ?? { ...given[0], title: `${given[0].title} ${i + 1}` });
  const study = new SearchStudy({ space, sampler: { toJSON: () => ({}) }, directions, lag: 0 }, trials);
  const chosen = bestNumber === undefined ? undefined : trials.find(({ number }) => number === bestNumber);
  return { space, trials, directions, names, best: chosen ? [chosen] : study.front };
}

/** The value of a complete trial in one of the directions; of one that was pruned, what it reported last. */
export function valueOf({ state, values, reports }: Trial, direction = 0): number | undefined {
  if (state === 'complete') return values?.[direction];
  return state === 'pruned' && direction === 0 ? reports.at(-1)?.value : undefined;
}

export function valueText(value: number, name: ValueName): string {
  return axisText(value, axisOf(name));
}

/** An axis for values: logarithmic where the largest is at least ten times the smallest. */
export function valueAxis(name: ValueName, values: readonly number[]): Axis {
  const least = values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const spansDecades = least > 0 && most / least >= 10;
  return { ...axisOf(name), ...(spansDecades && { scale: 'log' as const }) };
}

function axisOf({ title, format }: ValueName): Axis {
  return { title, ...(format !== undefined && { format }) };
}

/** Trials of one state and their first values, the best first; of equal ones the first. */
export function byValue({ trials, directions }: TrialFigures, state: Trial['state']): Trial[] {
  const known = trials.filter((trial) => trial.state === state && valueOf(trial) !== undefined);
  const order = (a: Trial, b: Trial): number => (isBetter(valueOf(a)!, valueOf(b)!, directions[0]) ? -1 : 1);
  return known.sort((a, b) => (valueOf(a) === valueOf(b) ? a.number - b.number : order(a, b)));
}

/** So many times as far from the best as three quarters of the complete trials are, the others would be squeezed into a line. */
const farthest = 5;
/** Fewer are all in sight. */
const leastForSight = 8;

/**
 * Trials whose first values are near enough to the best for one axis to show both: those of pruned trials are often ten times as high, as
 * they have come less far, and so is a loss that ran away. Complete ones come first; the best of each first.
 */
export function inSight(figures: TrialFigures): Trial[] {
  const complete = byValue(figures, 'complete');
  const known = [...complete, ...byValue(figures, 'pruned')];
  const values = complete.map((trial) => valueOf(trial)!);
  if (values.length < leastForSight) return known;
  const along = valueAxis(figures.names[0], values).scale === 'log' ? log : Number;
  const [best, quarter, worst] = [values[0], values[Math.ceil(0.75 * values.length) - 1], values.at(-1)!].map(along);
  const reach = farthest * Math.abs(quarter - best) || Math.abs(worst - best);
  const sign = figures.directions[0] === 'minimize' ? 1 : -1;
  return known.filter((trial) => sign * (along(valueOf(trial)!) - best) <= reach);
}

/** What became of the others. */
export function outOfSightText(figures: TrialFigures): string[] {
  const seen = new Set(inSight(figures).map(({ number }) => number));
  const beyond = figures.trials.filter((trial) => valueOf(trial) !== undefined && !seen.has(trial.number));
  if (beyond.length === 0) return [];
  const values = beyond.map((trial) => valueOf(trial)!);
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => valueText(value, figures.names[0]));
  const range = low === high ? `at ${low}` : `from ${low} to ${high}`;
  return [
    `Charts leave out ${plural(beyond.length, 'trial')} (${countsText(beyond)}) far beyond the others, ${range}.`,
  ];
}

/** As many trials as a chart can show: all, or the best half of as many, and of the others each so many. */
export function fewTrials(known: readonly Trial[], most: number): Trial[] {
  const half = Math.ceil(most / 2);
  const every = Math.ceil((known.length - half) / (most - half));
  const shown = known.length <= most ? known : known.filter((_, i) => i < half || (i - half) % every === 0);
  return [...shown].sort((a, b) => a.number - b.number);
}

/** What became of trials, in words. */
export const stateWords: Readonly<Record<TrialState, string>> = {
  complete: 'complete',
  pruned: 'pruned',
  failed: 'failed',
  timedOut: 'out of time',
};

/** '120 complete, 45 pruned and 5 failed'. */
export function countsText(trials: readonly Trial[]): string {
  const counts = Object.entries(stateWords).map(([state, word]) => {
    const count = trials.filter((trial) => trial.state === state).length;
    return count === 0 ? [] : [`${countText(count)} ${word}`];
  });
  return listText(counts.flat());
}
