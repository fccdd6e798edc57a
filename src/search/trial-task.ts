import type { Task } from '../jobs/job.ts';
import type { Objective } from './objective.ts';
import { prunerFrom } from './pruners/pruner-from-json.ts';
import { runTrial, type TrialCall, type TrialOutcome } from './run-trial.ts';
import type { ParametersOf, SpaceDefinition } from './space/space.ts';

/** What a search gives its executor: a trial, with the pruner as its `toJSON` has it. */
export type TrialInput = TrialCall & { readonly pruner?: object };

/**
 * A task that runs trials of a search, for an executor: an objective as a job.
 *
 *     // tasks.js
 *     export const bowl = trialTask(({ x }) => x * x);
 *
 *     await search({ space, sampler, objective: 'bowl', executor: workerExecutor(new URL('./tasks.js', import.meta.url)), trials: 100, parallel: 2 });
 */
export function trialTask<D extends SpaceDefinition>(
  objective: Objective<ParametersOf<D>>,
): Task<TrialInput, TrialOutcome> {
  return ({ pruner, ...call }, { signal }) =>
    runTrial(objective as unknown as Objective, call, pruner && prunerFrom(pruner), signal);
}
