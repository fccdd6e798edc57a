/** What the worker threads of `simdgrad study` import: the tasks that train a cell and search by a method, with the data that they need. */

import type { PreparedParts } from '../experiments/prepared-parts.ts';
import type { SearchJob } from '../experiments/search-study/results.ts';
import { runSearch, type SearchRun } from '../experiments/search-study/run-search.ts';
import { prepareSeedTable, type SeedTable } from '../experiments/search-study/study-table.ts';
import { studies } from '../experiments/studies/studies.ts';
import type { StudyJob, StudyProgress } from '../experiments/studies/study.ts';
import { prepareStudyData, type StudyData } from '../experiments/studies/study-data.ts';
import { type CellRun, trainCell } from '../experiments/studies/train-cell.ts';
import type { Task } from '../jobs/job.ts';
import { loadStudyData } from './load-study-data.ts';
import { loadTable } from './load-table.ts';

/** Where data sets are, which a job is given beside the rest. */
export interface Located {
  readonly environment: Readonly<Record<string, string>>;
}

const who = 'study';
const places = ({ environment }: Located) => ({ environment, download: false });

/** Trains a cell with a seed. */
export const trainStudyCell: Task<StudyJob & Located, CellRun, StudyProgress> = async (job, { signal, onProgress }) => {
  const { study: name, cell, seed, epochs, batchSize } = job;
  const study = studies.find((one) => one.name === name)!;
  const { classes } = await dataOf(job);
  return trainCell(cell, await partsOf(job), classes.length, {
    ...{ seed, epochs, batchSize, looks: study.looks, signal },
    onProgress: ({ epochsDone }) => onProgress({ share: epochsDone / epochs }),
  });
};

const dataOf = lastOf(
  ({ dataset, environment }: StudyJob & Located) => [dataset, environment],
  async (job): Promise<StudyData> => (await loadStudyData(who, job.dataset, places(job)))[0],
);
const partsOf = lastOf(
  ({ dataset, environment, parts, seed }: StudyJob & Located) => [dataset, environment, parts, seed],
  async (job): Promise<PreparedParts> => prepareStudyData(await dataOf(job), job.parts, job.seed),
);

/** Searches by a method with a seed. */
export const runStudySearch: Task<SearchJob & Located, SearchRun> = async (job, { signal, onProgress }) => {
  const { method, seed, trials, epochs } = job;
  return runSearch(method, await seedTableOf(job), {
    ...{ seed, budget: { trials, epochs }, signal },
    onProgress: (share) => onProgress({ share }),
  });
};

const tableOf = lastOf(
  ({ dataset, environment }: SearchJob & Located) => [dataset, environment],
  (job) => loadTable(who, job.dataset, places(job)),
);
const seedTableOf = lastOf(
  ({ dataset, environment, rows, seed }: SearchJob & Located) => [dataset, environment, rows, seed],
  async (job): Promise<SeedTable> => prepareSeedTable(await tableOf(job), job.rows, job.seed),
);

/** Makes what jobs need, and keeps the last, because they come data set by data set and seed by seed. */
function lastOf<Input, Made>(
  keyOf: (job: Input) => unknown,
  make: (job: Input) => Promise<Made>,
): (job: Input) => Promise<Made> {
  let last: { readonly key: string; readonly made: Promise<Made> } | undefined;
  return (job) => {
    const key = JSON.stringify(keyOf(job));
    if (last?.key !== key) last = { key, made: make(job) };
    return last.made;
  };
}
