/** What worker threads do for experiments over seeds: each loads its data set once, from where the command has found it. */
import { type Environment, loadDataset } from '../../datasets/index.ts';
import { type SoupPlace, type SoupRun, trainSoup } from '../experiments/alphabet-soup/run.ts';
import type { SeedSettings } from '../experiments/seed-study.ts';
import { trainWine, type WinePlace, type WineRun } from '../experiments/wine-quality/run.ts';
import type { Task } from '../jobs/job.ts';

/** What a job is given. */
export interface SeedJobInput<Place> {
  readonly place: Place;
  readonly settings: SeedSettings;
  /** Where data sets are. */
  readonly environment: Environment;
}

export const alphabetSoup: Task<SeedJobInput<SoupPlace>, SoupRun> = async ({ place, settings, environment }, context) =>
  trainSoup((await soup(environment)).table, place, settings, context);

export const wineQuality: Task<SeedJobInput<WinePlace>, WineRun> = async ({ place, settings, environment }, context) =>
  trainWine((await wines(environment))[place.colour], place, settings, context);

const soup = remembered((environment) => loadDataset('alphabet-soup', { environment, download: false }));
const wines = remembered((environment) => loadDataset('wine-quality', { environment, download: false }));

/** Of the last environment that was asked for, what has been loaded there. */
function remembered<T>(load: (environment: Environment) => Promise<T>): (environment: Environment) => Promise<T> {
  let last: { readonly key: string; readonly data: Promise<T> } | undefined;
  return (environment) => {
    const key = JSON.stringify(environment);
    if (last?.key !== key) last = { key, data: load(environment) };
    return last.data;
  };
}
