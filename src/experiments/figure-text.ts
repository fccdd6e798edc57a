/** Figures as they stand in tables and sentences. */
import { numberText } from '../report/number-text.ts';
import type { MeanAndDeviation } from './mean-and-deviation.ts';
import type { Interval } from './paired-difference.ts';

type Spread = Omit<MeanAndDeviation, 'count'>;

/** A share of 0.61234 as '61.2 %'. */
export function percentText(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`;
}

/** Per cent without the sign, for columns that say so: '61.2 ± 3.4'. */
export function tableSpreadText({ mean, deviation }: Spread): string {
  return spreadText({ mean: 100 * mean, deviation: deviation === undefined ? undefined : 100 * deviation }, 1);
}

/** '61.2 ± 3.4 %', or '61.2 %' where there is no spread. */
export function percentSpreadText({ mean, deviation }: Spread, digits = 1): string {
  const share = percentText(mean, digits);
  return deviation === undefined ? share : `${(100 * mean).toFixed(digits)} ± ${percentText(deviation, digits)}`;
}

/** '0.302 ± 0.041' with three digits after the point. */
export function spreadText({ mean, deviation }: Spread, digits: number): string {
  return deviation === undefined ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}

/** A difference of shares in percentage points, with its sign: '+1.2', '−0.4', '0.0'. */
export function pointsText(difference: number, digits = 1): string {
  const size = Math.abs(100 * difference).toFixed(digits);
  if (Number(size) === 0) return size;
  return `${difference < 0 ? '−' : '+'}${size}`;
}

/** '−1.2 to +3.4'. */
export function intervalText([low, high]: Interval, digits = 1): string {
  return `${pointsText(low, digits)} to ${pointsText(high, digits)}`;
}

/** 12,345. */
export function countText(count: number): string {
  return numberText(Math.round(count));
}

/** '1 seed', '5 seeds'. */
export function plural(count: number, word: string): string {
  return `${countText(count)} ${word}${count === 1 ? '' : 's'}`;
}

/** 'a', 'a and b', 'a, b and c'. */
export function listText(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
}

/** The text with a capital at its beginning. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
