import { requireInteger } from '../errors.ts';
import { RandomStream } from '../tensor/random.ts';
import { differencesOfPairs } from './differences-of-pairs.ts';
import { meanAndDeviation } from './mean-and-deviation.ts';
import type { Interval } from './paired-difference.ts';

/**
 * Of fewer pairs there is no interval, and nothing is significant: 5. Among all resamples of four, one in 256 draws one difference again and
 * again, more often than the levels that ten claims call for allow (0.05 / 10 / 2); of five it is one in 3,125. And so few pairs are all
 * alike too easily: two of them, where six rows tell two equally good networks apart, in 23 % of the cases (C(12, 6) / 4⁶).
 */
export const leastPairs = 5;

export interface PairedBootstrapOptions {
  /** Chooses the resamples; 0 unless set. */
  readonly seed?: number;
  /** How many; 10,000 unless set. */
  readonly resamples?: number;
}

/** By how much one thing is larger than another, pair by pair, and what resampling says of the mean. */
export interface PairedBootstrap {
  /** Of each pair. */
  readonly differences: readonly number[];
  readonly mean: number;
  /**
   * Two-sided, of a mean of 0 over all pairs that there could be: `interval(1 − α)` lies beyond 0 exactly where this is at most α. At
   * least 2 / (resamples + 1); 1 of fewer than `leastPairs`.
   */
  readonly pValue: number;
  /**
   * Where the mean over all pairs is expected; 0.95 unless another confidence is given. Undefined of fewer than `leastPairs`, even of equal
   * differences, and where it has no bounds: where a tail of the resamples is less than one of them, or all of one difference.
   *
   * @throws RangeError for a confidence outside (0, 1).
   */
  interval(confidence?: number): Interval | undefined;
}

/**
 * The bootstrap of paired differences `after[i] − before[i]`, studentized (bootstrap-t).
 *
 *     d = after − before        t = mean(d) / (s / √n)
 *     t* = (mean(d*) − mean(d)) / (s* / √n)                     d*: n of the differences, drawn with replacement
 *     interval = [mean(d) − t*₍₁₋α⸝₂₎ · s/√n,  mean(d) − t*₍α⸝₂₎ · s/√n]
 *     p = 2 · min(1 + #{t* ≥ t}, 1 + #{t* ≤ t}) / (resamples + 1), at most 1
 *
 * s is the sample standard deviation. The quantiles are the r-th of the resamples from either end, r = ⌊α/2 · (resamples + 1)⌋, so
 * that the interval lies beyond 0 exactly where p ≤ α. The same seed gives the same bits.
 *
 * Of the usual kinds, percentile and BCa intervals are too narrow for so few pairs as studies have seeds: they take s with n in
 * place of n − 1 and the normal distribution in place of Student's t, and never leave the range of the data, so that they have
 * nothing to say at the confidence that many claims together call for. How often nominal 95 % intervals held the true mean, over
 * 4,000 draws each (test/golden/paired-bootstrap.py):
 *
 *     differences           percentile   BCa      studentized   Student's t
 *     normal, 5             83.6 %       83.2 %   94.7 %        94.7 %
 *     normal, 10            90.5 %       90.6 %   95.2 %        95.4 %
 *     normal, 20            92.4 %       92.4 %   94.6 %        94.9 %
 *     exponential, 5        77.7 %       79.2 %   92.3 %        87.8 %
 *     exponential, 10       86.6 %       88.1 %   93.8 %        90.3 %
 *     exponential, 20       89.3 %       90.6 %   93.9 %        91.6 %
 *
 * Where the distribution is as skewed as that, ten pairs are too few for all of them, for this one least.
 *
 *     pairedBootstrap([0.60, 0.62, 0.58, 0.61, 0.6], [0.61, 0.64, 0.61, 0.62, 0.61]).interval();
 *
 * @throws ShapeError unless there are as many of both, at least two; DataError for a difference that is not finite. RangeError,
 *   TypeError for options.
 * @see Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 12.
 * @see Hesterberg, What Teachers Should Know About the Bootstrap, 2015. https://doi.org/10.1080/00031305.2015.1089789
 */
export function pairedBootstrap(
  before: readonly number[],
  after: readonly number[],
  { seed = 0, resamples = 10_000 }: PairedBootstrapOptions = {},
  who = 'pairedBootstrap',
): PairedBootstrap {
  const differences = differencesOfPairs(who, before, after, 2);
  const n = differences.length;
  requireInteger(who, { seed });
  requireInteger(who, { resamples }, 1);
  const equal = differences.every((difference) => difference === differences[0]);
  const mean = equal ? differences[0] : meanAndDeviation(differences).mean;
  const standardError = equal ? 0 : meanAndDeviation(differences).deviation! / Math.sqrt(n);
  const tooFew = n < leastPairs;
  const statistics = equal || tooFew ? new Float64Array(resamples) : studentized(differences, mean, seed, resamples);
  return {
    differences,
    mean,
    pValue: tooFew ? 1 : pValueOf(equal ? mean * Number.POSITIVE_INFINITY || 0 : mean / standardError, statistics),
    interval(confidence = 0.95) {
      if (!(confidence > 0 && confidence < 1)) {
        throw new RangeError(`${who}: confidence must be in (0, 1), got ${confidence}`);
      }
      const rank = Math.floor(((1 - confidence) / 2) * (resamples + 1) + 1e-9); // 1 − 0.95 is above 0.05 by a rounding, or below
      if (tooFew || rank < 1) return undefined;
      const low = mean - statistics[resamples - rank] * standardError;
      const high = mean - statistics[rank - 1] * standardError;
      if (equal) return [mean, mean];
      return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : undefined;
    },
  };
}

/** t* of every resample, in ascending order; infinite where all that was drawn is one value. */
function studentized(differences: readonly number[], mean: number, seed: number, resamples: number): Float64Array {
  const n = differences.length;
  const drawn = new RandomStream(seed, 'paired bootstrap').fillBelow(new Uint32Array(n * resamples), n);
  const statistics = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    const first = differences[drawn[resample * n]];
    let sum = 0;
    let equal = true;
    for (let i = 0; i < n; i++) {
      const difference = differences[drawn[resample * n + i]];
      sum += difference;
      if (difference !== first) equal = false;
    }
    if (equal) {
      statistics[resample] = first === mean ? 0 : (first - mean) * Number.POSITIVE_INFINITY;
      continue;
    }
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const difference = differences[drawn[resample * n + i]];
      squares += (difference - sum / n) * (difference - sum / n);
    }
    statistics[resample] = (sum / n - mean) / Math.sqrt(squares / (n - 1) / n);
  }
  return statistics.sort();
}

function pValueOf(t: number, statistics: Float64Array): number {
  let above = 1;
  let below = 1;
  for (let i = 0; i < statistics.length; i++) {
    if (statistics[i] >= t) above++;
    if (statistics[i] <= t) below++;
  }
  return Math.min(1, (2 * Math.min(above, below)) / (statistics.length + 1));
}
