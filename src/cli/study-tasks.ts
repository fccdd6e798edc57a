/** What the worker threads of `simdgrad study` import: the task that trains a cell, with the data that it needs. */

import type { PreparedParts } from '../experiments/prepared-parts.ts';
import { studies } from '../experiments/studies/studies.ts';
import type { StudyJob, StudyProgress } from '../experiments/studies/study.ts';
import { prepareStudyData, type StudyData } from '../experiments/studies/study-data.ts';
import { type CellRun, trainCell } from '../experiments/studies/train-cell.ts';
import type { Task } from '../jobs/job.ts';
import { loadStudyData } from './load-study-data.ts';

/** A job, and where its data set is. */
export interface LocatedStudyJob extends StudyJob {
  readonly environment: Readonly<Record<string, string>>;
}

const who = 'study';
/** The last of each: jobs come data set by data set and seed by seed. */
let loaded: { readonly key: string; readonly data: Promise<StudyData> } | undefined;
let prepared: { readonly key: string; readonly parts: Promise<PreparedParts> } | undefined;

/** Trains a cell with a seed. */
export const trainStudyCell: Task<LocatedStudyJob, CellRun, StudyProgress> = async (job, { signal, onProgress }) => {
  const { study: name, cell, seed, epochs, batchSize } = job;
  const study = studies.find((one) => one.name === name)!;
  const { classes } = await dataOf(job);
  return trainCell(cell, await partsOf(job), classes.length, {
    ...{ seed, epochs, batchSize, looks: study.looks, signal },
    onProgress: ({ epochsDone }) => onProgress({ share: epochsDone / epochs }),
  });
};

function dataOf({ dataset, environment }: LocatedStudyJob): Promise<StudyData> {
  const key = JSON.stringify([dataset, environment]);
  if (loaded?.key !== key) {
    loaded = { key, data: loadStudyData(who, dataset, { environment, download: false }).then(([data]) => data) };
  }
  return loaded.data;
}

function partsOf(job: LocatedStudyJob): Promise<PreparedParts> {
  const { dataset, environment, parts, seed } = job;
  const key = JSON.stringify([dataset, environment, parts, seed]);
  if (prepared?.key !== key) {
    prepared = { key, parts: dataOf(job).then((data) => prepareStudyData(data, parts, seed)) };
  }
  return prepared.parts;
}
