/** Metrics by name of predicted classes. */
import { DataError, requireInteger, ShapeError, valueText } from '../errors.ts';
import { type ClassCounts, type ClassScores, classScores, noCounts, totalOf } from './class-counts.ts';
import type { MetricName, NamedMetric } from './named-metric.ts';
import { requireSampleWeights } from './sample-weights.ts';
import { isIndex } from './scored-columns.ts';

interface OccurringCounts extends ClassCounts {
  /** 1 for each class that is in targets or predictions, whatever its samples weigh. */
  readonly occurs: Uint8Array;
}

export function ofClasses(name: MetricName, score: (counts: OccurringCounts) => number): NamedMetric {
  return {
    name,
    kind: 'classes',
    better: 'higher',
    score: (targets, predictions, columns, sampleWeights) =>
      score(countsOf(name, targets, predictions, columns, sampleWeights)),
  };
}

export function accuracyOf({ truePositives, support }: OccurringCounts): number {
  return totalOf(truePositives) / totalOf(support);
}

/** The score of class 1 of two; of more classes, the mean over those that occur. */
export function binaryOrMacro(counts: OccurringCounts, score: keyof ClassScores): number {
  const { truePositives, predicted, support, occurs } = counts;
  const of = (c: number) => classScores(truePositives[c], predicted[c], support[c], 1, 0)[score];
  if (occurs.length === 2) return of(1);
  let sum = 0;
  let occurring = 0;
  for (let c = 0; c < occurs.length; c++) {
    if (!occurs[c]) continue;
    sum += of(c);
    occurring++;
  }
  return sum / occurring;
}

function countsOf(
  who: string,
  targets: ArrayLike<number>,
  predictions: ArrayLike<number>,
  columns: number,
  sampleWeights: ArrayLike<number> | undefined,
): OccurringCounts {
  requireInteger(who, { columns }, 1);
  const n = targets.length;
  if (predictions.length !== n) {
    throw new ShapeError(`${who}: targets and predictions must have one length, got ${n} and ${predictions.length}`);
  }
  if (n === 0) throw new DataError(`${who}: no samples`);
  const classes = Math.max(2, columns);
  const weights = requireSampleWeights(who, sampleWeights, n);
  const { truePositives, predicted, support } = noCounts(classes);
  const occurs = new Uint8Array(classes);
  for (let s = 0; s < n; s++) {
    const target = targets[s];
    const prediction = predictions[s];
    requireIndex(who, 'target', target, classes, s);
    requireIndex(who, 'prediction', prediction, classes, s);
    const weight = weights ? weights[s] : 1;
    occurs[target] = 1;
    occurs[prediction] = 1;
    support[target] += weight;
    predicted[prediction] += weight;
    if (target === prediction) truePositives[target] += weight;
  }
  return { truePositives, predicted, support, occurs };
}

/** @throws DataError naming the row of what is no class index. */
export function requireIndex(who: string, what: string, index: number, classes: number, sample: number): void {
  if (isIndex(index, classes)) return;
  const row = sample + 1;
  throw new DataError(
    `${who}: a ${what} must be a class index from 0 to ${classes - 1}, got ${valueText(index)} at row ${row}`,
    { row },
  );
}
