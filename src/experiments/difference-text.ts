import { intervalText, plural, pointsText } from './figure-text.ts';
import { type PairedDifference, signOf } from './paired-difference.ts';

/** What a difference of shares comes to, in a sentence. */
export interface DifferenceText {
  /** 1: it helped. −1: it did harm. 0: neither is clear. Undefined for a single pair, which cannot say. */
  readonly sign: 1 | -1 | 0 | undefined;
  readonly text: string;
}

/**
 * Whether something helped, by how much, and how sure that is: it is clear if the interval lies on one side of 0.
 *
 *     differenceText('Dropout', difference, 'points of test accuracy').text;
 *     // 'Dropout made no clear difference: +0.1 points of test accuracy (95 % interval −0.4 to +0.6 over 3 seeds, which holds 0).'
 *
 * @param subject what the difference is put down to.
 * @param unit of a hundredth of the difference.
 * @param digits after the point.
 */
export function differenceText(
  subject: string,
  { mean, interval, differences, confidence }: PairedDifference,
  unit: string,
  digits = 1,
): DifferenceText {
  const by = `${pointsText(mean, digits)} ${unit}`;
  if (!interval) {
    return {
      sign: undefined,
      text: `${subject}: ${by} with one seed, which says nothing about others; try --seeds 5.`,
    };
  }
  const sign = signOf(interval);
  const range = `${Math.round(100 * confidence)} % interval ${intervalText(interval, digits)} over ${plural(differences.length, 'seed')}`;
  if (sign === 0) return { sign, text: `${subject} made no clear difference: ${by} (${range}, which holds 0).` };
  return { sign, text: `${subject} ${sign > 0 ? 'helped' : 'did harm'}: ${by} (${range}).` };
}
