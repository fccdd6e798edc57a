import { requireWithin, valueText } from '../errors.ts';

/**
 * Holm's step-down correction of p-values: with all of them together, the probability of rejecting anything that is true is at most
 * α where a corrected value is compared with α.
 *
 *     p₍₁₎ ≤ … ≤ p₍ₘ₎        corrected₍ₖ₎ = max over j ≤ k of min(1, (m − j + 1) · p₍ⱼ₎)
 *
 * Nothing is assumed of how they depend on each other.
 *
 *     holm([0.01, 0.04, 0.03]); // [0.03, 0.06, 0.06]
 *
 * @returns one for each, in the order given.
 * @throws RangeError, TypeError for what is no probability.
 * @see Holm, A simple sequentially rejective multiple test procedure, 1979. https://www.jstor.org/stable/4615733
 */
export function holm(pValues: readonly number[]): number[] {
  const corrected = new Array<number>(pValues.length);
  let largest = 0;
  ascending('holm', pValues).forEach((place, k) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - k) * pValues[place]));
    corrected[place] = largest;
  });
  return corrected;
}

/**
 * The confidence of each interval such that it excludes "no difference" exactly where Holm's procedure rejects.
 *
 *     1 − α / (m − j + 1)        j = min(k, the first rank that is not rejected)
 *
 * for the k-th smallest p-value of m. The procedure compares p₍₁₎ with α/m, p₍₂₎ with α/(m − 1) and so on, and stops at the first
 * that is larger; from there on all have the confidence at which it stopped. Of equal p-values all have the confidence of the first,
 * whatever order they come in.
 *
 * What α bounds is the chance of rejecting anything that is true. The intervals are not simultaneous: all together they hold what they are
 * about less often than with 1 − α, unless hardly anything is rejected. Of ten with α = 0.05, in which every difference is so many standard
 * errors (40,000 draws; test/experiments/holm.test.ts draws some again):
 *
 *     standard errors            0       1       2       3       4       5
 *     all ten hold theirs     95.1 %  95.2 %  94.2 %  89.2 %  78.1 %  75.7 %
 *
 *     holmConfidences([0.001, 0.2, 0.3], 0.95); // [0.98333…, 0.975, 0.975]
 *
 * @throws RangeError, TypeError for what is no probability, or a confidence outside (0, 1).
 */
export function holmConfidences(pValues: readonly number[], confidence = 0.95): number[] {
  const who = 'holmConfidences';
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`${who}: confidence must be in (0, 1), got ${valueText(confidence)}`);
  }
  const alpha = 1 - confidence;
  const result = new Array<number>(pValues.length);
  let rank = 0; // j − 1
  let rejects = true;
  let last: number | undefined;
  ascending(who, pValues).forEach((place, k) => {
    if (rejects && pValues[place] !== last) rank = k;
    last = pValues[place];
    const level = alpha / (pValues.length - rank);
    if (pValues[place] > level * (1 + 1e-9)) rejects = false; // 1 − 0.9 is below 0.1 by a rounding
    result[place] = 1 - level;
  });
  return result;
}

/** The places of the p-values from the smallest to the largest. */
function ascending(who: string, pValues: readonly number[]): number[] {
  pValues.forEach((pValue, i) => {
    requireWithin(who, { [`p-value ${i + 1}`]: pValue }, 0, 1);
  });
  return pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b] || a - b);
}
