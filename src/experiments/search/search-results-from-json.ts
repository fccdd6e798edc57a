import type { ParameterImportance } from '../../search/importance.ts';
import { Space } from '../../search/space/space.ts';
import type { StudyJSON } from '../../search/study.ts';
import type { Direction, Trial } from '../../search/trial.ts';
import { trialFrom } from '../../search/trial-from-json.ts';
import type { CheckedJson } from '../checked-json.ts';
import { aboutTableFrom, findingFromJSON, testedFromJSON, withLongTexts } from '../table/table-results-from-json.ts';
import type { TableTask } from '../table/targets.ts';
import type { FinalModel, SearchResults } from './search-results.ts';

/** More than anybody waits for. */
const mostTrials = 1_000_000;
const mostFindings = 1_000_000;

/** Results with what their study is about. */
export interface ReadSearchResults extends SearchResults {
  readonly space: Space;
}

/** Results of `simdgrad search` out of a file that is not trusted. @throws by `checked.refuse` for what is missing or cannot be. */
export function searchResultsFromJSON(
  checked: CheckedJson,
  value: Readonly<Record<string, unknown>>,
): ReadSearchResults {
  const json = withLongTexts(checked);
  const { object, count, share, list, optional, refuse } = json;
  const about = aboutTableFrom(json, value);
  const rows = object('rows', value.rows);
  const training = object('training', value.training);
  const folds = count('folds', value.folds);
  if (folds === 0) refuse('folds must be at least 1', folds);
  const { space, study } = studyFrom(json, value.study);
  const importance = optional('importance', value.importance, (what, one) =>
    list(what, one, (place, entry) => importanceFrom(json, space, place, entry)),
  );
  const final = optional('final', value.final, (_, one) =>
    finalFrom(json, about.task, one, about.classes?.length ?? 0),
  );
  if (final && study.trials.find(({ number }) => number === final.trial)?.state !== 'complete') {
    refuse('final.trial must be that of a complete trial', final.trial);
  }
  return {
    ...about,
    rows: { learned: count('rows.learned', rows.learned), test: count('rows.test', rows.test) },
    folds,
    validationSize: share('validationSize', value.validationSize),
    training: {
      seed: count('training.seed', training.seed),
      epochs: count('training.epochs', training.epochs),
      patience: count('training.patience', training.patience),
    },
    planned: count('planned', value.planned),
    space,
    study,
    ...(importance && { importance }),
    findings: list('findings', value.findings, (what, one) => findingFromJSON(json, what, one), mostFindings),
    ...(final && { final }),
  };
}

function studyFrom(json: CheckedJson, value: unknown): { readonly space: Space; readonly study: StudyJSON } {
  const { object, count, list, oneOf, optional, refuse } = json;
  const study = object('study', value);
  const space = orRefused(json, 'study.space', () => Space.fromJSON(study.space));
  const ways = ['minimize', 'maximize'] as const;
  const directions = list('study.directions', study.directions, (what, one): Direction => oneOf(what, one, ways), 2);
  if (directions.length === 0) refuse('study.directions must not be empty', study.directions);
  const trials = list(
    'study.trials',
    study.trials,
    (what, one): Trial => orRefused(json, what, () => trialFrom(what, one, space, directions)),
    mostTrials,
  );
  trials.forEach(({ number }, i) => {
    if (i > 0 && number <= trials[i - 1].number) refuse('study.trials must be in the order of their numbers', number);
  });
  return {
    space,
    study: {
      space: space.toJSON(),
      sampler: object('study.sampler', study.sampler),
      pruner: optional('study.pruner', study.pruner, object),
      directions,
      lag: count('study.lag', study.lag),
      trials,
    },
  };
}

/** What reads it says what is wrong in its own words. */
function orRefused<T>({ refuse }: CheckedJson, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    return refuse(`${what} must be what a search has: ${(error as Error).message}`, undefined);
  }
}

function importanceFrom(json: CheckedJson, space: Space, what: string, value: unknown): ParameterImportance {
  const { name, share } = json.object(what, value);
  const names = space.entries.map((entry) => entry.name);
  return { name: json.oneOf(`${what}.name`, name, names), share: json.size(`${what}.share`, share) };
}

function finalFrom(json: CheckedJson, task: TableTask, value: unknown, classes: number): FinalModel {
  const { object, count, size, text } = json;
  const final = object('final', value);
  return {
    trial: count('final.trial', final.trial),
    diverged: json.list('final.diverged', final.diverged, count),
    epochs: count('final.epochs', final.epochs),
    parameters: count('final.parameters', final.parameters),
    seconds: size('final.seconds', final.seconds),
    fingerprint: text('final.fingerprint', final.fingerprint, 100),
    tested: testedFromJSON(json, task, final.tested, classes),
  };
}
