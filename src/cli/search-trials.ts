import type { NetworkParameters } from '../experiments/search/network-space.ts';
import { tableObjective } from '../experiments/search/table-objective.ts';
import type { Journal } from '../node/index.ts';
import { workerExecutor } from '../node/index.ts';
import type { Objective } from '../search/objective.ts';
import { type SearchProgress, search } from '../search/search.ts';
import type { ParameterValues } from '../search/space/space.ts';
import type { SearchStudy } from '../search/study.ts';
import type { Trial } from '../search/trial.ts';
import type { SearchSetup } from './search-setup.ts';
import type { SearchWork } from './search-tasks.ts';

export interface SearchTrialsOptions {
  readonly journal: Journal<Trial>;
  /** How many there are to be, with those of the journal. */
  readonly trials: number;
  readonly parallel: number;
  readonly byHand?: readonly NetworkParameters[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SearchProgress<ParameterValues>) => void;
}

/** Runs the trials: one at a time in this program, which has to start no thread for that, and several in threads; the bits are the same. */
export async function searchTrials(
  setup: SearchSetup,
  { parallel, byHand = [], ...options }: SearchTrialsOptions,
): Promise<SearchStudy> {
  const { table, parts, training, folds, searched, plan } = setup;
  const withSize = plan.directions.length > 1;
  const all = { ...plan, ...options, byHand: byHand as unknown as readonly ParameterValues[] };
  if (parallel === 1) {
    const objective = tableObjective(table, parts, { ...training, withSize }) as unknown as Objective;
    return search({ ...all, objective });
  }
  const work: SearchWork = { ...{ searched, folds, training, withSize } };
  const here = import.meta.url;
  const tasks = new URL(here.endsWith('.ts') ? './search-tasks.ts' : './search-tasks.js', here);
  tasks.searchParams.set('search', JSON.stringify(work));
  const executor = workerExecutor(tasks, { workers: parallel });
  try {
    return await search({ ...all, objective: 'trainTrial', executor, parallel });
  } finally {
    await executor.close();
  }
}
