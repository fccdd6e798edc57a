/**
 * The tasks of the threads that `search` in `simdgrad/node` runs its trials in. Its address names the module whose default export is the
 * objective: `trial-worker.js?objective=…`, so that both are imported before a trial begins, and take nothing of its time.
 */
import { DataError, valueText } from '../errors.ts';
import type { Objective } from '../search/objective.ts';
import { trialTask } from '../search/trial-task.ts';

const module = new URL(import.meta.url).searchParams.get('objective')!;
const { default: objective } = (await import(module)) as { default?: unknown };
if (typeof objective !== 'function') {
  throw new DataError(
    `search: ${module} must export the objective as its default, got ${valueText(objective)}; write 'export default (parameters, trial) => …'`,
  );
}

/** Done first: it fails if there is no objective. */
export const check = (): true => true;

export const trial = trialTask(objective as Objective);
