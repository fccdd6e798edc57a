import type { CheckedJson } from '../checked-json.ts';
import { eachPartFrom } from '../each-part.ts';
import { splitKinds } from '../split-kind.ts';
import { soupNetworkNames } from './networks.ts';
import { type SoupFigures, type SoupRun, soupFigureNames } from './run.ts';

/** A run out of text that is not trusted. */
export function soupRunFrom(json: CheckedJson, what: string, value: unknown): SoupRun {
  const { object, list, text, count, share, size, oneOf, refuse } = json;
  const fields = object(what, value);
  const test = object(`${what}.test`, fields.test);
  const figures = soupFigureNames.map((name) => {
    const read = name === 'loss' ? size : share;
    return [name, read(`${what}.test.${name}`, test[name])] as const;
  });
  const curve = object(`${what}.calibration`, fields.calibration);
  const calibration = {
    probTrue: list(`${what}.calibration.probTrue`, curve.probTrue, share),
    probPred: list(`${what}.calibration.probPred`, curve.probPred, share),
    counts: list(`${what}.calibration.counts`, curve.counts, count),
  };
  const { probTrue, probPred, counts } = calibration;
  if (probPred.length !== probTrue.length || counts.length !== probTrue.length) {
    refuse(`${what}.calibration must have as many of each`, curve);
  }
  return {
    name: oneOf(`${what}.name`, fields.name, [...soupNetworkNames, 'leaking']),
    split: oneOf(`${what}.split`, fields.split, splitKinds),
    seed: count(`${what}.seed`, fields.seed),
    rows: eachPartFrom(json, `${what}.rows`, fields.rows, count),
    features: count(`${what}.features`, fields.features),
    parameters: count(`${what}.parameters`, fields.parameters),
    seenBefore: share(`${what}.seenBefore`, fields.seenBefore),
    bestEpoch: count(`${what}.bestEpoch`, fields.bestEpoch),
    test: Object.fromEntries(figures) as unknown as SoupFigures,
    calibration,
    validationLoss: list(`${what}.validationLoss`, fields.validationLoss, size),
    seconds: size(`${what}.seconds`, fields.seconds),
    fingerprint: text(`${what}.fingerprint`, fields.fingerprint),
  };
}
