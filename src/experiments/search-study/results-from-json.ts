import type { CheckedJson } from '../checked-json.ts';
import { plannedRunsFrom } from '../runs-by-key.ts';
import { networkSpace } from '../search/network-space.ts';
import { methodNames } from './methods.ts';
import { keyOf, keysOf, resultsOf, type SearchStudyResults } from './results.ts';
import type { Improvement, SearchRun, TestLook } from './run-search.ts';
import { type SearchStudySettings, settingsFrom } from './settings.ts';
import { aboutFrom } from './study-table.ts';

/**
 * Reads what `JSON.stringify` made of the results of a study of searches. The text is not trusted: what comes back is what results can be,
 * and its runs are some of those that its settings plan.
 *
 * @throws by `checked.refuse` for anything that is missing or cannot be.
 */
export function searchResultsFrom(checked: CheckedJson, what: string, json: unknown): SearchStudyResults {
  const fields = checked.object(what, json);
  const data = aboutFrom(checked, `${what}.data`, fields.data);
  const settings = settingsFrom(checked, `${what}.settings`, fields.settings);
  const runs = plannedRunsFrom(checked, `${what}.runs`, fields.runs, keysOf(data, settings), {
    runFrom: (place, value) => runFrom(checked, settings, place, value),
    keyOf: ({ method, seed }) => keyOf(data, method, seed),
  });
  return resultsOf(data, settings, runs);
}

function runFrom(
  checked: CheckedJson,
  { trials, epochs }: SearchStudySettings,
  what: string,
  json: unknown,
): SearchRun {
  const { object, list, count, size, text, oneOf, optional, refuse } = checked;
  const fields = object(what, json);
  const most = trials * epochs;
  const trialEpochs = list(`${what}.trialEpochs`, fields.trialEpochs, count, most);
  const used = trialEpochs.reduce((sum, one) => sum + one, 0);
  if (used > most || trialEpochs.some((one) => one > epochs)) {
    refuse(`${what}.trialEpochs must be at most ${epochs} each and ${most} in all`, used);
  }
  const improvements = list(
    `${what}.improvements`,
    fields.improvements,
    (place, value) => improvementFrom(checked, place, value),
    most,
  );
  improvements.forEach((one, i) => {
    const before = improvements[i - 1];
    const follows =
      before === undefined || (one.epochs > before.epochs && one.trial >= before.trial && one.loss < before.loss);
    if (follows && one.epochs >= 1 && one.epochs <= used && one.trial < trialEpochs.length) return;
    refuse(`${what}.improvements[${i}] must be lower and later than the one before, and within the epochs`, one.epochs);
  });
  const parameters = optional(`${what}.parameters`, fields.parameters, (place, value) =>
    pointFrom(checked, place, value),
  );
  const bestEpoch = optional(`${what}.bestEpoch`, fields.bestEpoch, count);
  const test = optional(`${what}.test`, fields.test, (place, value) => testFrom(checked, place, value));
  if (test && (improvements.length === 0 || parameters === undefined || bestEpoch === undefined)) {
    refuse(`${what}.test must come with parameters, bestEpoch and improvements`, fields.test);
  }
  const fingerprint = optional(`${what}.fingerprint`, fields.fingerprint, text);
  const failure = optional(`${what}.failure`, fields.failure, text);
  return {
    method: oneOf(`${what}.method`, fields.method, methodNames),
    seed: count(`${what}.seed`, fields.seed),
    trialEpochs,
    pruned: count(`${what}.pruned`, fields.pruned),
    failed: count(`${what}.failed`, fields.failed),
    diverged: count(`${what}.diverged`, fields.diverged),
    improvements,
    seconds: size(`${what}.seconds`, fields.seconds),
    retrainSeconds: size(`${what}.retrainSeconds`, fields.retrainSeconds),
    ...(parameters && { parameters }),
    ...(bestEpoch !== undefined && { bestEpoch }),
    ...(test && { test }),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(failure !== undefined && { failure }),
  };
}

function improvementFrom({ object, count, size }: CheckedJson, what: string, json: unknown): Improvement {
  const { trial, epochs, loss } = object(what, json);
  return {
    trial: count(`${what}.trial`, trial),
    epochs: count(`${what}.epochs`, epochs),
    loss: size(`${what}.loss`, loss),
  };
}

function testFrom({ object, count, finite, size }: CheckedJson, what: string, json: unknown): TestLook {
  const { rows, score, loss } = object(what, json);
  return { rows: count(`${what}.rows`, rows), score: finite(`${what}.score`, score), loss: size(`${what}.loss`, loss) };
}

/** A point of the space. */
function pointFrom({ object, refuse }: CheckedJson, what: string, json: unknown): SearchRun['parameters'] {
  const fields = object(what, json);
  try {
    return networkSpace.require(what, fields) as unknown as SearchRun['parameters'];
  } catch (error) {
    return refuse(`${what} must be a point of the space (${(error as Error).message})`, Object.keys(fields).join());
  }
}
