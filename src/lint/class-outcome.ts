import { counted } from '../data/counted.ts';
import { classesText, compareLabels, type Label } from '../data/labels.ts';
import { valueText } from '../errors.ts';
import type { Finding, LintPartName } from './finding.ts';
import { percentText } from './wording.ts';

/** Predictions that are no label at all, of so large a share, are another coding. */
const mostUnknown = 0.5;
/** Mean recall above chance by so much, and classes are told apart even where accuracy does not show it. */
const leastGain = 0.05;
/** 95 % of a normal distribution lie within so many deviations of its mean on either side. */
const deviations = 1.96;
/** Perfect on fewer rows is luck as much as a leak. */
const leastRows = 100;
const almost = 0.99;

/** Predicted classes beside the true ones. */
export function* classOutcome(
  targets: ArrayLike<Label>,
  predictions: ArrayLike<Label>,
  trainTargets: ArrayLike<Label>,
  part: LintPartName,
): Generator<Finding> {
  const rows = targets.length;
  const counts = countsOf(targets);
  let trainCounts = countsOf(trainTargets);
  if (![...trainCounts.keys()].some((label) => counts.has(label))) {
    const message = `not one label of train (${classesText(sorted(trainCounts))}) is among those of ${part} (${classesText(sorted(counts))}), so that the largest class of ${part} is the baseline instead: use one table for all parts (LabelEncoder)`;
    yield { severity: 'error', rule: 'label-mapping', message, part: 'train' };
    trainCounts = counts;
  }
  const known = new Set([...counts.keys(), ...trainCounts.keys()]);
  const predicted = countsOf(predictions);
  let [right, unknown, firstUnknown] = [0, 0, 0];
  const found = new Map<Label, number>();
  for (let i = 0; i < rows; i++) {
    if (predictions[i] === targets[i]) {
      right++;
      found.set(targets[i], (found.get(targets[i]) ?? 0) + 1);
    } else if (!known.has(predictions[i])) {
      unknown++;
      if (firstUnknown === 0) firstUnknown = i + 1;
    }
  }
  const on = `on ${counted(rows, 'row')} of ${part}`;
  if (unknown > mostUnknown * rows) {
    const sets = `predictions are ${classesText(sorted(predicted))}, labels ${classesText(sorted(counts))}`;
    const message = `${counted(unknown, 'prediction')} ${on} (${percentText(unknown / rows)}) are no label there is, ${valueText(predictions[firstUnknown - 1])} at row ${firstUnknown} the first: ${sets}; use one table for all parts (LabelEncoder)`;
    yield { severity: 'error', rule: 'label-mapping', message, row: firstUnknown, part };
    return;
  }
  const majority = largest(trainCounts);
  const baseline = (counts.get(majority) ?? 0) / rows;
  const accuracy = right / rows;
  const recall = [...counts].reduce((sum, [label, count]) => sum + (found.get(label) ?? 0) / count / counts.size, 0);
  const chance = 1 / counts.size;
  const scores = `accuracy ${percentText(accuracy)} ${on}, and always ${valueText(majority)}, the largest class, gets ${percentText(baseline)}`;
  if (counts.size > 1 && accuracy <= baseline) {
    const told = recall >= chance + leastGain;
    const only = predicted.size === 1 ? ` (all predictions are ${valueText([...predicted.keys()][0])})` : '';
    const message = `${scores}${only}; mean recall of the classes ${percentText(recall)}: ${told ? 'it tells classes apart at the price of the largest; judge it by recall and precision, not by accuracy' : 'nothing was learned; look at scaling, learning rate and labels'}`;
    yield { severity: told ? 'warning' : 'error', rule: 'no-better-than-baseline', message, part };
  } else if (counts.size > 1 && accuracy < baseline + deviations * Math.sqrt((baseline * (1 - baseline)) / rows)) {
    const message = `${scores}: less of a difference than chance makes on so few rows; test on more`;
    yield { severity: 'warning', rule: 'no-better-than-baseline', message, part };
  }
  if (accuracy >= almost && baseline < almost && rows >= leastRows) {
    const severity = accuracy === 1 ? 'warning' : 'note';
    const message = `accuracy ${percentText(accuracy)} ${on} is almost too good: does a feature know the target, or does test repeat rows of train? Look at lintTable and lintParts`;
    yield { severity, rule: 'almost-perfect', message, part };
  }
}

function countsOf(labels: ArrayLike<Label>): Map<Label, number> {
  const counts = new Map<Label, number>();
  for (let i = 0; i < labels.length; i++) counts.set(labels[i], (counts.get(labels[i]) ?? 0) + 1);
  return counts;
}

function sorted(counts: ReadonlyMap<Label, number>): Label[] {
  return [...counts.keys()].sort(compareLabels);
}

/** The label of most rows; of equal ones, the first in order. */
function largest(counts: ReadonlyMap<Label, number>): Label {
  return sorted(counts).reduce((best, label) => (counts.get(label)! > counts.get(best)! ? label : best));
}
