import { DataError, valueText } from '../errors.ts';
import type { Space } from './space/space.ts';
import type { Direction, Trial, TrialReport, TrialState } from './trial.ts';

const states: readonly TrialState[] = ['complete', 'pruned', 'failed', 'timedOut'];

/**
 * A trial out of a journal, or from elsewhere. What comes back is what a trial of this space and these directions can be.
 *
 * @param who names whoever reads, and the trial: 'search: trial 3 of the journal'.
 * @throws DataError for anything else.
 */
export function trialFrom(who: string, json: unknown, space: Space, directions: readonly Direction[]): Trial {
  const refuse = (what: string, value: unknown): never => {
    throw new DataError(`${who}: ${what}, got ${valueText(value)}`);
  };
  const count = (name: string, value: unknown): number =>
    Number.isSafeInteger(value) && (value as number) >= 0
      ? (value as number)
      : refuse(`${name} must be a count`, value);
  const finite = (name: string, value: unknown): number =>
    Number.isFinite(value) ? (value as number) : refuse(`${name} must be a finite number`, value);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) refuse('expected an object', json);
  const { number, parameters, state, values, reports, budget, repeats, byHand, error, seconds } = json as Record<
    string,
    unknown
  >;
  if (!states.includes(state as TrialState)) refuse(`state must be one of ${states.join(', ')}`, state);
  const isComplete = state === 'complete';
  const valueList = Array.isArray(values) && values.length === directions.length ? values : undefined;
  if (isComplete && valueList === undefined) refuse(`values must be a list of ${directions.length}`, values);
  if (!isComplete && values !== undefined) refuse('only complete trials have values', values);
  if (!Array.isArray(reports)) refuse('reports must be a list', reports);
  const why = state === 'failed' || state === 'timedOut' ? errorFrom(error, refuse) : undefined;
  if (byHand !== undefined && byHand !== true) refuse('byHand must be true, or not there', byHand);
  return {
    number: count('number', number),
    parameters: space.require(who, parameters),
    state: state as TrialState,
    ...(isComplete && { values: valueList!.map((value) => finite('values', value)) }),
    reports: reportsFrom(reports as unknown[], finite, refuse),
    ...(budget !== undefined && { budget: finite('budget', budget) }),
    ...(repeats !== undefined && { repeats: count('repeats', repeats) }),
    ...(byHand === true && { byHand }),
    ...(why && { error: why }),
    seconds: finite('seconds', seconds),
  };
}

function reportsFrom(
  list: readonly unknown[],
  finite: (name: string, value: unknown) => number,
  refuse: (what: string, value: unknown) => never,
): TrialReport[] {
  let last = Number.NEGATIVE_INFINITY;
  return list.map((one, i) => {
    const { step, value } = (one ?? {}) as Partial<TrialReport>;
    const report = { step: finite(`reports[${i}].step`, step), value: finite(`reports[${i}].value`, value) };
    if (report.step <= last) refuse(`reports[${i}].step must be above ${last}`, report.step);
    last = report.step;
    return report;
  });
}

function errorFrom(error: unknown, refuse: (what: string, value: unknown) => never): Trial['error'] {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  if (typeof name !== 'string' || typeof message !== 'string')
    return refuse('error must have a name and a message', error);
  return { name, message };
}
