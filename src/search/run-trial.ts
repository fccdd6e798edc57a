import { ActiveTrial, type Objective, objectiveValues, type StopRule } from './objective.ts';
import type { Pruner } from './pruner.ts';
import type { ParameterValues } from './space/space.ts';
import type { Direction, Trial, TrialReport } from './trial.ts';

/** A trial that is to be run, as plain data. */
export interface TrialCall {
  readonly number: number;
  readonly parameters: ParameterValues;
  readonly directions: readonly Direction[];
  /** The step after which it stops, and whether it is complete then. */
  readonly budget?: number;
  readonly isLast?: boolean;
  /** What a pruner judges it by: see `Pruner.standing`. */
  readonly standing?: unknown;
}

/** What became of it, as plain data. */
export type TrialOutcome = Pick<Trial, 'state' | 'values' | 'reports' | 'error' | 'seconds'>;

/**
 * Runs a trial to its end: whatever an objective does, there is an outcome.
 *
 * @returns undefined if the signal came: what is half done is not kept, even if the objective returned something.
 */
export async function runTrial(
  objective: Objective,
  call: TrialCall,
  pruner: Pruner | undefined,
  signal: AbortSignal,
): Promise<TrialOutcome | undefined> {
  const { number, parameters, directions } = call;
  const trial = new ActiveTrial(number, signal, stopRule(call, pruner));
  const begun = performance.now();
  const outcome = (rest: Pick<TrialOutcome, 'state' | 'values' | 'error'>): TrialOutcome => ({
    ...rest,
    reports: trial.reports,
    seconds: (performance.now() - begun) / 1000,
  });
  try {
    const returned = await objective(parameters, trial);
    if (signal.aborted) return undefined;
    if (trial.shouldStop && !isThrough(call, trial.reports)) return outcome({ state: 'pruned' });
    return outcome({ state: 'complete', values: objectiveValues(`trial ${number}`, returned, directions.length) });
  } catch (error) {
    if (signal.aborted) return undefined;
    return outcome({ state: 'failed', error: errorOf(error) });
  }
}

/** Whether a trial is as far as any goes. */
function isThrough({ budget, isLast = false }: TrialCall, reports: readonly TrialReport[]): boolean {
  return isLast && budget !== undefined && reports.length > 0 && reports[reports.length - 1].step >= budget;
}

/** Why a trial failed, as plain data. */
export function errorOf(error: unknown): { readonly name: string; readonly message: string } {
  if (error instanceof Error) return { name: String(error.name), message: String(error.message) };
  return { name: 'Error', message: `it threw ${String(error)}` };
}

/** Whether a trial stops after its last report. */
function stopRule({ number, budget, standing, directions }: TrialCall, pruner: Pruner | undefined): StopRule {
  const [direction] = directions;
  return (reports) => {
    const { step, value } = reports[reports.length - 1];
    if (budget !== undefined && step >= budget) return true;
    return pruner?.stops?.({ number, step, value, reports, standing, direction }) ?? false;
  };
}
