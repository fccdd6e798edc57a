import type { CheckedJson } from '../checked-json.ts';
import { eachPartFrom } from '../each-part.ts';
import { splitKinds } from '../split-kind.ts';
import type { AboutWine } from './about-wine.ts';
import { type WineRun, wineColours } from './run.ts';

/** A run out of text that is not trusted. */
export function wineRunFrom(json: CheckedJson, what: string, value: unknown, about: AboutWine): WineRun {
  const { object, list, text, count, share, finite, size, oneOf, optional, refuse } = json;
  const fields = object(what, value);
  const colour = oneOf(`${what}.colour`, fields.colour, wineColours);
  const task = oneOf(`${what}.task`, fields.task, ['classification', 'regression', 'mistaken']);
  const test = object(`${what}.test`, fields.test);
  const confusion = list(`${what}.confusion`, fields.confusion, (place, row) => list(place, row, count));
  const classes = task === 'mistaken' ? 0 : about[colour].grades.length;
  if (confusion.length !== classes || confusion.some((row) => row.length !== classes)) {
    refuse(`${what}.confusion must be [${classes}, ${classes}]`, fields.confusion);
  }
  const accuracyAsTrained = optional(`${what}.accuracyAsTrained`, fields.accuracyAsTrained, share);
  if ((accuracyAsTrained === undefined) === (task === 'mistaken')) {
    refuse(`${what}.accuracyAsTrained must be there of mistaken runs, and of no others`, fields.accuracyAsTrained);
  }
  return {
    colour,
    task,
    weights: oneOf(`${what}.weights`, fields.weights, ['none', 'balanced']),
    split: oneOf(`${what}.split`, fields.split, splitKinds),
    seed: count(`${what}.seed`, fields.seed),
    rows: eachPartFrom(json, `${what}.rows`, fields.rows, count),
    parameters: count(`${what}.parameters`, fields.parameters),
    bestEpoch: count(`${what}.bestEpoch`, fields.bestEpoch),
    test: {
      accuracy: share(`${what}.test.accuracy`, test.accuracy),
      macroF1: share(`${what}.test.macroF1`, test.macroF1),
      kappa: finite(`${what}.test.kappa`, test.kappa),
      error: size(`${what}.test.error`, test.error),
      rareRecall: share(`${what}.test.rareRecall`, test.rareRecall),
    },
    ...(accuracyAsTrained !== undefined && { accuracyAsTrained }),
    confusion,
    validationLoss: list(`${what}.validationLoss`, fields.validationLoss, size),
    seconds: size(`${what}.seconds`, fields.seconds),
    fingerprint: text(`${what}.fingerprint`, fields.fingerprint),
  };
}
