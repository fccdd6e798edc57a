/**
 * What precision, recall and F-scores are made of, one number a class: counts of samples, or sums of their weights.
 *
 *     precision = truePositives / predicted        recall = truePositives / support
 */
export interface ClassCounts {
  /** Samples of the class that were predicted as it. */
  readonly truePositives: Float64Array;
  /** Samples that were predicted as the class. */
  readonly predicted: Float64Array;
  /** Samples of the class. */
  readonly support: Float64Array;
}

export function noCounts(classes: number): ClassCounts {
  return {
    truePositives: new Float64Array(classes),
    predicted: new Float64Array(classes),
    support: new Float64Array(classes),
  };
}

/** The three scores of one class, or averaged over classes, each from 0 to 1. */
export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly fscore: number;
}

/**
 * From the counts of one class, or of all together.
 *
 *     P = tp / predicted      R = tp / support
 *     F = (1 + β²)·P·R / (β²·P + R) = (1 + β²)·tp / (β²·support + predicted)
 *
 * F as the second form, which needs neither P nor R: it is the precision at β = 0 and the recall at β = ∞. Where a
 * denominator is 0, the score is `zeroDivision`.
 */
export function classScores(
  truePositives: number,
  predicted: number,
  support: number,
  beta: number,
  zeroDivision: number,
): ClassScores {
  const ratio = (numerator: number, denominator: number) =>
    denominator === 0 ? zeroDivision : numerator / denominator;
  // Divided by β² where that is above 1, so that any β works, infinity too.
  const ofSupport = beta > 1 ? 1 : beta * beta;
  const ofPredicted = beta > 1 ? 1 / (beta * beta) : 1;
  return {
    precision: ratio(truePositives, predicted),
    recall: ratio(truePositives, support),
    fscore: ratio((ofSupport + ofPredicted) * truePositives, ofSupport * support + ofPredicted * predicted),
  };
}

/** The sum of a count over all classes. */
export function totalOf(counts: Float64Array): number {
  let total = 0;
  for (let c = 0; c < counts.length; c++) total += counts[c];
  return total;
}
