import type { Job } from '../../jobs/job.ts';
import { runsByKey } from '../runs-by-key.ts';
import type { MethodName } from './methods.ts';
import type { SearchRun } from './run-search.ts';
import type { SearchStudySettings } from './settings.ts';
import type { AboutSearchData } from './study-table.ts';

/** What a study of searches has found out on one data set so far, as plain data. */
export interface SearchStudyResults {
  readonly data: AboutSearchData;
  readonly settings: SearchStudySettings;
  /** Seed by seed, in the order of the methods. */
  readonly runs: readonly SearchRun[];
  /** Keys of the runs that are still to be done. */
  readonly missing: readonly string[];
}

/** What the task of the study is given: plain data. */
export interface SearchJob extends Pick<SearchStudySettings, 'rows' | 'trials' | 'epochs'> {
  readonly dataset: string;
  readonly method: MethodName;
  readonly seed: number;
}

/** The name that the module of tasks has for it. */
export const searchTask = 'runStudySearch';

/** Tells a run from all others, also of other data sets: 'digits: random, seed 3'. */
export function keyOf({ name }: Pick<AboutSearchData, 'name'>, method: MethodName, seed: number): string {
  return `${name}: ${method}, seed ${seed}`;
}

/** Of all runs, seed by seed. */
export function keysOf(
  data: Pick<AboutSearchData, 'name'>,
  { seeds, methods }: Pick<SearchStudySettings, 'seeds' | 'methods'>,
): string[] {
  return seeds.flatMap((seed) => methods.map((method) => keyOf(data, method, seed)));
}

/** Microseconds, about, on one core: for each row that is trained on, and for each step, of which networks take one for 64 rows. */
const [perRow, perStep] = [2.2, 115];

/** All searches of one data set, seed by seed, so that the rows of a seed are prepared once. */
export function jobsOf(data: AboutSearchData, settings: SearchStudySettings): Job[] {
  const { seeds, methods, rows, trials, epochs } = settings;
  const { train } = data.parts;
  const cost = trials * epochs * (train * perRow + Math.ceil(train / 64) * perStep);
  return seeds.flatMap((seed) =>
    methods.map((method): Job => {
      const input: SearchJob = { dataset: data.name, method, seed, rows, trials, epochs };
      return { key: keyOf(data, method, seed), cost, task: searchTask, input };
    }),
  );
}

/** What is known from the results of some of the jobs. */
export function resultsOf(
  data: AboutSearchData,
  settings: SearchStudySettings,
  runs: ReadonlyMap<string, SearchRun>,
): SearchStudyResults {
  return { data, settings, ...runsByKey(keysOf(data, settings), runs) };
}

/** The results of those seeds with which every method has searched. */
export function wholeSeeds({ data, settings, runs }: SearchStudyResults): SearchStudyResults {
  const seeds = settings.seeds.filter(
    (seed) => runs.filter((run) => run.seed === seed).length === settings.methods.length,
  );
  return { data, settings: { ...settings, seeds }, runs: runs.filter(({ seed }) => seeds.includes(seed)), missing: [] };
}

/** The searches of a method that found a network, in the order of the seeds. */
export function finishedRuns({ runs }: SearchStudyResults, method: MethodName): SearchRun[] {
  return runs.filter((run) => run.method === method && run.test !== undefined);
}
