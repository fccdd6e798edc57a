/** The tasks of the threads that `search` in `simdgrad/node` runs its trials in. */
import { DataError, valueText } from '../errors.ts';
import type { TaskContext } from '../jobs/job.ts';
import type { Objective } from '../search/objective.ts';
import type { TrialOutcome } from '../search/run-trial.ts';
import { type TrialInput, trialTask } from '../search/trial-task.ts';

/** Which module has the objective as its default export. */
interface FromModule {
  readonly module: string;
}

/** Imports the objective, so that what is wrong with it is known before the first trial. */
export async function check({ module }: FromModule): Promise<true> {
  await objectiveOf(module);
  return true;
}

export async function trial(
  { module, ...input }: FromModule & TrialInput,
  context: TaskContext,
): Promise<TrialOutcome | undefined> {
  return trialTask(await objectiveOf(module))(input, context);
}

/** @throws what importing it throws; DataError for a module without an objective. */
async function objectiveOf(module: string): Promise<Objective> {
  const { default: objective } = (await import(module)) as { default?: unknown };
  if (typeof objective === 'function') return objective as Objective;
  throw new DataError(
    `search: ${module} must export the objective as its default, got ${valueText(objective)}; write 'export default (parameters, trial) => …'`,
  );
}
