/** Metrics by name of predicted probabilities. */
import { DataError, requireInteger, ShapeError } from '../errors.ts';
import { requireIndex } from './named-class-metric.ts';
import type { MetricName, NamedMetric } from './named-metric.ts';
import { areaOf, supportOf } from './roc-auc-score.ts';
import { requireSampleWeights } from './sample-weights.ts';
import { requireProbabilities, type ScoredColumns } from './scored-columns.ts';
import { requireFiniteValues } from './scored-values.ts';
import { meanInTopK } from './top-k-accuracy.ts';

export function ofProbabilities(
  name: MetricName,
  better: 'higher' | 'lower',
  score: (who: string, scored: ScoredColumns) => number,
): NamedMetric {
  return {
    name,
    kind: 'probabilities',
    better,
    score(...given) {
      const scored = indexedColumns(name, ...given);
      requireProbabilities(name, scored);
      return score(name, scored);
    },
  };
}

/** The share of samples whose class is among the k most probable; of scores that are no probabilities, too. */
export function topAccuracy(name: MetricName, k: number): NamedMetric {
  return {
    name,
    kind: 'probabilities',
    better: 'higher',
    fewestClasses: k + 1,
    score: (...given) => meanInTopK(name, indexedColumns(name, ...given), k),
  };
}

/** The area of class 1 of two; of more classes, the mean over those that occur in the targets. */
export function meanOfAreas(who: string, scored: ScoredColumns): number {
  const classes = Math.max(2, scored.columns);
  const support = supportOf(scored, classes);
  const occurring = Array.from({ length: classes }, (_, c) => c).filter((c) => support[c] > 0);
  if (occurring.length === 1) {
    throw new DataError(
      `${who}: all targets are of class ${occurring[0]}, so there is nothing to rank them against; it needs samples of two classes`,
    );
  }
  if (classes === 2) return areaOf(scored, 1);
  return occurring.reduce((sum, c) => sum + areaOf(scored, c), 0) / occurring.length;
}

function indexedColumns(
  who: string,
  targets: ArrayLike<number>,
  scores: ArrayLike<number>,
  columns: number,
  sampleWeights: ArrayLike<number> | undefined,
): ScoredColumns {
  requireInteger(who, { columns }, 1);
  const rows = targets.length;
  if (scores.length !== rows * columns) {
    throw new ShapeError(
      `${who}: predictions must be ${columns} for each of ${rows} targets, ${rows * columns} in all, got ${scores.length}`,
    );
  }
  if (rows === 0) throw new DataError(`${who}: no samples`);
  const classes = Math.max(2, columns);
  for (let row = 0; row < rows; row++) requireIndex(who, 'target', targets[row], classes, row);
  requireFiniteValues(who, scores, columns);
  const weights = requireSampleWeights(who, sampleWeights, rows);
  return { targets: Int32Array.from(targets), scores, rows, columns, weights };
}
