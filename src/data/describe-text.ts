import { counted } from './counted.ts';
import type { NumberSummary, TableDescriptionData, TextSummary } from './describe-table.ts';

/** Characters of a value that are shown. */
const longest = 30;

/**
 * A description as text: one block for the columns of numbers, one for those of text.
 *
 *     number  count  missing  mean  deviation  min   25%  50%   75%  max
 *     age         4        1  37.5      12.91   20  27.5   35  45.0   60
 *
 *     text    count  missing  distinct  most frequent
 *     kind        5        1         3  oak (3)
 */
export function describeText({ rows, columns }: TableDescriptionData): string {
  const numbers = columns.filter((column) => column.type === 'number');
  const texts = columns.filter((column) => column.type === 'string');
  const blocks = [`${counted(rows, 'row')}, ${counted(columns.length, 'column')}\n`];
  if (numbers.length > 0) blocks.push(numbersText(numbers));
  if (texts.length > 0) blocks.push(textsText(texts));
  return blocks.join('\n');
}

function numbersText(columns: readonly NumberSummary[]): string {
  const header = ['number', 'count', 'missing', 'mean', 'deviation', 'min', '25%', '50%', '75%', 'max'];
  const lines = columns.map((one) => [
    shortened(one.name),
    String(one.count),
    String(one.missing),
    ...[one.mean, one.standardDeviation, one.min, one.lowerQuartile, one.median, one.upperQuartile, one.max].map(
      figure,
    ),
  ]);
  return aligned([header, ...lines], header.length);
}

function textsText(columns: readonly TextSummary[]): string {
  const header = ['text', 'count', 'missing', 'distinct', 'most frequent'];
  const lines = columns.map((one) => [
    shortened(one.name),
    String(one.count),
    String(one.missing),
    String(one.distinct),
    one.mostFrequent === undefined ? '' : `${shortened(one.mostFrequent)} (${one.mostFrequentCount})`,
  ]);
  return aligned([header, ...lines], header.length - 1);
}

/** Six digits; '' where there is none. */
function figure(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(6)));
}

/** One line of text, whatever it holds. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** The first column and those from `right` on to the left, the others to the right. */
function aligned(lines: readonly (readonly string[])[], right: number): string {
  const widths = lines[0].map((_, j) => Math.max(...lines.map((line) => line[j].length)));
  return lines
    .map((line) => {
      const cells = line.map((cell, j) => (j === 0 || j >= right ? cell.padEnd(widths[j]) : cell.padStart(widths[j])));
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}
