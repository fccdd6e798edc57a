import type { HeatMap } from '../document.ts';
import { numberText } from '../number-text.ts';
import { indexed, labelSize, type Spec, textsOf, titleOf } from './axis-spec.ts';
import type { Cell, ChartColors } from './colors.ts';
import { shortened, textWidth } from './text-width.ts';

/** All columns together, unless they are few: one is between the two limits. */
const widestColumns = 480;
const narrowestOfFew = 48;
const widestOfFew = 110;
const longestLabel = 110;
const lowest = 26;
const highest = 40;
/** Room for a title beside or below labels, and for what lies between. */
const besideLabels = 44;
/** Numbers that have to be smaller are left out. */
const leastSize = 7.5;

/** Coloured cells with their numbers, where they are wide enough for them. */
export function heatMapSpec(chart: HeatMap, width: number, colors: ChartColors): Spec {
  const { rowTitle, columnTitle, rows, columns, values } = chart;
  const rowLabels = rows.map((text) => shortened(text, labelSize, longestLabel));
  const room = width - widestOf(rowLabels, labelSize) - besideLabels;
  const wanted = Math.max(narrowestOfFew, Math.min(widestOfFew, widestColumns / columns.length));
  const cellWidth = Math.min(wanted, room / columns.length);
  const cellHeight = Math.min(cellWidth, Math.max(lowest, Math.min(highest, cellWidth * 0.8)));
  const texts = values.map((row, i) =>
    row.map((value, j) => chart.texts?.[i][j] ?? numberText(value).replaceAll(',', '')),
  );
  const size = Math.min(13, (cellWidth - 5) / Math.max(1, widestOf(texts.flat(), 1)), cellHeight * 0.6);
  const cellOf = coloursOf(chart, colors);
  const cells = values.flatMap((row, i) =>
    row.map((_, j) => {
      const { fill, ink } = cellOf(i, j);
      return { row: i, column: j, fill, ink, text: texts[i][j] };
    }),
  );
  const columnLabels = columns.map((text) => shortened(text, labelSize, longestLabel));
  const upright = widestOf(columnLabels, labelSize) > cellWidth - 4;
  const onX = {
    field: 'column',
    type: 'ordinal',
    scale: { domain: indexed(columns).domain, padding: 0 },
    axis: { ...labels(columnLabels), title: titleOf(columnTitle), labelAngle: upright ? -90 : 0 },
  };
  const onY = {
    field: 'row',
    type: 'ordinal',
    scale: { domain: indexed(rows).domain, padding: 0 },
    axis: { ...labels(rowLabels), title: titleOf(rowTitle) },
  };
  const given = (field: string): Spec => ({ field, type: 'nominal', scale: null });
  const squares = {
    mark: { type: 'rect', stroke: colors.paper, strokeWidth: cellWidth < 14 ? 0.5 : 1.5 },
    encoding: { x: onX, y: onY, fill: given('fill') },
  };
  const numbers = {
    mark: { type: 'text', fontSize: Math.round(2 * size) / 2, baseline: 'middle' },
    encoding: { x: onX, y: onY, text: { field: 'text', type: 'nominal' }, color: given('ink') },
  };
  return {
    data: { values: cells },
    layer: size < leastSize ? [squares] : [squares, numbers],
    width: cellWidth * columns.length,
    height: cellHeight * rows.length,
    autosize: 'pad',
  };
}

function labels(texts: readonly string[]): Spec {
  return { labelExpr: textsOf(texts), domain: false, ticks: false, grid: false, labelOverlap: true };
}

function widestOf(texts: readonly string[], size: number): number {
  return texts.reduce((widest, text) => Math.max(widest, textWidth(text, size)), 0);
}

/** The colour of each cell by row and column. */
function coloursOf({ values, scale = 'sqrt', mutedDiagonal }: HeatMap, { levels, hit, muted }: ChartColors) {
  const isHit = (i: number, j: number): boolean => mutedDiagonal === true && i === j;
  const coloured = values.flatMap((row, i) => row.filter((_, j) => !isHit(i, j)));
  const least = coloured.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const most = coloured.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  const shares = {
    sqrt: (value: number) => Math.sqrt(value / most),
    log: (value: number) => Math.log1p(value) / Math.log1p(most),
    linear: (value: number) => (value - least) / (most - least),
  };
  const top = levels.length - 1;
  return (i: number, j: number): Cell => {
    const value = values[i][j];
    if (isHit(i, j)) return hit;
    const share = shares[scale](value) || 0; // where all are equal
    if (scale === 'linear') return levels[Math.round(share * top)];
    // What is there is told from what is not.
    return value === 0 ? { ...levels[0], ink: muted } : levels[Math.max(1, Math.round(share * top))];
  };
}
