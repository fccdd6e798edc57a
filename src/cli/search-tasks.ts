/**
 * What the worker threads of `simdgrad search` import: the task that runs a trial. Their address says of which rows:
 * `search-tasks.js?search=…`, so that each thread reads them once.
 */
import type { NetworkParameters } from '../experiments/search/network-space.ts';
import { searchParts } from '../experiments/search/search-parts.ts';
import { tableObjective } from '../experiments/search/table-objective.ts';
import type { SearchTraining } from '../experiments/search/train-parameters.ts';
import type { Objective } from '../search/objective.ts';
import { trialTask } from '../search/trial-task.ts';
import { planSearch, type SearchedData, validationSize } from './search-data.ts';

/** What a thread is told. */
export interface SearchWork {
  readonly searched: SearchedData;
  readonly folds: number;
  readonly training: SearchTraining;
  readonly withSize: boolean;
}

const { searched, folds, training, withSize }: SearchWork = JSON.parse(
  new URL(import.meta.url).searchParams.get('search')!,
);
const plan = await planSearch(searched, { download: false });
const parts = searchParts(plan, { seed: training.seed, validationSize, folds });

/** Trains a network, and gives its validation loss. */
export const trainTrial = trialTask(
  tableObjective(plan, parts, { ...training, withSize }) as unknown as Objective<NetworkParameters>,
);
