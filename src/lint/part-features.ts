import { counted } from '../data/counted.ts';
import { valueText } from '../errors.ts';
import type { Finding, LintPartName } from './finding.ts';
import type { LintColumn } from './lint-column.ts';
import type { PartColumns } from './part.ts';
import { numberText, percentText } from './wording.ts';

/** Middle halves that lie three of their widths apart, or values spread ten times as wide, are not of one scale. */
const [mostShift, mostStretch] = [3, 10];
/**
 * Widths that are compared, from a share of the rows below to the same share above: a column of which three quarters are one
 * value has an upper quartile that jumps from part to part, but not two such places.
 */
const tails = [0.25, 0.1, 0.02];
const leastWidths = 2;
/** Of fewer rows quantiles jump about. */
const leastRows = 20;
/** Rows that quantiles are taken from. Their rank is then off by hardly more than 1 %. */
const mostLookedAt = 5000;

/** Numbers whose scale is another than in train: scaled there and not here, or in another unit. */
export function* otherScale(train: LintColumn, part: LintColumn, name: LintPartName): Generator<Finding> {
  if (!train.numbers || !part.numbers) return;
  const [a, b] = [sortedSample(train.numbers), sortedSample(part.numbers)];
  if (Math.min(a.length, b.length) < leastRows) return;
  const widths = tails
    .map((tail) => [quantile(a, 1 - tail) - quantile(a, tail), quantile(b, 1 - tail) - quantile(b, tail)] as const)
    .filter((pair) => pair.every((width) => width > 0));
  if (widths.length < leastWidths) return; // mostly one value: nothing is known of the rest
  const stretch = Math.min(...widths.map(([x, y]) => Math.max(x / y, y / x)));
  const shift = Math.abs(quantile(b, 0.5) - quantile(a, 0.5)) / Math.max(...widths[0]);
  if (shift < mostShift && stretch < mostStretch) return;
  const text = (sorted: Float64Array): string =>
    `${numberText(quantile(sorted, 0.25))} to ${numberText(quantile(sorted, 0.75))} around ${numberText(quantile(sorted, 0.5))}`;
  const message = `half of column '${train.name}' lies in ${text(a)} in train, and in ${text(b)} in ${name}: scale all parts by what the training part says, and in one unit`;
  yield { severity: 'warning', rule: 'scale-differs', message, column: train.name, part: name };
}

/** The finite numbers, or every s-th row of them where there are many, ascending. */
function sortedSample(numbers: Float64Array): Float64Array {
  const stride = Math.ceil(numbers.length / mostLookedAt);
  return numbers.filter((value, i) => i % stride === 0 && Number.isFinite(value)).sort();
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))];
}

/** Text that train never has, of which nothing was learned. */
export function* unseenCategory(
  train: LintColumn,
  part: LintColumn,
  { name, rowNumber }: Pick<PartColumns, 'name' | 'rowNumber'>,
): Generator<Finding> {
  if (!train.texts || !part.texts) return;
  const known = new Set(Array.from(train.counts, (_, code) => train.valueOf(code)));
  const unseen = Array.from(part.counts, (_, code) => code).filter((code) => !known.has(part.valueOf(code)));
  if (unseen.length === 0) return;
  const rows = unseen.reduce((sum, code) => sum + part.counts[code], 0);
  const row = rowNumber(part.rowOf(unseen[0]) - 1); // codes of text are in order of first appearance
  const message = `column '${train.name}' has ${counted(unseen.length, 'category')} in ${name} that train has not, in ${counted(rows, 'row')} (${percentText(rows / part.rows)}), ${valueText(part.valueOf(unseen[0]))} at row ${row} the first: they count as other`;
  yield { severity: 'note', rule: 'unseen-category', message, column: train.name, row, part: name };
}
