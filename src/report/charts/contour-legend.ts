import type { ContourChart } from '../document.ts';
import { labelSize } from './axis-spec.ts';
import type { Look, PlacedDot, PlacedSymbol } from './contour-layout.ts';
import type { PlacedText, Stroke } from './pixel-layers.ts';
import { shortened, textWidth } from './text-width.ts';

/** Of one that stands beside the plot. */
export const legendWidth = 130;
const rowHeight = 19;
const swatch = 24;
const afterSwatch = 7;
const betweenColumns = 16;

export interface ContourLegend {
  readonly texts: readonly PlacedText[];
  readonly strokes: readonly (Stroke & Look)[];
  /** At their ends, the dots that paths end with. */
  readonly ends: readonly PlacedDot[];
  readonly symbols: readonly PlacedSymbol[];
  readonly bottom: number;
}

type Entry = { readonly text: string } & (Look | { readonly symbol: PlacedSymbol['symbol'] });

/** Names of paths and marks in as many columns as `width` has room for, filled column by column. */
export function contourLegend(
  chart: ContourChart,
  { left, top, width }: { readonly left: number; readonly top: number; readonly width: number },
): ContourLegend {
  const entries = entriesOf(chart).map((entry) => ({
    ...entry,
    text: shortened(entry.text, labelSize, width - swatch - afterSwatch),
  }));
  const widest = swatch + afterSwatch + Math.max(0, ...entries.map(({ text }) => textWidth(text, labelSize)));
  const most = Math.max(1, Math.floor((width + betweenColumns) / (widest + betweenColumns)));
  const rows = Math.ceil(entries.length / most);
  const columns = Math.ceil(entries.length / Math.max(rows, 1));
  const pitch = (width + betweenColumns) / Math.max(columns, 1);
  const placed = entries.map((entry, i) => ({
    entry,
    x: left + Math.floor(i / rows) * pitch,
    y: top + ((i % rows) + 0.5) * rowHeight,
  }));
  return {
    texts: placed.map(({ entry, x, y }) => ({
      ...{ text: entry.text, x: x + swatch + afterSwatch, y },
      ...{ align: 'left', tone: 'title' },
    })),
    strokes: placed.flatMap(({ entry, x, y }) => ('look' in entry ? [{ ...entry, x, x2: x + swatch, y, y2: y }] : [])),
    ends: placed.flatMap(({ entry, x, y }) =>
      'look' in entry && !entry.muted ? [{ ...entry, x: x + swatch - 4, y }] : [],
    ),
    symbols: placed.flatMap(({ entry, x, y }) =>
      'symbol' in entry ? [{ symbol: entry.symbol, x: x + swatch / 2, y }] : [],
    ),
    bottom: top + rows * rowHeight,
  };
}

function entriesOf({ paths, marks = [] }: ContourChart): Entry[] {
  const named = paths.flatMap(({ name, look, muted = false }, i) =>
    muted ? [] : [{ text: name, look: look ?? i, muted }],
  );
  const others = paths.some(({ muted }) => muted) ? [{ text: 'others', look: 0, muted: true }] : [];
  const symbols = new Map(marks.map(({ name, symbol }) => [name, symbol]));
  return [...named, ...others, ...[...symbols].map(([text, symbol]) => ({ text, symbol }))];
}
