import type { CheckedJson } from '../checked-json.ts';
import { plannedRunsFrom } from '../runs-by-key.ts';
import type { TestFigures } from '../test-once.ts';
import { settingsFrom } from './settings.ts';
import { keyOf, keysOf, resultsOf, type Study, type StudyResults } from './study.ts';
import { aboutFrom } from './study-data.ts';
import type { CellRun } from './train-cell.ts';

/**
 * Reads what `JSON.stringify` made of the results of a study. The text is not trusted: what comes back is what results can be, and
 * its runs are some of those that its settings plan.
 *
 * @throws by `checked.refuse` for anything that is missing or cannot be.
 */
export function studyResultsFrom<Evidence>(
  checked: CheckedJson,
  study: Study<Evidence>,
  what: string,
  json: unknown,
): StudyResults<Evidence> {
  const fields = checked.object(what, json);
  const data = aboutFrom(checked, `${what}.data`, fields.data);
  const settings = settingsFrom(checked, `${what}.settings`, fields.settings);
  const runs = plannedRunsFrom(checked, `${what}.runs`, fields.runs, keysOf(data, settings), {
    runFrom: (place, value) => runFrom(checked, study, place, value),
    keyOf: (run) => keyOf(data, run.cell, run.seed),
  });
  for (const run of runs.values()) {
    if (run.history.validationLoss.length > settings.epochs || (run.history.validationLoss.length === 0 && run.test)) {
      checked.refuse(
        `${what}.runs must have figures of 1 to ${settings.epochs} epochs`,
        run.history.validationLoss.length,
      );
    }
  }
  return resultsOf(data, settings, runs);
}

function runFrom<Evidence>(
  checked: CheckedJson,
  study: Study<Evidence>,
  what: string,
  json: unknown,
): CellRun<Evidence> {
  const { object, list, text, count, share, finite, size, optional, refuse } = checked;
  const fields = object(what, json);
  const cell = text(`${what}.cell`, fields.cell);
  const history = object(`${what}.history`, fields.history);
  const figures = (name: string, read: typeof share): number[] => list(`${what}.history.${name}`, history[name], read);
  const tested = (place: string, value: unknown): TestFigures => {
    const { rows, accuracy, loss } = object(place, value);
    return {
      rows: count(`${place}.rows`, rows),
      accuracy: share(`${place}.accuracy`, accuracy),
      loss: finite(`${place}.loss`, loss),
    };
  };
  const loss = figures('loss', finite);
  const validationLoss = figures('validationLoss', finite);
  const validationAccuracy = figures('validationAccuracy', share);
  if (validationLoss.length !== loss.length || validationAccuracy.length !== loss.length) {
    refuse(`${what}.history must be lists of one length`, fields.history);
  }
  const train = optional(`${what}.train`, fields.train, tested);
  const test = optional(`${what}.test`, fields.test, tested);
  if ((train === undefined) !== (test === undefined)) refuse(`${what} must have figures of both parts`, fields.train);
  const evidence =
    test && study.evidenceFrom ? study.evidenceFrom(checked, `${what}.evidence`, fields.evidence, cell) : undefined;
  const fingerprint = optional(`${what}.fingerprint`, fields.fingerprint, text);
  const failure = optional(`${what}.failure`, fields.failure, text);
  return {
    cell,
    seed: count(`${what}.seed`, fields.seed),
    parameters: count(`${what}.parameters`, fields.parameters),
    history: { loss, validationLoss, validationAccuracy },
    seconds: size(`${what}.seconds`, fields.seconds),
    ...(train && test && { train, test }),
    ...(evidence !== undefined && { evidence }),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(failure !== undefined && { failure }),
  };
}
