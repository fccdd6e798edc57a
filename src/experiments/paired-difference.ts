import { requireNonNegative } from '../errors.ts';
import { differencesOfPairs } from './differences-of-pairs.ts';
import { meanAndDeviation } from './mean-and-deviation.ts';
import { studentTQuantile } from './student-t.ts';

export interface PairedDifferenceOptions {
  /** How often intervals made like this hold the true difference, in (0, 1); 0.95 unless set. */
  readonly confidence?: number;
  /** Rows tested on ÷ rows trained on, where each pair comes from another split of the same rows; 0 unless set. */
  readonly testShare?: number;
}

/** By how much one thing is larger than another, measured pair by pair. */
export interface PairedDifference {
  /** Of each pair. */
  readonly differences: readonly number[];
  readonly mean: number;
  /** Sample standard deviation; undefined for a single pair. */
  readonly deviation: number | undefined;
  readonly confidence: number;
  /** Where the mean over all seeds is expected, on these rows; undefined for a single pair. */
  readonly interval: Interval | undefined;
  /** Where it is expected on other rows from the same source; undefined for a single pair. */
  readonly intervalOnNewRows: Interval | undefined;
}

export type Interval = readonly [low: number, high: number];

/**
 * The mean of the differences `after[i] − before[i]`, and intervals for it.
 *
 *     d = after − before        interval = mean(d) ± t · s / √n        t = Student's t, n − 1 degrees of freedom
 *
 * s is the sample standard deviation of the n differences. What a pair has in common, such as a lucky split, falls out of
 * them, so the interval is narrower than two spreads side by side suggest.
 *
 * This one is about further seeds on the same rows. Splits of the same rows overlap, so it says too little about rows that
 * nobody has seen; for those, s/√n becomes s · √(1/n + rows tested on / rows trained on), Nadeau and Bengio's correction.
 *
 *     pairedDifference([0.60, 0.62, 0.58], [0.61, 0.64, 0.61]).interval; // [−0.005, 0.045]
 *
 * @throws ShapeError unless there are as many of both, at least one; DataError for a difference that is not finite. RangeError for a
 *   confidence outside (0, 1).
 * @see Nadeau & Bengio, "Inference for the Generalization Error", Machine Learning 52(3), 2003.
 *   https://doi.org/10.1023/A:1024068626366
 */
export function pairedDifference(
  before: readonly number[],
  after: readonly number[],
  { confidence = 0.95, testShare = 0 }: PairedDifferenceOptions = {},
): PairedDifference {
  const who = 'pairedDifference';
  const differences = differencesOfPairs(who, before, after, 1);
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`${who}: confidence must be in (0, 1), got ${confidence}`);
  }
  requireNonNegative(who, { testShare });
  const { mean, deviation, count } = meanAndDeviation(differences);
  const around = (standardError: number): Interval => {
    const half = studentTQuantile((1 + confidence) / 2, count - 1) * standardError;
    return [mean - half, mean + half];
  };
  return {
    differences,
    mean,
    deviation,
    confidence,
    interval: deviation === undefined ? undefined : around(deviation * Math.sqrt(1 / count)),
    intervalOnNewRows: deviation === undefined ? undefined : around(deviation * Math.sqrt(1 / count + testShare)),
  };
}

/** Whether an interval lies wholly above 0, wholly below, or holds it, so that the sign is not known. */
export function signOf([low, high]: Interval): 1 | -1 | 0 {
  return low > 0 ? 1 : high < 0 ? -1 : 0;
}
