import type { Trial, TrialReport } from '../trial.ts';

/** The first report of a trial at a step or beyond it; undefined if it did not come so far. Steps of reports rise. */
export function firstReportFrom(step: number, { reports }: Pick<Trial, 'reports'>): TrialReport | undefined {
  let low = 0;
  let high = reports.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reports[middle].step < step) low = middle + 1;
    else high = middle;
  }
  return reports[low];
}
