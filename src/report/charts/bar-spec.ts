import type { Axis, Bar, BarChart } from '../document.ts';
import { barText } from '../number-text.ts';
import { hasPlace, indexed, labelSize, onAxis, padding, type Spec, textsOf } from './axis-spec.ts';
import type { ChartColors } from './colors.ts';
import { legendOf } from './legend.ts';
import { shortened, textWidth } from './text-width.ts';

const barHeight = 15;
/** Where all bars of a group are in one line. */
const stackHeight = 22;
/** Between groups. */
const gap = 12;
const longestLabel = 160;
const textSize = 11;
/** Some fonts have wider digits than texts are measured with, and labels may be nothing else, such as 1024x1024: of their width. */
const spareWidth = 0.08;
/** The same for the last number of the axis, half of which is beyond it. */
const spareRight = 4;
/** What axes take beside their labels. */
const besideLabels = 16;
/** About: the steps between them are round. */
const betweenTicks = 60;

/** A bar in its place: of which group, in which line of it, from where to where, and where its text begins. */
interface PlacedBar {
  readonly group: number;
  readonly place: number;
  readonly from: number;
  readonly to: number;
  readonly goal: number | undefined;
  readonly text: string;
  readonly end: number;
}

/** Lying bars, a band of the height for each group and in it a place for each series; numbers stand beyond the bars' ends. */
export function barSpec(chart: BarChart, width: number, colors: ChartColors): Spec {
  const { x, groups, series, stacked = false } = chart;
  const start = startOf(x);
  const lines = stacked ? 1 : series.length;
  const thickness = stacked ? stackHeight : barHeight;
  const names = groups.map((group) => shortened(group, labelSize, Math.min(longestLabel, width / 3)));
  const widest = Math.max(...names.map((name) => textWidth(name, labelSize)));
  const margin = Math.ceil(widest * spareWidth);
  const plotWidth = width - widest - margin - spareRight - besideLabels;
  const shown = besideStrokes(x, placedBars(chart), plotWidth);
  const goals = shown.filter(({ goal }) => goal !== undefined);
  const empty = series.flatMap(({ bars }, place) =>
    bars.flatMap((bar, group) => (isShown(bar, x) ? [] : [{ group, place, end: start, text: '–' }])),
  );
  const values = [start, ...shown.flatMap(reached), ...(stacked ? [] : roomForTexts(x, shown, plotWidth))];
  const axis = onAxis('to', x, values, { nice: false });
  const onX =
    x.scale === 'log'
      ? axis
      : { ...axis, axis: { ...(axis.axis as Spec), tickCount: Math.ceil(plotWidth / betweenTicks) } };
  const onY = {
    field: 'group',
    type: 'ordinal',
    scale: { domain: indexed(groups).domain, paddingInner: gap / (gap + thickness * lines), paddingOuter: 0 },
    axis: { labelExpr: textsOf(names), title: null, domain: false, ticks: false, grid: false },
  };
  const offset = { field: 'place', type: 'ordinal', scale: { domain: indexed(series).domain, paddingInner: 0.12 } };
  const yOffset = stacked ? undefined : offset;
  const legend =
    series.length > 1
      ? legendOf(
          series.map(({ name }) => name),
          plotWidth,
          { symbolType: 'square' },
        )
      : null;
  const fills = indexed(series.map((_, i) => colors.series[i % colors.series.length]));
  return {
    data: { values: shown },
    layer: [
      {
        mark: 'bar',
        encoding: {
          x: { ...onX, field: 'from' },
          x2: { field: 'to' },
          y: onY,
          yOffset,
          color: { field: 'place', type: 'nominal', scale: fills, legend },
        },
      },
      // A stroke is drawn on a wider one in the colour of the paper, so that it can be seen on any bar.
      ...[
        { thickness: 4, color: colors.paper },
        { thickness: 2, color: colors.ink },
      ].map((stroke) => ({
        data: { values: goals },
        mark: { type: 'tick', orient: 'vertical', size: thickness - 1, opacity: 1, ...stroke },
        encoding: { x: { ...onX, field: 'goal' }, y: onY, yOffset },
      })),
      ...(stacked ? [] : [shown, empty]).map((values) => ({
        data: { values },
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 4, fontSize: textSize },
        encoding: { x: { ...onX, field: 'end' }, y: onY, yOffset, text: { field: 'text', type: 'nominal' } },
      })),
    ],
    width,
    height: groups.length * (thickness * lines + gap) - gap,
    autosize: { type: 'fit-x', contains: 'padding' },
    padding: { ...padding, left: padding.left + margin, right: padding.right + spareRight },
  };
}

function startOf({ scale }: Axis): number {
  return scale === 'log' ? 1 : 0;
}

function isShown(bar: Bar | null, x: Axis): bar is Bar {
  return bar !== null && hasPlace(bar.value, x);
}

function placedBars({ x, groups, series, stacked = false }: BarChart): PlacedBar[] {
  const filled: number[] = groups.map(() => startOf(x));
  return series.flatMap(({ bars }, place) =>
    bars.flatMap((bar, group) => {
      if (!isShown(bar, x)) return [];
      const from = filled[group];
      const to = stacked ? from + bar.value : bar.value;
      if (stacked) filled[group] = to;
      const goal = bar.goal !== undefined && hasPlace(bar.goal, x) ? bar.goal : undefined;
      return [{ group, place, from, to, goal, text: barText(bar, x), end: Math.max(startOf(x), to) }];
    }),
  );
}

function reached({ to, goal = to }: PlacedBar): number[] {
  return [to, goal];
}

/** Equal steps along the axis are equal differences of this. */
function alongOf({ scale }: Axis): (value: number) => number {
  return scale === 'log' ? Math.log10 : Number;
}

/** Moves texts that a stroke would run through beyond it. */
function besideStrokes(x: Axis, bars: readonly PlacedBar[], plotWidth: number): PlacedBar[] {
  const along = alongOf(x);
  const all = [startOf(x), ...bars.flatMap(reached)].map(along);
  const pixels = plotWidth / (Math.max(...all) - Math.min(...all) || 1);
  return bars.map((bar) => {
    const { goal, end, text } = bar;
    if (goal === undefined || goal <= end) return bar;
    return (along(goal) - along(end)) * pixels < textWidth(text, textSize) + 12 ? { ...bar, end: goal } : bar;
  });
}

/** Where the axis has to reach so that the texts beyond the ends of the bars are within the plot. */
function roomForTexts(x: Axis, shown: readonly PlacedBar[], plotWidth: number): number[] {
  const along = alongOf(x);
  const back = (place: number): number => (x.scale === 'log' ? 10 ** place : place);
  const low = Math.min(...shown.map(({ end }) => along(end)), along(startOf(x)));
  return shown.map(({ end, text }) => {
    const room = Math.min(plotWidth / 2, textWidth(text, textSize) + 8);
    return back(low + ((along(end) - low) * plotWidth) / (plotWidth - room));
  });
}
