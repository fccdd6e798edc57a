import type { Label } from '../data/labels.ts';
import { quantileOfSorted } from '../data/quantile.ts';
import { requireInteger, requireKnownOptions, requireOneOf, ShapeError } from '../errors.ts';
import { requireProbabilities, scoredColumns } from './scored-columns.ts';
import type { Values } from './scored-values.ts';

export interface CalibrationCurveOptions<L extends Label = Label> {
  /** How many bins [0, 1] is cut into; 5 unless given. */
  readonly bins?: number;
  /** 'uniform': of equal width; 'quantile': of about as many samples each. 'uniform' unless given. */
  readonly strategy?: 'uniform' | 'quantile';
  /** The two classes, of which the probabilities are of the second. Without it, of the greater one of yTrue. */
  readonly labels?: ArrayLike<L>;
}

/** One entry for each bin that holds a sample, from low to high: three lists of equal length. */
export interface CalibrationCurve {
  /** The share of samples that are of the second class. */
  readonly probTrue: readonly number[];
  /** The mean of their probabilities: equal to the share where the probabilities are to be believed. */
  readonly probPred: readonly number[];
  /** How many they are. */
  readonly counts: readonly number[];
}

/**
 * How often what was given a probability came true, bin by bin (reliability diagram). As scikit-learn's `calibration_curve`,
 * version 1.2.1.
 *
 *     probTrue[b] = Σ (y[i] = second class) / n[b]        probPred[b] = Σ p[i] / n[b]        over the n[b] samples of bin b
 *
 * Sample i is in bin b if edge[b] < p[i] ≤ edge[b + 1], those at 0 in the first. Edges are b / bins, or quantiles of the
 * probabilities (linear between two of them); bins without a sample are left out.
 *
 * yTrue: [n] labels of two classes. yProb: [n] probabilities of the second class, or rows of two.
 *
 *     calibrationCurve([0, 0, 1, 1], [0.1, 0.3, 0.35, 0.9], { bins: 2 });
 *     // { probTrue: [0.3333333333333333, 1], probPred: [0.25, 0.9], counts: [3, 1] }
 *
 * @throws ShapeError if lengths differ, or rows have more than two probabilities. DataError, mostly with the row, for what is no
 *   probability, or a label that is neither class. RangeError, TypeError for options.
 */
export function calibrationCurve<L extends Label>(
  yTrue: ArrayLike<L>,
  yProb: Values,
  options: CalibrationCurveOptions<L> = {},
): CalibrationCurve {
  const who = 'calibrationCurve';
  requireKnownOptions(who, options, ['bins', 'strategy', 'labels']);
  const { bins = 5, strategy = 'uniform', labels } = options;
  requireInteger(who, { bins }, 1);
  requireOneOf(who, 'strategy', strategy, ['uniform', 'quantile']);
  const scored = scoredColumns(who, yTrue, { yProb }, { labels });
  const { scores, targets, rows, columns } = scored;
  if (columns > 2) {
    throw new ShapeError(
      `${who}: yProb must be the probabilities of one of two classes, got rows of ${columns}; give one column, and yTrue as whether it came true`,
    );
  }
  requireProbabilities(`${who}: yProb`, scored);
  const second = Float64Array.from({ length: rows }, (_, row) => scores[row * columns + columns - 1]);
  const edges = strategy === 'uniform' ? uniformEdges(bins) : quantiles(second, bins);
  const { counts, hits, sums } = binned(second, (row) => targets[row], edges);
  const filled = Array.from(counts, (_, b) => b).filter((b) => counts[b] > 0);
  return {
    probTrue: filled.map((b) => hits[b] / counts[b]),
    probPred: filled.map((b) => sums[b] / counts[b]),
    counts: filled.map((b) => counts[b]),
  };
}

/** Of each bin: samples, the sum of what they scored (0 or 1), and that of their probabilities. */
export interface Binned {
  readonly counts: Float64Array;
  readonly hits: Float64Array;
  readonly sums: Float64Array;
}

/** The upper ends of all bins of equal width but the last. */
export function uniformEdges(bins: number): Float64Array {
  return Float64Array.from({ length: bins - 1 }, (_, b) => (b + 1) * (1 / bins)); // as numpy.linspace rounds them
}

/** Gathers probabilities in bins that end at `edges`, which belong to them, and at 1. */
export function binned(probabilities: Float64Array, hit: (row: number) => number, edges: Float64Array): Binned {
  const [counts, hits, sums] = [0, 1, 2].map(() => new Float64Array(edges.length + 1));
  probabilities.forEach((probability, row) => {
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle] < probability) low = middle + 1;
      else high = middle;
    }
    counts[low]++;
    hits[low] += hit(row);
    sums[low] += probability;
  });
  return { counts, hits, sums };
}

/** The quantiles between bins of about as many values each, as numpy.percentile finds them. */
function quantiles(values: Float64Array, bins: number): Float64Array {
  const sorted = values.slice().sort();
  return uniformEdges(bins).map((share) => quantileOfSorted(sorted, share));
}
