import type { SeedStudy } from '../seed-study.ts';
import type { AboutSoup } from './about-soup.ts';
import type { SoupRun } from './run.ts';

/** The experiment `alphabet-soup`, as far as it is done. */
export type SoupStudy = SeedStudy<AboutSoup, SoupRun>;

/** The share of rows that are right when always the larger class is answered. */
export function floorOf({ data }: SoupStudy): number {
  return Math.max(data.successes, 1 - data.successes);
}
