import { DataError, requireNonNegative, requireOneOf, valueText } from '../errors.ts';
import { holm, holmConfidences } from './holm.ts';
import { type PairedBootstrapOptions, pairedBootstrap } from './paired-bootstrap.ts';
import type { Interval } from './paired-difference.ts';

/** What somebody has published: that `after` is higher or lower than `before`, or that it is not, by more than next to nothing. */
export interface Claim {
  readonly name: string;
  /** Figures of one thing, one for each seed. */
  readonly before: readonly number[];
  /** Of the other, from the same seeds in the same order. */
  readonly after: readonly number[];
  readonly says: 'higher' | 'lower' | 'notHigher' | 'notLower';
  /** No difference can be larger than this, on either side, so that the interval ends there; without bounds unless set. */
  readonly most?: number;
}

export type Verdict = 'confirmed' | 'refuted' | 'undecided';

export interface JudgedClaim {
  readonly name: string;
  readonly says: Claim['says'];
  readonly verdict: Verdict;
  /** Of after − before. */
  readonly mean: number;
  readonly pairs: number;
  /** Where the mean is expected, at `confidence`; undefined where so few pairs leave it without bounds. */
  readonly interval: Interval | undefined;
  /** Of this interval by itself: that at which Holm's procedure tests the claim. */
  readonly confidence: number;
  /** Whether the interval lies wholly within ± `margin`. */
  readonly negligible: boolean;
  /** Of no difference: alone, and corrected for the number of claims. */
  readonly pValue: number;
  readonly correctedPValue: number;
}

export interface JudgeOptions extends PairedBootstrapOptions {
  /** 1 − the chance of finding any difference where there is none, over all claims together; in (0, 1), 0.95 unless set. */
  readonly confidence?: number;
  /** Differences up to this are none, in the unit of the figures; 0.005 unless set: half a point of accuracy. */
  readonly margin?: number;
}

/**
 * The rule by which every study judges what was published before. It was written before any study was run.
 *
 *     confirmed     the interval lies beyond 0 on the side that the claim says
 *     refuted       it lies beyond 0 on the other side, or wholly within ± margin and not beyond 0
 *     undecided     anything else
 *
 * A claim that something is not higher, or not lower, is one of being no worse than something else, and its cases are
 *
 *     confirmed     the interval does not reach beyond the margin on the side that is denied
 *     refuted       it lies beyond 0 on that side, and reaches beyond the margin
 *     undecided     anything else
 *
 * The interval is that of the mean of paired differences by `pairedBootstrap`, corrected by Holm within the study: all claims of
 * the study are given at once; their p-values put them in order, and each has the confidence of `holmConfidences`, so that its
 * interval lies beyond 0 exactly where Holm's procedure rejects "no difference" at 1 − `confidence`. One claim alone has an
 * ordinary 95 % interval; of m, the one with the smallest p-value has 1 − 0.05/m, the next 1 − 0.05/(m − 1), up to the first that
 * does not lie beyond 0; the others have the confidence of that one. With this the chance that any of the intervals lies beyond 0 where
 * there is no difference is at most 0.05; it is not the chance that one of them misses what it is about, which is larger
 * (`holmConfidences`). Of fewer than `leastPairs` pairs a claim is undecided.
 *
 * The cases are tried in the order above: a difference that is certain but within the margin on the claimed side confirms the claim,
 * and is marked `negligible`.
 *
 *     judgeClaims([{ name: 'L2 beats L1', before: l1, after: l2, says: 'higher' }])[0].verdict; // 'undecided'
 *
 * @returns one for each, in the order given.
 * @throws DataError if two have one name, and naming the claim for a difference that is not finite; ShapeError naming the claim unless it has
 *   at least two pairs; RangeError for a difference above `most`; RangeError, TypeError for options.
 */
export function judgeClaims(
  claims: readonly Claim[],
  { confidence = 0.95, margin = 0.005, ...options }: JudgeOptions = {},
): JudgedClaim[] {
  const who = 'judgeClaims';
  requireNonNegative(who, { margin });
  const names = claims.map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) < i);
  if (repeated !== undefined) throw new DataError(`${who}: two claims are named '${repeated}'`);
  const found = claims.map(({ name, before, after, says, most = Number.POSITIVE_INFINITY }) => {
    requireOneOf(`${who}: ${name}`, 'says', says, ['higher', 'lower', 'notHigher', 'notLower']);
    const one = pairedBootstrap(before, after, options, `${who}: ${name}`);
    const beyond = one.differences.find((difference) => !(Math.abs(difference) <= most));
    if (beyond !== undefined) {
      throw new RangeError(`${who}: ${name}: differences must be at most ${valueText(most)}, got ${valueText(beyond)}`);
    }
    return one;
  });
  const pValues = found.map(({ pValue }) => pValue);
  const corrected = holm(pValues);
  const confidences = holmConfidences(pValues, confidence);
  return claims.map(({ name, says, most = Number.POSITIVE_INFINITY }, i): JudgedClaim => {
    const { mean, differences, pValue, interval: intervalAt } = found[i];
    const whole = intervalAt(confidences[i]);
    const interval: Interval | undefined = whole && [Math.max(whole[0], -most), Math.min(whole[1], most)];
    const negligible = interval !== undefined && isWithin(interval, margin);
    return {
      ...{ name, says, mean, interval, negligible, pValue },
      verdict: verdictOf(says, interval, margin),
      pairs: differences.length,
      confidence: confidences[i],
      correctedPValue: corrected[i],
    };
  });
}

function verdictOf(says: Claim['says'], interval: Interval | undefined, margin: number): Verdict {
  if (interval === undefined) return 'undecided';
  const [low, high] = interval;
  const side = low > 0 ? 'higher' : high < 0 ? 'lower' : undefined;
  if (says === 'notHigher' || says === 'notLower') {
    if (says === 'notHigher' ? high <= margin : low >= -margin) return 'confirmed';
    return side === (says === 'notHigher' ? 'higher' : 'lower') ? 'refuted' : 'undecided';
  }
  if (side === says) return 'confirmed';
  return side !== undefined || isWithin(interval, margin) ? 'refuted' : 'undecided';
}

function isWithin([low, high]: Interval, margin: number): boolean {
  return low >= -margin && high <= margin;
}
